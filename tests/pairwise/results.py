"""Reads results of engram as other programs do."""

import hashlib

import h5py

FORMAT = "engram-result"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state_of(path):
    """(status, number of cases) of a result, or None where the file is no result of engram."""
    try:
        with h5py.File(path, "r") as file:
            if file.attrs.get("format") != FORMAT:
                return None
            return file.attrs.get("status"), len(file["cases"]) if "cases" in file else 1
    except (OSError, KeyError):
        return None


def faults(path, status):
    """The fault of a result: a sentence, or an empty text."""
    if not path.is_file():
        return "there is no result"
    try:
        with h5py.File(path, "r") as file:
            if file.attrs.get("format") != FORMAT:
                return "the file is no result of engram"
            if file.attrs.get("status") != status:
                return f"status is {file.attrs.get('status')!r}, expected {status!r}"
            file.visititems(lambda name, node: node[()] is None if isinstance(node, h5py.Dataset) else None)
    except (OSError, KeyError, RuntimeError) as error:
        return f"h5py cannot read the result: {error}"
    return ""
