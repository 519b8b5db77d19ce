"""Analyses: what they record, from the weights that a result holds.

Each function takes (case, settings, group of the recorded datasets, streams) and returns name -> an expected array, or a
function that says in words how an actual array is wrong. Numbers that follow from other recorded ones (fractions, means,
classes) are taken from those, so that a difference in the last bit of a distance cannot turn a count."""

import itertools

import numpy as np

from corruptions import damaged
from spectra import spectrum_fault
from streams import share_of
from trajectories import Trajectory


def wilson(successes, trials):
    """E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927): where (share - p)^2 = z^2 p (1 - p) / n."""
    z2 = 1.959963984540054**2
    share = successes / trials
    roots = np.roots([1.0 + z2 / trials, -(2.0 * share + z2 / trials), share**2]).real
    return max(0.0, min(roots)), min(1.0, max(roots))


def overlap(x, s):
    lengths = np.linalg.norm(x) * np.linalg.norm(s)
    return x @ s / lengths if lengths > 0.0 else 0.0


def _targets_of_trials(case, s):
    return np.repeat(s["targets"] or np.arange(len(case.patterns)), s["trials_per_target"])


def _stream_of(streams, s, target, trial):
    return streams.within(f"target {target}").stream(trial % s["trials_per_target"])


def _damage(case, s, streams, targets):
    return np.array([damaged(s["corruption"], case.patterns[target], _stream_of(streams, s, target, trial))
                     for trial, target in enumerate(targets)])


# ---- analyses that watch trials ----

def _times(case, s):
    if not case.integrator:
        return np.arange(s["updates"] + 1.0)
    interval, end = s["sampling_interval"], s["duration"]
    return np.array([*(sample * interval for sample in range(round(end / interval + 2)) if sample * interval < end * (1 - 1e-12)),
                     end])


class Watch:
    """Trials from `starts`, seen at every sample: values trial x unit x time, energies trial x time."""

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
        """What every such analysis records; distances are of the recorded values where there are any."""
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


def _perturbation(case, s, group, streams):
    targets = _targets_of_trials(case, s)
    expected = Watch(case, s, _damage(case, s, streams, targets), streams).expected(group)
    own = _own(group, targets)
    return {**expected, "target_of_trial": targets, "mean_initial_distance": own[:, 0].mean(),
            "mean_final_distance": own[:, -1].mean(), "fraction_nearer": (own[:, -1] < own[:, 0]).mean()}


def _completion(case, s, group, streams):
    targets = _targets_of_trials(case, s)
    layer_of_unit = np.repeat(np.arange(len(case.model.layers)), case.model.layers)
    known, starts = [], []
    for trial, target in enumerate(targets):
        stream = _stream_of(streams, s, target, trial)
        if s["known_fraction"] is None:
            known.append(np.isin(layer_of_unit, s["known_layers"]))
        else:
            order = list(range(case.model.units))
            stream.shuffle(order)
            known.append(np.isin(np.arange(case.model.units), order[:share_of(s["known_fraction"], case.model.units)]))
        starts.append([case.patterns[target][unit] if is_known else s["start_scale"] * stream.normal()
                       for unit, is_known in enumerate(known[-1])])
    known = np.array(known)
    counted = np.tile(np.isin(layer_of_unit, s["asked_layers"]), (len(targets), 1)) if s["asked_layers"] else ~known
    expected = Watch(case, s, starts, streams, known if s["hold"] else None).expected(group, counted)
    return {**expected, "target_of_trial": targets, "mean_final_distance": _own(group, targets)[:, -1].mean()}


def _drawn(case, s, count, streams):
    def value(stream):
        return {"normal": stream.normal, "uniform": lambda: 2.0 * stream.uniform() - 1.0, "binary": stream.sign}[s["distribution"]]()
    return [[s["scale"] * value(stream) for _ in range(case.model.units)] for stream in map(streams.stream, range(count))]


def _random_initial_states(case, s, group, streams):
    watch = Watch(case, s, _drawn(case, s, s["trials"], streams), streams)
    expected = watch.expected(group)
    final = group["distance"][()][:, :, -1]
    speed = np.linalg.norm(watch.values[:, :, -1] - watch.values[:, :, -2], axis=1) / (watch.times[-1] - watch.times[-2])
    recorded = group["final_speed"][()]
    return {**expected, "final_speed": speed, "nearest_target": final.argmin(axis=1), "nearest_distance": final.min(axis=1),
            "fraction_still": (recorded < s["still_below"]).mean(), "mean_final_speed": recorded.mean(),
            "fraction_reached": (final.min(axis=1) <= s["reached_within"]).mean()}


def _basin(case, s, group, streams):
    count = len(case.patterns)
    trials, fractions = count * s["trials_per_target"], []
    for damage in s["damage"]:
        level = streams.within(f"damage {number_text(damage)}")
        corruption = {**s["corruption"], s["parameter"]: damage}
        starts = [damaged(corruption, case.patterns[trial % count], level.stream(trial)) for trial in range(trials)]
        watch = Watch(case, {**s, "record_state": False, "record_energy": False}, starts, level)
        distance = watch.expected(None)["distance"]
        own = distance[np.arange(trials), np.arange(trials) % count]
        fractions.append((own <= s["recalled_within"]).mean(axis=0))
        times = watch.times
    fractions = np.array(fractions)
    low, high = np.vectorize(wilson, excluded=[1])(fractions * trials, trials)
    recalled = [damage for damage, fraction in zip(s["damage"], fractions[:, -1]) if fraction >= 0.5]
    return {"damage": s["damage"], "time": times, "fraction_recalled": fractions, "fraction_recalled_low": low,
            "fraction_recalled_high": high, "final_fraction_recalled": fractions[:, -1],
            "final_fraction_recalled_low": low[:, -1], "final_fraction_recalled_high": high[:, -1],
            "critical_damage": max([0.0, *recalled])}


def number_text(number):
    """The shortest decimal that is this number."""
    return repr(float(number)).removesuffix(".0")


# ---- analyses that let trials settle ----

class Settled:
    """Trials in discrete updates until all rest or go back and forth between two states."""

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
            for trial in range(count):
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
    """What a state may be called; patterns that it resembles alike may come in any order."""
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


def _recall(case, s, group, streams):
    patterns, targets = case.patterns, _targets_of_trials(case, s)
    starts = _damage(case, s, streams, targets)
    held = starts == patterns[targets] if s["hold"] == "undamaged" else None
    settled = Settled(case.model, s, starts, streams.within("motion"), held)
    expected, ends = {"target_of_trial": targets, "iterations": settled.iterations, "motion": settled.motion}, settled.values
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


def texts(dataset):
    return [value.decode() if isinstance(value, bytes) else value for value in dataset[()]]


def _capacity(case, s, group, streams):
    points = {name: [] for name in ("fraction_recalled", "mean_overlap", "mean_iterations", "fraction_recalled_low",
                                    "fraction_recalled_high")}
    trials = s["trials"]
    for count in s["counts"]:
        here = streams.within(f"{count} patterns")
        patterns = case.patterns[:count]
        model = case.taught(patterns, here.within("learning"))
        own = [trial % count if count <= trials else trial * count // trials for trial in range(trials)]
        starts = [damaged(s["corruption"], patterns[target], here.stream(trial)) for trial, target in enumerate(own)]
        settled = Settled(model, s, starts, here.within("motion"))
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


# ---- analyses of flows ----

def _jacobian_eigenvalues(case, s, group, _streams):
    targets = s["targets"] or list(range(len(case.patterns)))
    states = case.model.start(case.patterns[targets].T)
    re, im = group["eigenvalues_re"][()], group["eigenvalues_im"][()]

    def eigenvalue_fault(_actual):
        return "; ".join(filter(None, (spectrum_fault(case.model.jacobian(state), a + 1j * b)
                                       for state, a, b in zip(states.T, re, im))))
    near_zero = (np.abs(re) < s["near_zero"]).sum(axis=1)
    mode, share = _most_frequent(re.ravel())
    expected = {"target": targets, "eigenvalues_re": eigenvalue_fault, "eigenvalues_im": eigenvalue_fault,
                "spectral_abscissa": re.max(axis=1), "near_zero_of_target": near_zero,
                "residual": np.abs(case.model.derivative(states)).max(axis=0), "max_spectral_abscissa": re.max(),
                "fraction_stable": (re.max(axis=1) < 0.0).mean(), "near_zero_count": near_zero.mean(),
                "modal_real_part": mode, "modal_fraction": share}
    if s["close_to"] is not None:
        expected["closest_of_target"] = np.abs(re + 1j * im - s["close_to"]).min(axis=1)
    return expected


def _most_frequent(numbers):
    """The middle one of the largest group within a millionth of the largest number, and its share."""
    numbers = np.sort(numbers)
    grain = 1e-6 * np.abs(numbers).max()
    first = [next(start for start in range(at + 1) if numbers[at] - numbers[start] <= grain) for at in range(len(numbers))]
    counts = [at - start + 1 for at, start in enumerate(first)]
    best = int(np.argmax(counts))
    return numbers[first[best] + counts[best] // 2], counts[best] / len(numbers)


def _fixed_points(case, s, group, _streams):
    """The points themselves are taken from the result: that they are fixed, and all that is said of them, is checked."""
    model, values = case.model, group["values"][()]
    point_of_start = group["point_of_start"][()]
    count, tried = len(values), s["starts"] + (len(case.patterns) if s["from_targets"] else 0)
    distances = np.array([[np.linalg.norm(v - pattern) for pattern in case.patterns] for v in values]).reshape(
        count, len(case.patterns))
    abscissa, energy = group["spectral_abscissa"][()], np.array([model.energy(model.start(v[:, None])[:, 0]) for v in values])
    spurious = group["target_distance"][()] > s["target_within"]
    stable = abscissa < 0.0

    def value_fault(actual):
        drift = [np.abs(model.derivative(_at_rest(model, v)[:, None])).max() for v in actual]
        if drift and max(drift) > 1e3 * s["tolerance"]:
            return f"a point moves by {max(drift):g} per second where its errors are at rest"
        gaps = [np.linalg.norm(a - b) for a, b in itertools.combinations(actual, 2)]
        return "two points are nearer than merge_within" if gaps and min(gaps) <= s["merge_within"] else ""

    def residual_fault(actual):
        return "" if (actual >= 0.0).all() and (actual <= s["tolerance"]).all() else f"{actual} beyond the tolerance"

    def abscissa_fault(actual):
        # Of eigenvalues that coincide the real part is known to the root of the rounding only.
        true = [np.linalg.eigvals(model.jacobian(_at_rest(model, v))).real.max() for v in values]
        wrong = [pair for pair in zip(actual, true) if abs(pair[0] - pair[1]) > 1e-5 * max(1.0, abs(pair[1]))]
        return f"{wrong[0][0]!r} instead of {wrong[0][1]!r}" if wrong else ""

    def nearest_fault(actual):
        chosen = distances[np.arange(count), actual] if count else np.array([])
        return "" if np.allclose(chosen, distances.min(axis=1, initial=np.inf), rtol=0, atol=1e-10) else "another one is nearer"

    def start_fault(actual):
        firsts = [list(actual).index(point) for point in range(count) if point in actual]
        whole = len(actual) == tried and set(actual) - {-1} == set(range(count)) and firsts == sorted(firsts)
        return "" if whole else "points are not numbered by the first start that came to each"

    def smallest(numbers):
        return numbers.min() if len(numbers) else np.nan
    return {"values": value_fault, "residual": residual_fault, "spectral_abscissa": abscissa_fault, "stable": stable,
            "nearest_target": nearest_fault, "target_distance": distances.min(axis=1, initial=np.inf),
            "energy": energy if model.settings["xi"] > 0.0 else lambda _actual: "",
            "starts_of_point": [(point_of_start == point).sum() for point in range(count)], "point_of_start": start_fault,
            "points": float(count), "fraction_arrived": (point_of_start >= 0).mean(), "spurious_points": float(spurious.sum()),
            "stable_spurious_points": float((spurious & stable).sum()), "lowest_spurious_energy": smallest(energy[spurious]),
            "steepest_spurious_abscissa": smallest(abscissa[spurious & stable])}


def _at_rest(model, v):
    """The state of values v in which (2) is at rest; without decay, one in which the errors are zero."""
    xi = model.settings["xi"]
    return np.concatenate([v, model.residual(v) / xi if xi > 0.0 else np.zeros_like(v)])


ANALYSES = {"basin": _basin, "capacity": _capacity, "completion": _completion, "fixed_points": _fixed_points,
            "jacobian_eigenvalues": _jacobian_eigenvalues, "perturbation": _perturbation,
            "random_initial_states": _random_initial_states, "recall": _recall}


def expected(case, settings, group, streams):
    return ANALYSES[settings["plugin"]](case, settings, group, streams)
