"""Analyses that let trials settle in discrete updates: recall and capacity."""

import itertools

import numpy as np

from corruptions import damaged
from trajectories import Trajectory
from trials import Starts, mask, overlap, texts, wilson


def moves_at_random(model):
    """Whether updates draw values at random, so that no state is at rest."""
    return model.settings.get("response") == "heat_bath"


class Settled:
    """Trials in discrete updates until all rest or alternate between two states."""

    def __init__(self, model, s, starts, streams, held=None):
        self.energies = []
        trajectory = Trajectory(model, None, starts, streams, held)
        history = [trajectory.values()]
        count = len(starts)
        self.motion, self.iterations = ["moving"] * count, np.full(count, s["updates"])
        self._look(model, s, trajectory)
        for update in range(1, s["updates"] + 1):
            trajectory.advance_to(float(update))
            history.append(trajectory.values())
            self._look(model, s, trajectory)
            for trial in range(count) if not moves_at_random(model) else []:
                self._judge(s, [state[trial] for state in history[-3:]], trial, update)
            if "moving" not in self.motion and s["stop"] == "settled":
                break
        self.values = history[-1]
        # A trial at rest keeps its energy, and one in a cycle of two states alternates.
        while self.energies and len(self.energies) <= s["updates"]:
            self.energies.append(self.energies[-2])

    def _look(self, model, s, trajectory):
        if s.get("record_energy"):
            self.energies.append([model.energy(state) for state in trajectory.states.T])

    def _judge(self, s, last, trial, update):
        def same(other):
            return np.abs(last[-1] - other).max() <= s["at_rest"]
        motion, since = (("fixed_point", update - 1) if same(last[-2]) else
                         ("cycle", update - 2) if len(last) == 3 and same(last[-3]) else ("moving", s["updates"]))
        if motion != self.motion[trial]:
            self.motion[trial], self.iterations[trial] = motion, since


CLASSES = ("target", "other_target", "inverse", "mixture", "other")


def _classes(patterns, target, overlaps, state, min_overlap):
    """The possible names of a state; equally similar patterns may come in any order."""
    least = min_overlap - 1e-12
    if overlaps[target] >= least:
        return {"target"}
    if overlaps.max() >= least:
        return {"other_target"}
    if overlaps.min() <= -least:
        return {"inverse"}
    allowed = set()
    for order in itertools.permutations(range(len(patterns))):
        sizes = np.abs(overlaps[list(order)])
        if (np.diff(sizes) <= 1e-12).all():
            mixtures = [np.sign(sum(np.copysign(1.0, overlaps[k]) * patterns[k] for k in order[:count]))
                        for count in (3, 5, 7) if count <= len(patterns)]
            allowed.add("mixture" if any(overlap(mixture, state) >= least for mixture in mixtures) else "other")
    return allowed


def recall(case, s, group, streams):
    patterns = case.patterns
    from_ = Starts(case, s, streams)
    starts = from_.patterns
    held = (starts == from_.whole if s["hold"] == "undamaged" else mask(s["held"], streams.within("held"), len(starts)))
    settled = Settled(case.model, s, starts, streams.within("motion"), held)
    nearest = group["overlap"][()].argmax(axis=1)
    targets = from_.own(nearest)
    expected = {**from_.expected(nearest), "iterations": settled.iterations, "motion": settled.motion}
    ends = settled.values
    if s["record_state"]:
        expected.update(original=patterns[targets], damaged=starts, recalled=ends)
        ends = group["recalled"][()].astype(float)
        expected["difference"] = np.abs(ends - patterns[targets]) > 1e-9
    if s["record_energy"]:
        expected.update(time=np.arange(s["updates"] + 1.0), energy=np.array(settled.energies).T)
    overlaps = np.array([[overlap(pattern, state) for pattern in patterns] for state in ends])
    errors = (np.sign(ends) != np.sign(patterns[targets])).sum(axis=1)

    def class_fault(actual):
        wrong = [f"trial {trial} is {name!r}, and may be {' or '.join(sorted(allowed))}" for trial, (name, allowed) in
                 enumerate(zip(actual, (_classes(patterns, targets[trial], group["overlap"][()][trial], ends[trial],
                                                 s["min_overlap"]) for trial in range(len(targets)))))
                 if name not in allowed]
        return "; ".join(wrong)
    classes, motion = (texts(group[name]) for name in ("class", "motion"))
    low, high = wilson(classes.count("target"), len(targets))
    return {**expected, "overlap": overlaps, "class": class_fault, "bit_errors": errors,
            "start_overlap": [overlap(patterns[target], start) for target, start in zip(targets, starts)],
            "final_overlap": overlaps[np.arange(len(targets)), targets],
            "start_bit_errors": (np.sign(starts) != np.sign(patterns[targets])).sum(axis=1),
            "fraction_recalled": classes.count("target") / len(targets), "fraction_recalled_low": low,
            "fraction_recalled_high": high,
            **{f"fraction_{name}": classes.count(name) / len(targets) for name in CLASSES[1:]},
            **{f"fraction_{name}": motion.count(name) / len(targets) for name in ("fixed_point", "cycle", "moving")},
            "mean_overlap": group["final_overlap"][()].mean(), "mean_bit_errors": group["bit_errors"][()].mean(),
            "mean_iterations": group["iterations"][()].mean()}


def capacity(case, s, group, streams):
    points = {name: [] for name in ("fraction_recalled", "mean_overlap", "mean_iterations", "fraction_recalled_low",
                                    "fraction_recalled_high")}
    trials = s["trials"]
    for at, count in enumerate(s["counts"]):
        here = streams.within(f"{count} patterns")
        patterns = case.patterns[:count]
        model = case.taught(patterns, here.within("learning"))
        own = [trial % count if count <= trials else trial * count // trials for trial in range(trials)]
        starts = [damaged(s["corruption"], patterns[target], here.stream(trial)) for trial, target in enumerate(own)]
        settled = Settled(model, s, starts, here.within("motion"))
        if any(0.0 <= np.abs(state).max() < 1e-9 for state in settled.values):
            # If a state shrinks to nothing, rounding decides its direction, and states are not recorded.
            for name in points:
                points[name].append(group[name][at])
            continue
        overlaps = np.array([overlap(patterns[target], state) for target, state in zip(own, settled.values)])
        recalled = (overlaps >= s["min_overlap"] - 1e-12).sum()
        low, high = wilson(recalled, trials)
        for name, value in zip(points, (recalled / trials, overlaps.mean(), settled.iterations.mean(), low, high)):
            points[name].append(value)
    capacity, fraction = np.nan, group["fraction_recalled"][()]
    for (p, above), (q, below) in zip(zip(s["counts"], fraction), zip(s["counts"][1:], fraction[1:])):
        if above >= 0.5 > below:
            capacity = np.interp(-0.5, [-above, -below], [p, q])
    return {**points, "capacity": capacity, "capacity_per_unit": capacity / case.model.units, "pattern_count": s["counts"],
            "load": np.array(s["counts"]) / case.model.units}
