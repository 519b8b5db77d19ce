"""tidy_test.py TIDY_SCRIPT: tests/house/tidy.sh in a small project, with a program in place of clang-tidy."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TIDY = Path(sys.argv.pop(1))
HOUSE = Path(__file__).parent
# Prints the sources that it receives, and fails for a source with the word "finding".
CLANG_TIDY = '#!/bin/bash\necho "checked ${!#}"\n! grep finding "${!#}"\n'
DAY = 24 * 60 * 60


class TidyTest(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.folder = Path(room.name).resolve()
        self.root = self.folder / "project"
        (self.folder / "bin").mkdir()
        (self.folder / "bin/clang-tidy").write_text(CLANG_TIDY)
        (self.folder / "bin/clang-tidy").chmod(0o755)
        for name in ("framework/host", "plugins/models", "tests/house", "build"):
            (self.root / name).mkdir(parents=True)
        shutil.copy(TIDY, self.root / "tests/house")
        for name in ("affected.py", "rules.py", "tree.py"):
            shutil.copy(HOUSE / name, self.root / "tests/house")
        self.write(".gitignore", "build\n")
        self.write("framework/host/a.hpp", "")
        self.write("framework/host/a.cpp", '#include "a.hpp"\n')
        self.write("plugins/models/b.cpp", "")
        self.entries = [{"directory": str(self.root / "build"), "command": f"c++ -c {self.root / path}", "file": str(self.root / path)}
                        for path in ("framework/host/a.cpp", "plugins/models/b.cpp", "build/made.cpp")]
        self.write("build/compile_commands.json", json.dumps(self.entries))

    def write(self, path, text):
        (self.root / path).write_text(text)

    def git(self, *arguments, when=0):
        date = f"{1_700_000_000 + when} +0000"
        environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_DATE": date,
                       "GIT_COMMITTER_DATE": date}
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.root, env=environment,
                       check=True, stdout=subprocess.DEVNULL)

    def commit(self, subject, when):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject, when=when)

    def tidy(self, *arguments, code=0, **environment):
        """The output of the script, and the sources that it checked."""
        environment = {"PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null",
                       "GIT_CEILING_DIRECTORIES": str(self.folder), **environment}
        done = subprocess.run(["bash", "tests/house/tidy.sh", *arguments], cwd=self.root, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, code, done.stdout)
        checked = [line.rpartition("/")[2] for line in done.stdout.splitlines() if line.startswith("checked ")]
        return done.stdout, sorted(checked)

    def test_all_some_and_named_sources(self):
        self.assertEqual(self.tidy("build")[1], ["a.cpp", "b.cpp"])
        self.assertEqual(self.tidy("build", "--matching", "^plugins/")[1], ["b.cpp"])
        self.assertEqual(self.tidy("build", "--files", "framework/host/a.hpp")[1], ["a.cpp"])
        self.assertEqual(self.tidy("build", "--files", "framework/host/a.cpp", "plugins/models/b.cpp")[1], ["a.cpp", "b.cpp"])

    def test_findings_give_exit_code_1(self):
        self.write("plugins/models/b.cpp", "// finding\n")
        self.assertIn("// finding\n", self.tidy("build", code=1)[0])

    def test_without_git_all_are_checked(self):
        output, checked = self.tidy("build", "--since")
        self.assertIn("tidy.sh: the project's folder is not a git repository with commits: all sources are checked", output)
        self.assertEqual(checked, ["a.cpp", "b.cpp"])

    def test_what_changed_since_a_commit(self):
        self.git("init", "-q")
        self.commit("first", 0)
        self.assertIn("nothing to check\n", self.tidy("build", "--since", "HEAD")[0])
        self.write("framework/host/a.hpp", "// a comment\n\n")
        output, checked = self.tidy("build", "--since", "HEAD")
        self.assertIn("tidy.sh: files that changed in comments alone are not checked: 1\n", output)
        self.assertEqual(checked, [])
        self.write("framework/host/a.hpp", "// NOLINTNEXTLINE\n")
        self.assertEqual(self.tidy("build", "--since", "HEAD")[1], ["a.cpp"])
        self.write("framework/host/a.hpp", "int not_committed;\n")
        output, checked = self.tidy("build", "--since", "HEAD")
        self.assertRegex(output, r"tidy.sh: what changed since [0-9a-f]{7,} 'first' \(given\)\n")
        self.assertEqual(checked, ["a.cpp"])
        self.write("framework/host/new.cpp", "")
        self.assertIn("tidy.sh: framework/host/new.cpp changed and is not checked: ", self.tidy("build", "--since", "HEAD")[0])

    def test_the_base_where_none_is_given(self):
        self.git("init", "-q", "-b", "main")
        self.commit("first", 0)
        output, checked = self.tidy("build", "--since")
        self.assertIn("tidy.sh: no commit is three hours older than HEAD: all sources are checked", output)
        self.assertEqual(checked, ["a.cpp", "b.cpp"])
        self.write("plugins/models/b.cpp", "int new_one;\n")
        self.commit("second", 2 * DAY)
        self.commit("third", 2 * DAY + 60)
        output, checked = self.tidy("build", "--since")
        self.assertRegex(output, r"since \w+ 'first' \(the last commit that is three hours older than HEAD\)")
        self.assertEqual(checked, ["b.cpp"])
        self.git("branch", "-q", "upstream", "HEAD~1")
        self.git("branch", "-q", "--set-upstream-to", "upstream")
        output, checked = self.tidy("build", "--since")
        self.assertRegex(output, r"since \w+ 'second' \(the merge base with upstream\)")
        self.assertEqual(checked, [])
        self.git("branch", "-qf", "upstream", "HEAD")
        self.assertRegex(self.tidy("build", "--since")[0], r"since \w+ 'first' \(the last commit that is three hours older")
        output, checked = self.tidy("build", "--since", ENGRAM_TIDY_BASE="HEAD")
        self.assertRegex(output, r"since \w+ 'third' \(ENGRAM_TIDY_BASE\)")

    def test_requests_that_cannot_be_met_say_what_is_allowed(self):
        self.git("init", "-q")
        self.commit("first", 0)
        usage = "usage: tidy.sh BUILD_FOLDER [--since [BASE] | --files FILE... | --matching PATTERN]"
        for arguments, expected in (
                ((), f"the first argument is the build folder; {usage}"),
                (("--since",), f"the first argument is the build folder; {usage}"),
                (("tests",), "'tests' has no compile_commands.json; configure it first (cmake --preset tidy)"),
                (("build", "figures"), f"unknown option 'figures'; {usage}"),
                (("build", "--since", "a", "b"), f"--since takes one commit at most, not 'a b'; {usage}"),
                (("build", "--since", "v9"), "--since: there is no commit 'v9'; a hash, a branch or a tag is allowed"),
                (("build", "--files"), f"--files needs a source or a header; {usage}"),
                (("build", "--files", "c.cpp"), "--files: there is no file 'c.cpp'"),
                (("build", "--files", ".gitignore"), "--files: '.gitignore' is neither a source (.cpp) nor a header (.hpp)"),
                (("build", "--matching"), f"--matching takes one regular expression; {usage}"),
                (("build", "--matching", "("), "--matching: '(' is not a regular expression: "),
                (("build", "--matching", "zzz"), "--matching: no source matches 'zzz'; a path begins with framework/, ")):
            with self.subTest(arguments):
                self.assertIn(f"tidy.sh: {expected}", self.tidy(*arguments, code=2)[0])
        self.assertIn("tidy.sh: ENGRAM_TIDY_BASE: there is no commit 'v9'; ",
                      self.tidy("build", "--since", code=2, ENGRAM_TIDY_BASE="v9")[0])
        self.write("plugins/models/c.cpp", "")
        self.write("plugins/models/c.hpp", "")
        self.assertIn("tidy.sh: --files: 'plugins/models/c.cpp' is not among the sources that are checked: ",
                      self.tidy("build", "--files", "plugins/models/c.cpp", code=2)[0])
        self.assertIn("tidy.sh: --files: no source that the build folder compiles includes 'plugins/models/c.hpp'",
                      self.tidy("build", "--files", "plugins/models/c.hpp", code=2)[0])
        joined = {"directory": "/", "command": "c++", "file": "/room.dir/Unity/unity_0_cxx.cxx"}
        self.write("build/compile_commands.json", json.dumps([*self.entries, joined]))
        self.assertIn("compiles several sources as one; configure a folder that does not (cmake --preset tidy)",
                      self.tidy("build", code=2)[0])
        self.write("build/compile_commands.json", "[]")
        self.assertIn("compiles no source of", self.tidy("build", code=2)[0])


if __name__ == "__main__":
    unittest.main()
