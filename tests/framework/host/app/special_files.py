"""special_files.py PROGRAM: no pipe in place of a file, or behind a link of HDF5, makes a command wait."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import h5py
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = sys.argv.pop(1)
SPEC = """seed: 1
patterns: {plugin: binary, count: 1, size: 4}
model: {plugin: hopfield, units: 4}
learning: hebbian
"""
SWEEP = SPEC + "sweep: {seed: {from: 1, to: 2}}\n"


class SpecialFilesTest(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.folder = Path(room.name)
        (self.folder / "spec.yaml").write_text(SPEC)
        (self.folder / "sweep.yaml").write_text(SWEEP)
        os.mkfifo(self.folder / "pipe")

    def engram(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=20)

    def refuse(self, words, *arguments):
        done = self.engram(*arguments)
        self.assertEqual((done.returncode, words in done.stderr), (2, True), f"{arguments}: {done.stderr}")

    def accept(self, *arguments):
        done = self.engram(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_pipes_in_place_of_files(self):
        self.accept("run", "-q", "spec.yaml")
        self.refuse("pipe: error: this is a pipe; a spec is a file", "validate", "pipe")
        for command in ("check", "plot", "report", "rerun"):
            self.refuse("pipe is a pipe, not a result file", command, "pipe")
        self.refuse("pipe is a pipe, not a result file", "diff", "spec.h5", "pipe")
        self.refuse("cannot read the spec pipe: it is a pipe", "check", "spec.h5", "--spec", "pipe")
        self.refuse("cannot read the list of cells pipe: it is a pipe", "run", "sweep.yaml", "--shard", "1/2", "--cells",
                    "pipe")

    def test_a_shell_may_pass_a_spec(self):
        done = subprocess.run([PROGRAM, "validate", "/dev/stdin"], input=SPEC, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_pipes_in_a_folder_of_cells(self):
        for name in ("lock", "result"):
            cells = self.folder / "sweep.cells"
            cells.mkdir()
            os.mkfifo(cells / name)
            for arguments in (("run", "--resume"), ("run", "--overwrite"), ("run", "--shard", "1/2"), ("merge",)):
                self.refuse(f"sweep.cells/{name} is not a regular file, as engram makes it; remove it, or write elsewhere "
                            "with -o FILE", arguments[0], "sweep.yaml", *arguments[1:])
            self.assertEqual(self.engram("status", "sweep.yaml").returncode, 1, "cells are missing")
            shutil.rmtree(cells)

    def test_a_file_in_place_of_the_folder_of_jobs(self):
        (self.folder / "sweep.cells").mkdir()
        (self.folder / "sweep.cells/jobs").write_text("mine")
        done = self.engram("submit", "sweep.yaml", "--slurm")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("sweep.cells/jobs cannot be written: Not a directory", done.stderr)

    def test_links_and_storage_of_a_result_lead_nowhere(self):
        self.accept("run", "-q", "spec.yaml")
        with h5py.File(self.folder / "spec.h5", "a") as file:
            del file["spec/resolved"]
            file["spec/resolved"] = h5py.ExternalLink(str(self.folder / "pipe"), "resolved")
            file["soft"] = h5py.SoftLink("/spec/resolved")
        for arguments in (("plot",), ("report",), ("rerun",)):
            self.refuse("has no dataset 'spec/resolved'", arguments[0], "spec.h5")
        self.accept("check", "--integrity", "spec.h5")
        with h5py.File(self.folder / "spec.h5", "a") as file:
            del file["patterns/targets"]
            layout = h5py.VirtualLayout((1, 4), dtype="f8")
            layout[:] = h5py.VirtualSource(str(self.folder / "pipe"), "x", shape=(1, 4))
            file.create_virtual_dataset("patterns/targets", layout)
            file.create_dataset("raw", (4,), "f8", external=[(str(self.folder / "pipe"), 0, h5py.h5f.UNLIMITED)])
        done = self.engram("check", "--integrity", "spec.h5")
        self.assertNotEqual(done.returncode, 0)
        for name in ("patterns/targets", "raw"):
            self.assertIn(f"dataset '{name}': its values are in another file, and those of a result of engram never are",
                          done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
