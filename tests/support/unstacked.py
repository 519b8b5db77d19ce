"""Opens a result with each cell of a sweep as a group of its own, `cases/LABEL`, also where the file stacks cells."""

import h5py
import numpy as np

SCALE_ATTRIBUTES = ("DIMENSION_LIST", "REFERENCE_LIST")


def unstacked(path):
    """A copy of a result in memory. A dataset of a stack is cut along its first `cell_dimensions` dimensions; coordinates,
    which the cells of a stack share, are repeated."""
    whole = h5py.File.in_memory() if hasattr(h5py.File, "in_memory") else \
        h5py.File(f"{path}.unstacked", "w", driver="core", backing_store=False)
    with h5py.File(path) as file:
        for name in file:
            if name != "cells":
                file.copy(name, whole)
        if "cells" in file:
            top = file["cells"]
            for stack in [top] if "axes" in top.attrs else top.values():
                _cut(stack, whole)
            _sort(file, whole)
    return whole


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _cut(stack, whole):
    labels = stack["label"][()]
    beside = set(stack)  # the stack's own datasets: axes, what changes along them, labels
    for place in np.ndindex(labels.shape):
        label = _text(labels[place])
        if not label:
            continue
        cell = whole.require_group(f"cases/{label}")

        def visit(name, node, cell=cell, place=place):
            if isinstance(node, h5py.Group):
                cell.require_group(name)
                return
            rank = int(node.attrs.get("cell_dimensions", 0))
            if rank == 0 and name.split("/")[-1] in beside:
                return
            values = node[place] if rank else node[()]
            if name == "spec/resolved":
                values = bytes(np.asarray(values, np.uint8)).rstrip(b"\0")
            if name not in cell:
                _write(cell, name, values, node, rank)
        stack.visititems(visit)


def _write(cell, name, values, node, rank):
    if node.dtype.kind == "O":
        made = cell.create_dataset(name, data=np.asarray(values, dtype=object), dtype=h5py.string_dtype())
    else:
        made = cell.create_dataset(name, data=values)
    for key, value in node.attrs.items():
        if key not in SCALE_ATTRIBUTES and key not in ("cell_dimensions", "sha256"):
            made.attrs[key] = value
    if "dimensions" in made.attrs:
        made.attrs["dimensions"] = " ".join(_text(made.attrs["dimensions"]).split()[rank:])


def _sort(file, whole):
    """Puts the cells into the order of the summary."""
    names = [_text(name) for name in file["summary/case"][()]]
    cells = whole.create_group("sorted", track_order=True)
    for name in names:
        cells[name] = whole["cases"][name]
    del whole["cases"]
    whole.move("sorted", "cases")
