"""special_files.py PROGRAM [--sanitized]: pipes, links and folders in place of files, and surroundings that fail.

No command waits for a pipe, and one that is stopped leaves nothing behind. With --sanitized, PROGRAM is built with
AddressSanitizer.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

try:
    import h5py
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = sys.argv.pop(1)
# AddressSanitizer takes terabytes of addresses.
SANITIZED = "--sanitized" in sys.argv
sys.argv = [word for word in sys.argv if word != "--sanitized"]
SPEC = """seed: 1
patterns: {plugin: binary, count: 1, size: 4}
model: {plugin: hopfield, units: 4}
learning: hebbian
"""
SWEEP = SPEC + "sweep: {seed: {from: 1, to: 2}}\n"
FIGURE = """figures:
  - name: weights
    panels: [{dataset: model/W}]
"""


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

    @unittest.skipUnless(shutil.which("git"), "needs git")
    def test_a_repository_is_read_within_two_seconds(self):
        for arguments in (("init", "-q"), ("add", "spec.yaml"), ("-c", "user.email=a@b", "-c", "user.name=a", "commit", "-qm", "a")):
            subprocess.run(["git", *arguments], cwd=self.folder, check=True)

        def project():
            self.accept("run", "-q", "spec.yaml", "--overwrite")
            with h5py.File(self.folder / "spec.h5") as file:
                words = {key: bytes(value).decode() for key, value in file["provenance"].attrs.items() if "project_git" in key}
            words.pop("project_git_commit", None)
            return words

        self.assertEqual(project(), {"project_git_dirty": "no"})
        late = "it was not read within 2 s"
        os.mkfifo(self.folder / ".gitignore")
        self.assertEqual(project(), {"project_git_dirty": "unknown", "project_git_unread": late})
        os.remove(self.folder / ".gitignore")
        config = self.folder / ".git/config"
        text = config.read_text()
        config.write_text(text + f"[include]\n\tpath = {self.folder}/pipe\n")
        self.assertEqual(project(), {"project_git_unread": late})
        config.write_text(text)
        os.truncate(config, 6 << 30)
        self.assertEqual(list(project()), ["project_git_unread"])

    def test_pipes_are_not_replaced(self):
        self.accept("run", "-q", "spec.yaml")
        for arguments in (("report", "spec.h5", "-o", "pipe"), ("plot", "spec.h5", "--spec", "figures.yaml", "-o", "pipe.png"),
                          ("run", "spec.yaml", "-o", "pipe"), ("schema", "-o", "pipe")):
            (self.folder / "figures.yaml").write_text(SPEC + FIGURE)
            if not (self.folder / "pipe.png").exists():
                os.mkfifo(self.folder / "pipe.png")
            for option in ((), ("--overwrite",)) if arguments[0] != "schema" else ((),):
                done = self.engram(*arguments, *option)
                self.assertEqual(done.returncode, 2, (arguments, done.stderr))
                self.assertRegex(done.stderr, "is a pipe|is not a regular file and is not replaced|is not a page that engram wrote")
            self.assertTrue((self.folder / "pipe").is_fifo() and (self.folder / "pipe.png").is_fifo())

    def test_messages_that_cannot_be_printed(self):
        for arguments, code in ((("run", "none.yaml"), 2), (("validate", "none.yaml"), 2), (("status", "none.yaml"), 2),
                                (("describe", "none"), 2), (("none",), 2), (("run", "spec.yaml", "-q"), 0)):
            with open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, stderr=full, stdout=subprocess.PIPE, timeout=20)
            self.assertEqual(done.returncode, code, arguments)

    def test_an_output_with_a_line_break(self):
        for number in (1, 2):
            self.accept("run", "-q", "sweep.yaml", "-o", "a\nb.h5", "--shard", f"{number}/2")
        self.accept("merge", "sweep.yaml", "-o", "a\nb.h5")

    def test_a_link_to_nowhere(self):
        os.symlink("nowhere", self.folder / "linked.yaml")
        self.refuse("linked.yaml: error: this is a link to a file that does not exist", "validate", "linked.yaml")

    @unittest.skipIf(SANITIZED, "a sanitizer takes terabytes of addresses")
    def test_a_limit_of_memory_ends_examples(self):
        for arguments in (("docs", "-o", "site"), ("check-plugin", "hopfield"), ("describe", "hopfield")):
            done = subprocess.run(["/bin/sh", "-c", 'ulimit -v 150000; exec "$@"', "sh", PROGRAM, *arguments],
                                  cwd=self.folder, capture_output=True, text=True, timeout=30)
            self.assertIn("and this process may use", done.stderr, arguments)

    def test_links_to_themselves(self):
        for name in ("loop", "loop.h5", "loop.csv"):
            os.symlink(name, self.folder / name)
        reason = "Too many levels of symbolic links"
        for command in ("check", "plot", "report", "rerun"):
            self.refuse(f"loop.h5 cannot be read: {reason}", command, "loop.h5")
        done = self.engram("validate", "spec.yaml", "--set", "patterns={plugin: csv, file: loop.csv}")
        self.assertIn(f"loop.csv': {reason}", done.stderr)
        self.assertNotIn("did you mean", done.stderr)

    def test_stopped_commands_leave_nothing(self):
        plugin = Path(PROGRAM).resolve().parents[1] / "lib/engram/plugins/hopfield.so"
        temporary = self.folder / "tmp"
        temporary.mkdir()
        before = sorted(self.folder.rglob("*"))

        def stopped(request):
            """The exit code after a signal, with the output; 0 if the command ended before it had the signal."""
            command = subprocess.Popen([PROGRAM, "check-plugin", plugin], cwd=self.folder,
                                       env={**os.environ, "TMPDIR": str(temporary)},
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            # A folder that is there in two looks is one that the command has noted for removal.
            seen = set()
            while command.poll() is None and not seen & (now := set(temporary.iterdir())):
                seen = now
                time.sleep(0.03)
            command.send_signal(request)
            out, err = command.communicate(timeout=20)
            return command.returncode, out, err

        for request in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            # On a loaded machine this process may be too late.
            for _ in range(5):
                code, *output = stopped(request)
                self.assertEqual(sorted(self.folder.rglob("*")), before, request)
                if code != 0:
                    break
            self.assertNotEqual(code, 0, output)

    def test_without_a_font_the_message_says_how_to_get_one(self):
        (self.folder / "spec.yaml").write_text(SPEC + FIGURE)
        self.accept("run", "-q", "spec.yaml")
        (self.folder / "fonts.conf").write_text("<fontconfig><dir>/none</dir></fontconfig>")
        before = sorted(self.folder.rglob("*"))
        for arguments in (("plot", "spec.h5"), ("report", "spec.h5")):
            done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=20,
                                  env={**os.environ, "FONTCONFIG_FILE": str(self.folder / "fonts.conf")})
            self.assertEqual(done.returncode, 1)
            self.assertIn("no font is installed, and pictures have text: apt-get install fonts-dejavu-core", done.stderr)
            self.assertEqual(sorted(self.folder.rglob("*")), before)

    def test_a_missing_folder_for_temporary_files_is_named(self):
        done = subprocess.run([PROGRAM, "docs", "-o", "site"], cwd=self.folder, capture_output=True,
                              text=True, timeout=20, env={**os.environ, "TMPDIR": f"{self.folder}/none"})
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"no folder for temporary files can be made in '{self.folder}/none' (No such file or directory); TMPDIR "
                      "names another place", done.stderr)


if __name__ == "__main__":
    unittest.main()
