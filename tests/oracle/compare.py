"""Compares an array with the expected one."""

import numpy as np

TOLERANCE = 1e-10


def fault(wanted, dataset):
    """Describes how a dataset differs from the expected array, or what the given function finds wrong in it."""
    actual = dataset[()]
    if dataset.dtype.kind not in "iufb":
        actual = np.array([value.decode() if isinstance(value, bytes) else value for value in np.atleast_1d(actual)])
    if callable(wanted):
        return wanted(actual)
    wanted = np.asarray(wanted)
    if wanted.shape != np.shape(actual):
        return f"has the shape {np.shape(actual)} instead of {wanted.shape}"
    if wanted.dtype.kind not in "iufb":
        return "" if (wanted == actual).all() else f"{actual} instead of {wanted}"
    return _number_fault(wanted.astype(float), np.asarray(actual, float))


def _number_fault(wanted, actual):
    finite = np.isfinite(wanted)
    if not np.array_equal(wanted[~finite], actual[~finite], equal_nan=True) or not np.isfinite(actual[finite]).all():
        return f"{actual.ravel()[:8]} instead of {wanted.ravel()[:8]}"
    if not finite.any():
        return ""
    difference = np.abs(np.where(finite, wanted, 0.0) - np.where(finite, actual, 0.0))
    if difference.max() <= TOLERANCE * max(1.0, np.abs(wanted[finite]).max()):
        return ""
    worst = np.unravel_index(difference.argmax(), difference.shape)
    place = f" at {tuple(int(index) for index in worst)}" if worst else ""
    return f"{actual[worst]!r} instead of {wanted[worst]!r}{place}, a difference of {difference.max():.3g}"
