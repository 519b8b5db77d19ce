"""format_test.py FORMAT_SCRIPT: format.sh with small programs in place of clang-format, of several versions."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

FORMAT = Path(sys.argv.pop(1)).resolve()
STUB = """#!/bin/sh
if [ "$1" = --version ]; then echo "Debian clang-format version {version}"; exit 0; fi
echo "${{0##*/}} $*"
"""


class FormatTest(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.root = Path(room.name)
        for folder in ("bin", "framework", "plugins", "tests"):
            (self.root / folder).mkdir()
        for name in ("framework/a.hpp", "plugins/b.cpp", "tests/c.txt"):
            (self.root / name).touch()
        for tool in ("find", "sort", "xargs"):
            (self.root / "bin" / tool).symlink_to(f"/usr/bin/{tool}")

    def format(self, *arguments, **versions):
        """Exit code and output of format.sh where clang-format (plain) and clang-format-14 (fixed) have these versions."""
        for key, name in (("plain", "clang-format"), ("fixed", "clang-format-14")):
            if key in versions:
                (self.root / "bin" / name).write_text(STUB.format(version=versions[key]))
                (self.root / "bin" / name).chmod(0o755)
        done = subprocess.run(["/bin/sh", FORMAT, *arguments], capture_output=True, text=True, check=False,
                              env={"PATH": str(self.root / "bin")})
        return done.returncode, done.stdout + done.stderr

    def test_all_sources(self):
        self.assertEqual(self.format(self.root, plain="14.0.6"),
                         (0, "clang-format --dry-run -Werror framework/a.hpp plugins/b.cpp\n"))

    def test_some_files(self):
        self.assertEqual(self.format(self.root, "plugins/b.cpp", plain="14.0.6"),
                         (0, "clang-format --dry-run -Werror -- plugins/b.cpp\n"))
        self.assertEqual(self.format("--fix", self.root, "plugins/b.cpp", plain="14.0.6"),
                         (0, "clang-format -i -- plugins/b.cpp\n"))

    def test_the_program_that_names_its_version_is_taken_first(self):
        self.assertEqual(self.format(self.root, "a.cpp", plain="19.1.7", fixed="14.0.6"),
                         (0, "clang-format-14 --dry-run -Werror -- a.cpp\n"))

    def test_no_version_14(self):
        self.assertEqual(self.format(self.root), (77, "skipped: needs clang-format\n"))
        self.assertEqual(self.format(self.root, plain="19.1.7"),
                         (77, "skipped: sources are formatted by clang-format 14, and this is Debian clang-format version "
                              "19.1.7\n"))

    def test_no_folder(self):
        usage = "usage: format.sh [--fix] ROOT [FILE]..."
        self.assertEqual(self.format(), (2, f"format.sh: '' is not a folder; {usage}\n"))
        self.assertEqual(self.format("--fxi"), (2, f"format.sh: '--fxi' is not a folder; {usage}\n"))


if __name__ == "__main__":
    unittest.main()
