"""/summary: the varied settings, and the scalar results of every case."""

import itertools

import h5py
import numpy as np

ROOTS = ("training", "analyses", "model", "patterns")


def scalars(group):
    """name -> value of all scalar datasets of numbers of a case, by their path with dots."""
    found = {}

    def visit(path, node):
        if isinstance(node, h5py.Dataset) and node.shape == () and node.dtype.kind in "if":
            found["results." + path.replace("/", ".")] = node[()]
    for root in ROOTS:
        if root in group:
            group[root].visititems(lambda path, node, root=root: visit(f"{root}/{path}", node))
    return found


def expected(file, varied, names):
    """path -> expected array. `varied` has, for each path of the sweep, its values; `names` the cases in their order."""
    shape = tuple(len(values) for values in varied.values())
    by_case = [scalars(file["cases"][name]) for name in names]
    table = {"summary/case": names}
    for number, (path, values) in enumerate(varied.items()):
        along = np.array(values)[np.indices(shape)[number].ravel()]
        table[f"summary/{path}"] = along
        table[f"summary/grid/{path}"] = np.array(values)
    for name in sorted(set().union(*by_case)):
        column = np.array([case.get(name, np.nan) for case in by_case])
        table[f"summary/{name}"] = column
        table[f"summary/grid/{name}"] = column.reshape(shape)
    return table


def names_of(varied):
    """The names of the cases of a sweep, in their order: the last setting changes fastest."""
    return [",".join(f"{path.rsplit('.', 1)[-1]}={value}" for path, value in zip(varied, values))
            for values in itertools.product(*varied.values())] if varied else []
