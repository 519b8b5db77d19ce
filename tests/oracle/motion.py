"""Analyses of the motion of close states: lyapunov_exponent and step_stability."""

import copy

import numpy as np

from trajectories import STABILITY, Trajectory
from trials import Starts, drawn, sample_times

EPSILON = np.finfo(float).eps


def _starts(case, s, streams):
    """The patterns from which trials start, and their records."""
    if s["start"] == "random" and not s["starts"]:
        return drawn(case, s, s["trials"], streams), {}
    corruption = {"plugin": "sequence", "corruptions": s["corruptions"] or []}
    starts = Starts(case, {**s, "corruption": corruption}, streams)
    return starts.patterns, {} if s["starts"] else {"target_of_trial": starts.targets}


class _Pairs:
    """Trials and their companions, and the growth of the distances between them."""

    def __init__(self, case, s, starts, streams):
        self.separation = s["separation"]
        self.trials, self.companions = (Trajectory(case.model, case.integrator, starts, streams.within("motion"))
                                        for _ in range(2))
        self.chance = [streams.within("separation").stream(trial) for trial in range(len(starts))]
        for trial in range(len(starts)):
            self.place(trial)
        # The possible error of growth: rounding of the states changes a distance, and the direction after it.
        self.rounding = np.zeros(len(starts))
        self.restart()

    def place(self, trial):
        direction = np.array([self.chance[trial].normal() for _ in self.trials.states])
        self.companions.states[:, trial] = self.trials.states[:, trial] + self.separation * direction / np.linalg.norm(direction)

    def restart(self):
        count = len(self.chance)
        self.growth, self.furthest = np.zeros((2, count))
        self.lost, self.nearly_lost = np.zeros((2, count), int)

    def advance_to(self, time):
        # A companion has the same random numbers as its trial.
        self.companions.streams = copy.deepcopy(self.trials.streams)
        self.trials.advance_to(time)
        self.companions.advance_to(time)
        for trial in range(len(self.chance)):
            self.renormalise(trial)

    def renormalise(self, trial):
        state = self.trials.states[:, trial]
        away = self.companions.states[:, trial] - state
        distance, least = np.linalg.norm(away), max(EPSILON * np.linalg.norm(state), np.finfo(float).tiny)
        self.growth[trial] += np.log(max(distance, least) / self.separation)
        self.rounding[trial] += 100.0 * least / max(distance, least)
        if distance < 1000.0 * least:
            self.nearly_lost[trial] += 1
            self.rounding[trial] = np.inf
        if distance < least:
            self.lost[trial] += 1
            self.place(trial)
            return
        self.furthest[trial] = max(self.furthest[trial], distance)
        self.companions.states[:, trial] = state + self.separation / distance * away


def lyapunov_exponent(case, s, group, streams):
    """Benettin's method, Meccanica 15, 9 (1980)."""
    def times(seconds, updates):
        return sample_times(seconds, s["interval"])[1:] if case.integrator else np.arange(updates or 0) + 1.0
    starts, expected = _starts(case, s, streams)
    pairs = _Pairs(case, s, starts, streams)
    before, counted = times(s["settling"], s["settling_updates"]), times(s["duration"], s["updates"])
    for time in before:
        pairs.advance_to(time)
    pairs.restart()
    running, errors = [], []
    for time in counted:
        pairs.advance_to(time + (before[-1] if len(before) else 0.0))
        running.append(pairs.growth / time)
        errors.append(pairs.rounding / time)
    running, errors = np.array(running).T, np.array(errors).T

    def lost_fault(actual):
        return "" if (np.abs(actual - pairs.lost) <= pairs.nearly_lost).all() else f"{actual} instead of {pairs.lost}"

    def furthest_fault(actual):
        known = np.isfinite(pairs.rounding)
        wrong = known & (np.abs(actual - pairs.furthest) > 1e-10 + pairs.furthest * np.where(known, pairs.rounding, 0.0))
        return f"{actual[wrong][0]!r} instead of {pairs.furthest[wrong][0]!r}" if wrong.any() else ""

    def running_fault(actual):
        wrong = np.abs(actual - running) > 1e-10 * max(1.0, np.abs(running).max()) + errors
        return f"{actual[wrong][0]!r} instead of {running[wrong][0]!r}" if wrong.any() else ""
    exponents = group["exponent"][()]
    return {**expected, "time": counted, "running_exponent": running_fault, "exponent": group["running_exponent"][()][:, -1],
            "furthest": furthest_fault, "lost_in_rounding": lost_fault, "mean_exponent": exponents.mean(),
            "median_exponent": np.median(exponents), "largest_exponent": exponents.max(),
            "fraction_positive": (exponents > s["positive_above"]).mean()}


def step_stability(case, s, group, streams):
    """E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (1996), section IV.2."""
    starts, expected = _starts(case, s, streams)
    trajectory = Trajectory(case.model, case.integrator, starts, streams.within("motion"))
    interval = s["sampling_interval"] if s["sampling_interval"] is not None else s["duration"] / 10.0
    step = STABILITY[case.integrator["plugin"]]
    looks, speeds = [], []
    for time in sample_times(s["duration"], interval):
        trajectory.advance_to(time)
        speeds.append(np.linalg.norm(case.model.derivative(trajectory.states)[:case.model.units], axis=0))
        looks.append([_Modes(case.model.jacobian(state), lambda z: step(case.integrator["time_step"] * z))
                      for state in trajectory.states.T])

    def fault(look):
        def of(actual):
            said = [look(modes, actual[trial, time]) for time, row in enumerate(looks) for trial, modes in enumerate(row)]
            return next(filter(None, said), "")
        return of
    last = {name: group[name][()][:, -1] for name in ("factor", "factor_of_decaying", "speed")}
    return {**expected, "time": sample_times(s["duration"], interval), "speed": np.array(speeds).T,
            "factor": fault(_Modes.factor_fault), "factor_of_decaying": fault(_Modes.decaying_fault),
            "spectral_abscissa": fault(_Modes.abscissa_fault), "final_factor": last["factor"],
            "final_factor_of_decaying": last["factor_of_decaying"], "final_speed": last["speed"],
            "largest_factor": group["factor"][()].max(), "largest_factor_of_decaying": group["factor_of_decaying"][()].max(),
            "fraction_stable": (last["factor_of_decaying"] < 1.0).mean()}


class _Modes:
    """The eigenvalues at one state, the factors of a step, and their accuracy: if eigenvalues nearly coincide,
    only the square root of the rounding error."""

    def __init__(self, jacobian, step):
        self.eigenvalues, vectors = np.linalg.eig(jacobian)
        self.factors = np.abs(step(self.eigenvalues))
        self.error = 1e-10 + min(1e-5, 1e-14 * np.linalg.cond(vectors)) * max(1.0, np.abs(self.eigenvalues).max())

    def factor_fault(self, actual):
        return self._fault(actual, self.factors.max())

    def abscissa_fault(self, actual):
        return self._fault(actual, self.eigenvalues.real.max())

    def decaying_fault(self, actual):
        """A mode that neither grows nor decays may or may not count as decaying."""
        surely, perhaps = (self.factors[self.eigenvalues.real <= bound].max(initial=0.0) for bound in (-self.error, self.error))
        if surely - self.error <= actual <= perhaps + self.error:
            return ""
        return f"{actual!r} instead of {perhaps!r}"

    def _fault(self, actual, wanted):
        return "" if abs(actual - wanted) <= self.error else f"{actual!r} instead of {wanted!r}"
