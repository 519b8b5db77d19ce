"""Folders in which commands are tried, in the states in which users may have them, and rules for the folders
afterwards."""

import os
import shutil
from collections import namedtuple

import h5py
import numpy
import results
from probe import Complaint

CELLS = 4
SPEC = """\
title: Four cells
seed: 1
patterns: {plugin: array, file: data.npy}
model: {plugin: hopfield, units: 12}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 2}}
sweep: {seed: {from: 1, to: 4}}
figures:
  - {name: overlap, panels: [{dataset: summary/results.analyses.recall.mean_overlap, x: seed}]}
expect:
  - {claim: Some is recalled, dataset: analyses/recall/fraction_recalled, compare: at_least, value: 0}
"""
OTHER = SPEC.replace("hopfield,", "hopfield, update: synchronous,")
NAMES = ("nothing", "finished", "interrupted", "stale cells", "other settings", "target is a text", "target is other HDF5",
         "target is damaged", "read-only", "read-only, finished")
LABELS = "seed=1\nseed=3\n"
# With one of these options a finished result may be replaced.
LICENCES = ("--overwrite", "--resume", "--recompute")
# The only hidden file that a command leaves on purpose: the list of written pages.
HIDDEN = {".engram-docs"}

Entry = namedtuple("Entry", "kind digest result")


def setting_read_only(state):
    return state.startswith("read-only")


class Workshop:
    """Templates of all states, made once by the program itself and copied for each case."""

    def __init__(self, bench):
        self.room = bench.room / "states"
        for name in NAMES:
            folder = self.room / name
            folder.mkdir(parents=True)
            self._inputs(folder)
            getattr(self, "_" + name.replace("-", "_").replace(", ", "_").replace(" ", "_"), lambda *_: None)(bench, folder)

    def _inputs(self, folder):
        (folder / "four.yaml").write_text(SPEC)
        (folder / "broken.yaml").write_text(SPEC.replace("units", "unit"))
        signs = numpy.where(numpy.random.default_rng(1).random((3, 12)) < 0.5, -1.0, 1.0)
        numpy.save(folder / "data.npy", signs)
        (folder / "notes.txt").write_text("notes of somebody\n")
        (folder / "labels.txt").write_text(LABELS)
        (folder / "page.html").write_text("<p>somebody's own page</p>\n")
        (folder / "full").mkdir()
        (folder / "full" / "own.txt").write_text("somebody's own\n")
        self._foreign(folder / "measured.h5")

    @staticmethod
    def _foreign(path):
        with h5py.File(path, "w") as file:
            file["measured"] = numpy.arange(5.0)

    @staticmethod
    def _run(bench, folder, *arguments, code=0):
        outcome = bench.engram(["run", "four.yaml", "-j", "1", "-q", *arguments], folder)
        if outcome.code != code:
            raise RuntimeError(f"a folder for the tests cannot be made: {outcome.err}")

    def _finished(self, bench, folder):
        self._run(bench, folder)

    def _interrupted(self, bench, folder):
        self._run(bench, folder, "--shard", "1/2")

    def _stale_cells(self, bench, folder):
        (folder / "four.yaml").write_text(OTHER)
        self._run(bench, folder, "--shard", "1/2")
        (folder / "four.yaml").write_text(SPEC)

    def _other_settings(self, bench, folder):
        (folder / "four.yaml").write_text(OTHER)
        self._run(bench, folder)
        (folder / "four.yaml").write_text(SPEC)

    def _target_is_a_text(self, _, folder):
        (folder / "four.h5").write_text("somebody's own, whatever its name\n")

    def _target_is_other_HDF5(self, _, folder):
        self._foreign(folder / "four.h5")

    def _target_is_damaged(self, bench, folder):
        self._run(bench, folder)
        whole = (folder / "four.h5").read_bytes()
        (folder / "four.h5").write_bytes(whole[:len(whole) // 2])

    def _read_only_finished(self, bench, folder):
        self._run(bench, folder)

    def copy(self, state, folder):
        shutil.copytree(self.room / state, folder, dirs_exist_ok=True)
        if setting_read_only(state):
            for path in (folder, folder / "full"):
                path.chmod(0o555)


def snapshot(folder):
    """Every entry below a folder, with a digest of its bytes, and for a result its state."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not path.is_symlink():
            result = results.state_of(path) if path.suffix == ".h5" else None
            entries[name] = Entry("file", results.digest(path), result)
        else:
            entries[name] = Entry("folder" if path.is_dir() else "other", "", None)
    return entries


def _licensed(words):
    return any(word.startswith(licence) for word in words for licence in LICENCES)


def _lost(name, before, after, words, replaced):
    """The loss of an existing file, or an empty text."""
    if before == after:
        return ""
    verb = "is gone" if after is None else "was changed"
    if before.result is None:
        if name in replaced:
            return ""
        return f"{name}, which is no result, {verb}"
    if not _licensed(words):
        return f"the finished result {name} {verb}, and none of {', '.join(LICENCES)} was given"
    if after is None or after.result is None:
        return f"the finished result {name} {verb}, and no result is in its place"
    # A single cell, or other settings, give a complete result of their own.
    selective = any(word.startswith(("--cell", "--set", "--spec")) for word in words)
    # The user named the file that a part of the cells goes to, and allowed its replacement.
    if "--overwrite" in words and ("--partial", name) in zip(words, words[1:]):
        return ""
    if after.result[0] != "complete" or (after.result[1] != CELLS and not selective):
        return f"the finished result {name} was replaced by one with status {after.result[0]} and {after.result[1]} cells"
    return ""


def _own(name):
    """Whether a file belongs to the program: cells, and pictures and pages that it wrote."""
    return ".cells/" in name or name.endswith(".cells")


def _may_be_replaced(state, words):
    """Files other than results that a command may replace because the user asked for it."""
    if words[0] == "schema" and "--overwrite" in words:
        return set(words)
    # A damaged result was written by engram, so it may be replaced.
    return {"four.h5"} if state == "target is damaged" and _licensed(words) else set()


def broken(state, before, after, words):
    """Complaints about a folder: files that are lost or left behind."""
    found = []
    replaced = _may_be_replaced(state, words)
    for name, entry in before.items():
        if entry.kind == "file" and not _own(name):
            loss = _lost(name, entry, after.get(name), words, replaced)
            found += [Complaint("data", loss)] if loss else []
        elif entry.kind == "folder" and not _own(name) and name not in after:
            found.append(Complaint("data", f"folder {name} is gone"))
    if _cells(before) and not _cells(after) and not _licensed(words) and words[0] not in ("merge", "run"):
        found.append(Complaint("data", "computed cells are gone"))
    for name in after.keys() - before.keys():
        last = os.path.basename(name)
        if name.endswith(".cells/lock"):
            continue  # it belongs to the folder of cells
        if last not in HIDDEN and (last.startswith(".") or ".part" in last or "lock" in last):
            found.append(Complaint("left behind", name if not last.startswith(".") else last[:12]))
    return found


def _cells(entries):
    return [name for name in entries if name.endswith(".journal")]
