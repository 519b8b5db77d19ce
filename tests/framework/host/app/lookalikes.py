"""lookalikes.py ENGRAM [EVERY] [--sanitized]: results with engram's marks of which one dataset or attribute is missing
or has another shape, rank or type. Each command that reads results must end with one of its exit codes and a message
in words. With --sanitized, ENGRAM is built with AddressSanitizer.

Of the damaged files, each EVERY-th one is tried; without EVERY all of them. The commit chooses which one is the first.
"""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "support"))
from commit import commit_word  # noqa: E402

program = sys.argv[1]
EVERY = int(sys.argv[2]) if len(sys.argv) > 2 else 1
SANITIZED = "--sanitized" in sys.argv
LARGEST = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "max_allocation_size_mb=8000")))
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": LARGEST} if SANITIZED else None
SPEC = """
title: A small result
seed: 1
patterns: {plugin: binary, count: 2, size: 8}
model: {plugin: hopfield, units: 8}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 1}, trials_per_target: 2, record_state: true}
"""
FIGURES = """
figures:
  - name: a
    panels:
      - {dataset: analyses/recall/overlap}
      - {dataset: analyses/recall/damaged, style: images}
      - {dataset: analyses/recall/overlap, style: histogram}
expect:
  - {claim: Overlaps are high, dataset: analyses/recall/overlap, reduce: mean, compare: above, value: 0.5}
"""
SWEEP = """
sweep: {patterns.count: [1, 2], seed: [1, 2]}
figures:
  - name: a
    panels:
      - {dataset: summary/results.analyses.recall.fraction_recalled, x: patterns.count, average: seed}
      - {dataset: summary/results.analyses.recall.fraction_recalled, x: patterns.count, y: seed, style: matrix}
      - {dataset: summary/results.analyses.recall.fraction_recalled, style: histogram, average: cell}
      - {dataset: summary/grid/results.analyses.recall.fraction_recalled, x: patterns.count}
expect:
  - claim: All are recalled
    dataset: summary/results.analyses.recall.fraction_recalled
    where: ['patterns.count=1']
    compare: above
    value: 0.5
"""
# Words of exceptions of C++, of its libraries, and of faults.
FOREIGN = re.compile(r"std::|vector::|basic_string|_M_|bad_alloc|bad_variant|bad_optional|map::at|\bstoi\b|stol|stod"
                     r"|type_error|json\.exception|Segmentation|Floating point|terminate called|Assertion"
                     r"|length_error|out_of_range|array::at|unexpected index|Wrong index|crashed")


def first_of_sample():
    """Another number below EVERY for each commit, so that in time all damaged files are tried; 0 without git."""
    return int(commit_word() or "0", 16) % EVERY


def engram(*arguments):
    # AddressSanitizer takes terabytes of addresses, and refuses large allocations by an option of its own.
    limit = "" if SANITIZED else "ulimit -v 8000000;"
    return subprocess.run(["/bin/sh", "-c", f'{limit} exec "$@"', "sh", program, *map(str, arguments)],
                          capture_output=True, text=True, errors="replace", timeout=120, env=ENVIRONMENT)


def write_like(group, name, data, attributes, **options):
    """Replaces a dataset, and keeps its attributes except the checksum and the links to its dimensions."""
    del group[name]
    made = group.create_dataset(name, data=data, **options) if data is not None else group.create_dataset(name, **options)
    for key, value in attributes.items():
        if key not in ("sha256", "DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME"):
            made.attrs[key] = value


def of_dataset(values):
    """The damaged forms of a dataset, by their names."""
    flat = numpy.ravel(values)
    is_text = values.dtype.kind in "OSU"
    forms = {
        "missing": None,
        "empty": dict(data=numpy.zeros((0,) * max(1, values.ndim))),
        "without values": dict(data=h5py.Empty("f8")),
        "number": dict(data=3.0),
        "whole number": dict(data=-7),
        "text": dict(data="\u202ewords"),
        "bytes": dict(data=numpy.array([b"\xff\xfe", b"\x9b"], dtype="S2")),
        "no text": dict(data=numpy.array([], dtype=h5py.string_dtype())),
        "another rank": dict(data=numpy.zeros((2,) * (values.ndim + 1))),
        "compound": dict(data=numpy.zeros(2, dtype=[("a", "f8"), ("b", "i4")])),
        "truth values": dict(data=numpy.zeros(2, dtype=bool)),
        "huge": dict(data=None, shape=(2**40,) + (1,) * max(0, values.ndim - 1), dtype="f8", chunks=True),
        "flat": dict(data=flat.astype(object) if is_text else flat, **({"dtype": h5py.string_dtype()} if is_text else {})),
    }
    if values.ndim > 0 and values.shape[0] > 0:
        shorter = values[:-1]
        forms["shorter"] = dict(data=shorter, **({"dtype": h5py.string_dtype()} if is_text else {}))
        forms["longer"] = dict(data=numpy.concatenate([values, values[-1:]]),
                               **({"dtype": h5py.string_dtype()} if is_text else {}))
    if not is_text:
        forms["not finite"] = dict(data=numpy.full(values.shape, numpy.nan))
        forms["as text"] = dict(data=numpy.full(values.shape, "word", dtype=object), dtype=h5py.string_dtype())
    else:
        forms["other words"] = dict(data=numpy.full(values.shape, "[", dtype=object), dtype=h5py.string_dtype())
    return forms


ATTRIBUTES = {"missing": None, "number": 3.0, "whole number": -7, "text": "\u202ewords", "bytes": numpy.bytes_(b"\xff"),
              "list": numpy.arange(3), "texts": numpy.array([b"a", b"b"]), "empty": h5py.Empty("f8"),
              "huge number": 2**62}


def damages(path):
    """Functions that damage an open file, each with its words."""
    found = []
    with h5py.File(path) as file:
        def look(name, item):
            if isinstance(item, h5py.Dataset):
                for form, options in of_dataset(item[()] if item.ndim else numpy.array(item[()])).items():
                    def change(opened, name=name, options=options):
                        attributes = dict(opened[name].attrs)
                        if options is None:
                            del opened[name]
                        else:
                            write_like(opened, name, attributes=attributes, **options)
                    found.append((f"{name}: {form}", change))
            else:
                found.append((f"{name}: missing group", lambda opened, name=name: opened.__delitem__(name)))

                def as_dataset(opened, name=name):
                    del opened[name]
                    opened[name] = 1.0
                found.append((f"{name}: a number for a group", as_dataset))
            for key in item.attrs:
                for form, value in ATTRIBUTES.items():
                    def change(opened, name=name, key=key, value=value):
                        del opened[name].attrs[key]
                        if value is not None:
                            opened[name].attrs[key] = value
                    found.append((f"{name}@{key}: {form}", change))
        look("/", file)
        file.visititems(lambda name, item: look(name, item))
    # All cells of a sweep have the same datasets.
    return [one for one in found if not re.match(r"/: |cases/(?!count=1,seed=1[/:@])", one[0])]


def try_one(number, words, change, whole, folder):
    folder = folder / str(number)
    folder.mkdir()
    wrong = folder / "wrong.h5"
    wrong.write_bytes(whole.read_bytes())
    try:
        with h5py.File(wrong, "a") as opened:
            change(opened)
    except (ValueError, OSError, KeyError, TypeError):
        return []  # h5py makes no such file
    faults = []
    for command in (("plot", wrong, "-o", folder, "-f", "svg"),
                    ("report", wrong, "-o", folder / "page.html"), ("check", wrong), ("check", wrong, "--json"),
                    ("check", "--integrity", wrong), ("diff", whole, wrong), ("diff", wrong, whole),
                    ("show", wrong), ("summary", wrong), ("export", wrong, "analyses/recall/overlap"),
                    ("rerun", wrong, "-j", "1"),
                    ("status", folder / "spec.yaml", "-o", wrong)):
        if command[0] == "status":
            (folder / "spec.yaml").write_text(whole.with_suffix(".yaml").read_text())
        try:
            ended = engram(*command)
        except subprocess.TimeoutExpired:
            faults.append(f"{words}: {command[0]} takes too long")
            continue
        said = ended.stdout + ended.stderr
        if ended.returncode not in (0, 1, 2) or (ended.returncode != 0 and not said.strip()) or FOREIGN.search(said):
            faults.append(f"{words}: {' '.join(map(str, command[:2]))} -> {ended.returncode}\n    {said.strip()[-300:]}")
        elif "HDF5" in said and "reason" in said:
            faults.append(f"{words}: {command[0]}: {said.strip()[-300:]}")
    for file in folder.iterdir():
        if file.is_file():
            file.unlink()
    return faults


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    faults = []
    tried = 0
    for name, rest in (("single", FIGURES), ("sweep", SWEEP)):
        (folder / f"{name}.yaml").write_text(SPEC + rest)
        whole = folder / f"{name}.h5"
        made = engram("run", folder / f"{name}.yaml", "-q", "-o", whole)
        assert made.returncode == 0, made
        chosen = damages(whole)[first_of_sample()::EVERY]
        tried += len(chosen)
        (folder / name).mkdir()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = [pool.submit(try_one, number, words, change, whole, folder / name)
                    for number, (words, change) in enumerate(chosen)]
            for job in jobs:
                for fault in job.result():
                    print(fault, flush=True)
                    faults.append(fault)
    print(f"{tried} damaged files, {len(faults)} faults")
    assert tried > 20
    sys.exit(1 if faults else 0)
