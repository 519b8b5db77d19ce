"""Analyses: their records, from the weights in a result.

Each function takes (case, settings, group of the recorded datasets, streams) and returns name -> an expected
array, or a function that describes the fault of an actual array. Numbers that follow from other recorded numbers
(fractions, means, classes) are computed from those, so that a difference in the last bit of a distance cannot
change a count."""

import flows
import motion
import settling
import watching

ANALYSES = {"basin": watching.basin, "capacity": settling.capacity, "completion": watching.completion,
            "fixed_points": flows.fixed_points, "jacobian_eigenvalues": flows.jacobian_eigenvalues,
            "lyapunov_exponent": motion.lyapunov_exponent, "perturbation": watching.perturbation, "random_initial_states": watching.random_initial_states,
            "recall": settling.recall, "step_stability": motion.step_stability}


def expected(case, settings, group, streams):
    return ANALYSES[settings["plugin"]](case, settings, group, streams)
