"""Analyses that watch trials: perturbation, completion, random_initial_states and basin."""

import numpy as np

from corruptions import damaged
from streams import share_of
from trajectories import Trajectory
from trials import Starts, drawn, mask, number_text, probes, sample_times, wilson


def _times(case, s):
    if not case.integrator:
        return np.arange(s["updates"] + 1.0)
    return sample_times(s["duration"], s["sampling_interval"])


class Watch:
    """Trials from `starts` at every sample: values trial x unit x time, energies trial x time."""

    def __init__(self, case, s, starts, streams, held=None):
        self.case, self.s, self.times = case, s, _times(case, s)
        trajectory = Trajectory(case.model, case.integrator, starts, streams.within("motion"), held)
        values, energies = [], []
        for time in self.times:
            trajectory.advance_to(time)
            values.append(trajectory.values())
            if s["record_energy"]:
                energies.append([case.model.energy(state) for state in trajectory.states.T])
        self.values = np.stack(values, axis=2)
        self.energies = np.array(energies).T

    def expected(self, group, counted=None):
        """The records of every analysis that watches trials; distances are computed from recorded values, if there
        are any."""
        expected = {"time": self.times}
        if self.s["record_state"]:
            expected["state"] = self.values
            self.values = group["state"][()]
        if self.s["record_energy"]:
            expected["energy"] = self.energies
        counted = np.ones(self.values.shape[:2], bool) if counted is None else counted
        expected["distance"] = distance = self._distances(counted[:, None, :, None])
        return {**expected, "final_distance": distance[:, :, -1]}

    def _distances(self, counted):
        values, memories = self.values[:, None], self.case.patterns[None, :, :, None]
        if self.s["distance"] == "hamming":
            return ((np.sign(values) != np.sign(memories)) & counted).sum(axis=2).astype(float)
        return np.sqrt((((values - memories) * counted) ** 2).sum(axis=2))


def _own(group, targets):
    """Recorded distances to the own target: trial x time."""
    return group["distance"][()][np.arange(len(targets)), targets]


def _nearest(group):
    """The target that each trial ended nearest to."""
    return group["distance"][()][:, :, -1].argmin(axis=1)


def perturbation(case, s, group, streams):
    starts = Starts(case, s, streams)
    held = mask(s["held"], streams.within("held"), len(starts.patterns))
    expected = Watch(case, s, starts.patterns, streams, held).expected(group)
    nearest = _nearest(group)
    own = _own(group, starts.own(nearest))
    return {**expected, **starts.expected(nearest), "mean_initial_distance": own[:, 0].mean(),
            "mean_final_distance": own[:, -1].mean(), "fraction_nearer": (own[:, -1] < own[:, 0]).mean()}


def completion(case, s, group, streams):
    layer_of_unit = np.repeat(np.arange(len(case.model.layers)), case.model.layers)
    known = {}

    def known_units(stream):
        if s["known_fraction"] is None:
            return np.isin(layer_of_unit, s["known_layers"])
        order = list(range(case.model.units))
        stream.shuffle(order)
        return np.isin(np.arange(case.model.units), order[:share_of(s["known_fraction"], case.model.units)])

    def change(trial, stream, start):
        known[trial] = known_units(stream) if s["known"] is None else masks[trial % len(masks)]
        return [start[unit] if is_known else s["start_scale"] * stream.normal() for unit, is_known in enumerate(known[trial])]

    masks = mask(s["known"], streams.within("known"), 1)
    starts = Starts(case, s, streams, change)
    known = np.array([known[trial] for trial in range(len(starts.patterns))])
    counted = np.tile(np.isin(layer_of_unit, s["asked_layers"]), (len(known), 1)) if s["asked_layers"] else ~known
    expected = Watch(case, s, starts.patterns, streams, known if s["hold"] else None).expected(group, counted)
    nearest = _nearest(group)
    return {**expected, **starts.expected(nearest), "mean_final_distance": _own(group, starts.own(nearest))[:, -1].mean()}


def random_initial_states(case, s, group, streams):
    starts = probes(s, streams) if s["starts"] else drawn(case, s, s["trials"], streams)
    watch = Watch(case, s, starts, streams, mask(s["held"], streams.within("held"), len(starts)))
    expected = watch.expected(group)
    final = group["distance"][()][:, :, -1]
    speed = np.linalg.norm(watch.values[:, :, -1] - watch.values[:, :, -2], axis=1) / (watch.times[-1] - watch.times[-2])
    recorded = group["final_speed"][()]
    return {**expected, "final_speed": speed, "nearest_target": final.argmin(axis=1), "nearest_distance": final.min(axis=1),
            "fraction_still": (recorded < s["still_below"]).mean(), "mean_final_speed": recorded.mean(),
            "fraction_reached": (final.min(axis=1) <= s["reached_within"]).mean()}


def basin(case, s, group, streams):
    count = len(case.patterns)
    trials, fractions = count * s["trials_per_target"], []
    for amount in s["damage"]:
        level = streams.within(f"damage {number_text(amount)}")
        corruption = {**s["corruption"], s["parameter"]: amount}
        starts = [damaged(corruption, case.patterns[trial % count], level.stream(trial)) for trial in range(trials)]
        watch = Watch(case, {**s, "record_state": False, "record_energy": False}, starts, level)
        distance = watch.expected(None)["distance"]
        own = distance[np.arange(trials), np.arange(trials) % count]
        fractions.append((own <= s["recalled_within"]).mean(axis=0))
        times = watch.times
    fractions = np.array(fractions)
    low, high = np.vectorize(wilson, excluded=[1])(fractions * trials, trials)
    recalled = [amount for amount, fraction in zip(s["damage"], fractions[:, -1]) if fraction >= 0.5]
    return {"damage": s["damage"], "time": times, "fraction_recalled": fractions, "fraction_recalled_low": low,
            "fraction_recalled_high": high, "final_fraction_recalled": fractions[:, -1],
            "final_fraction_recalled_low": low[:, -1], "final_fraction_recalled_high": high[:, -1],
            "critical_damage": max(recalled, default=np.nan)}
