"""Reads results of engram as other programs do."""

import hashlib

import h5py

FORMAT = "engram-result"


def text_of(file, name):
    """An attribute of the root; h5py gives texts of fixed length as bytes."""
    value = file.attrs.get(name)
    return value.decode() if isinstance(value, bytes) else value


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state_of(path):
    """(status, number of cases) of a result, or None if the file is not a result of engram."""
    try:
        with h5py.File(path, "r") as file:
            if text_of(file, "format") != FORMAT:
                return None
            return text_of(file, "status"), file["summary/case"].size if "summary" in file else 1
    except (OSError, KeyError):
        return None


def faults(path, status):
    """The fault of a result, as a sentence, or an empty text."""
    if not path.is_file():
        return "there is no result"
    try:
        with h5py.File(path, "r") as file:
            if text_of(file, "format") != FORMAT:
                return "the file is no result of engram"
            if text_of(file, "status") != status:
                return f"status is {text_of(file, 'status')!r}, expected {status!r}"
            file.visititems(lambda name, node: node[()] is None if isinstance(node, h5py.Dataset) else None)
    except (OSError, KeyError, RuntimeError) as error:
        return f"h5py cannot read the result: {error}"
    return ""
