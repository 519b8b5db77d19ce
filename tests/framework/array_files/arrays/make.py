"""make.py: writes the files of this folder, by the programs whose formats they have.

The tests read the files that were kept: scipy is needed only to make them again.
"""

import numpy
import scipy.io
import scipy.sparse

STATES = numpy.arange(6.0).reshape(2, 3)
VARIABLES = {
    "states": STATES, "bytes": STATES.astype("i1") - 3, "truth": STATES > 2, "single": STATES.astype("f4") / 2,
    "large": STATES.astype("u8") + 2**40, "cube": numpy.arange(12.0).reshape(2, 2, 3), "cell": numpy.array([1, "a"], object),
    "structure": {"x": 1.0}, "word": "letters", "waves": STATES + 1j, "sparse": scipy.sparse.csc_matrix(STATES),
    "void": numpy.zeros((0, 3)),
}

for name, compressed in (("v5.mat", False), ("v7.mat", True)):
    scipy.io.savemat(name, VARIABLES, do_compression=compressed)
scipy.io.savemat("v4.mat", {key: VARIABLES[key] for key in ("states", "single", "word", "waves", "sparse")}, format="4")
scipy.io.savemat("only.mat", {"states": STATES, "word": "letters", "gain": 2.0}, do_compression=True)
ARRAYS = {"states": STATES, "words": numpy.array(["a", "b"]), "seed": 3}
numpy.savez("only.npz", **ARRAYS)
numpy.savez_compressed("packed.npz", images=numpy.arange(12, dtype="u1").reshape(3, 2, 2), **ARRAYS)
