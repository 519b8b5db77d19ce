"""Checks whether numbers are the eigenvalues of a matrix."""

import numpy as np

TOLERANCE = 1e-10


def spectrum_fault(matrix, eigenvalues):
    """Describes how these numbers differ from the eigenvalues of a matrix, with their multiplicities, to 1e-10 of its
    size.

    Two eigenvalues that coincide are accurate only to the square root of the rounding error; but each of them
    makes matrix - lambda I singular, and the sums of their powers are the traces of its powers, to the rounding
    error itself."""
    size = max(1.0, np.linalg.norm(matrix, 2))
    if len(eigenvalues) != len(matrix):
        return f"{len(eigenvalues)} eigenvalues of a matrix of {len(matrix)} rows"
    for value in eigenvalues:
        distance = np.linalg.svd(matrix - value * np.eye(len(matrix)), compute_uv=False)[-1]
        if not distance <= TOLERANCE * size:
            return f"{value:.12g} is no eigenvalue: the matrix would have to change by {distance:g}"
    scaled, power = matrix / size, np.eye(len(matrix))
    for exponent in range(1, len(matrix) + 1):
        power = power @ scaled
        difference = abs((np.array(eigenvalues) / size) ** exponent @ np.ones(len(matrix)) - np.trace(power))
        if not difference <= TOLERANCE * len(matrix):
            return f"the sum of powers {exponent} of the eigenvalues differs from the trace by {difference:g}"
    order = [(-value.real, -value.imag) for value in eigenvalues]
    grain = 2e-9 * size
    if any(later[0] < earlier[0] - grain for earlier, later in zip(order, order[1:])):
        return "they do not fall in their real parts"
    return ""
