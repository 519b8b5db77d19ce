"""Analyses of a flow: jacobian_eigenvalues and fixed_points."""

import itertools

import numpy as np

from spectra import spectrum_fault


def jacobian_eigenvalues(case, s, group, _streams):
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
    """The median of the largest group within a millionth of the largest number, and its share."""
    numbers = np.sort(numbers)
    grain = 1e-6 * np.abs(numbers).max()
    first = [next(start for start in range(at + 1) if numbers[at] - numbers[start] <= grain) for at in range(len(numbers))]
    counts = [at - start + 1 for at, start in enumerate(first)]
    best = int(np.argmax(counts))
    return numbers[first[best] + counts[best] // 2], counts[best] / len(numbers)


def fixed_points(case, s, group, _streams):
    """The points are taken from the result; the function checks that they are fixed, and everything recorded about
    them."""
    model, values = case.model, group["values"][()]
    point_of_start = group["point_of_start"][()]
    count, tried = len(values), s["random_starts"] + (len(case.patterns) if s["from_targets"] else 0)
    distances = np.array([[np.linalg.norm(v - pattern) for pattern in case.patterns] for v in values]).reshape(
        count, len(case.patterns))
    abscissa = group["spectral_abscissa"][()]
    energy = np.array([model.energy(model.start(v[:, None])[:, 0]) for v in values])
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
        # If eigenvalues coincide, the real part is accurate only to the square root of the rounding error.
        true = [np.linalg.eigvals(model.jacobian(_at_rest(model, v))).real.max() for v in values]
        wrong = [pair for pair in zip(actual, true) if abs(pair[0] - pair[1]) > 1e-5 * max(1.0, abs(pair[1]))]
        return f"{wrong[0][0]!r} instead of {wrong[0][1]!r}" if wrong else ""

    def nearest_fault(actual):
        chosen = distances[np.arange(count), actual] if count else np.array([])
        nearest = distances.min(axis=1, initial=np.inf)
        return "" if np.allclose(chosen, nearest, rtol=0, atol=1e-10) else "another one is nearer"

    def start_fault(actual):
        firsts = [list(actual).index(point) for point in range(count) if point in actual]
        whole = len(actual) == tried and set(actual) - {-1} == set(range(count)) and firsts == sorted(firsts)
        return "" if whole else "points are not numbered by the first start that came to each"

    def smallest(numbers):
        return numbers.min() if len(numbers) else np.nan
    return {"values": value_fault, "residual": residual_fault, "spectral_abscissa": abscissa_fault, "stable": stable,
            "nearest_target": nearest_fault, "target_distance": distances.min(axis=1, initial=np.inf),
            "energy": energy if model.settings["xi"] > 0.0 else lambda _actual: "",
            "starts_of_point": [(point_of_start == point).sum() for point in range(count)],
            "point_of_start": start_fault, "points": float(count), "fraction_arrived": (point_of_start >= 0).mean(),
            "spurious_points": float(spurious.sum()), "stable_spurious_points": float((spurious & stable).sum()),
            "lowest_spurious_energy": smallest(energy[spurious]),
            "steepest_spurious_abscissa": smallest(abscissa[spurious & stable])}


def _at_rest(model, v):
    """The state of values v with (2) at rest; without decay, a state with errors of zero."""
    xi = model.settings["xi"]
    return np.concatenate([v, model.residual(v) / xi if xi > 0.0 else np.zeros_like(v)])
