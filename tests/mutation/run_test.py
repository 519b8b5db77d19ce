"""run_test.py [COMPILER]: the mutants of a small source, and that the switched source compiles and switches."""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    from clang import cindex
except ImportError:
    print("skipped: needs python3-clang")
    sys.exit(77)

import run
from mutants import mutants_of
from nearest import Test
from switched import switched

COMPILER = sys.argv.pop(1) if len(sys.argv) > 1 else "g++"
SOURCE = """\
#include <algorithm>
#include <array>
#include <cstdio>
constexpr int fixed(int x) { return x + 1; }
template <class T> T general(T x) { return x + 1; }
static_assert(fixed(1) == 2);
void hello() { std::puts("hello"); }
int main() {
  constexpr int size = 1 + 2;
  std::array<int, size> list{2, 3, 5};
  int sum = 0;
  for (int i = 0; i < size; ++i) {
    sum += list[i] * fixed(list[i]);
  }
  if (sum > 40 && general(sum) != 7) {
    hello();
  }
  const bool odd = sum % 2 == 1;
  std::printf("%d %d %d\\n", sum, odd ? 3 : 4, std::min(sum, 5));
}
"""
MUTANTS = [
    (7, "the call is dropped"),
    (11, "0 becomes 1"),
    (12, "0 becomes 1"), (12, "the loop ends one round early"), (12, "< becomes <="), (12, "< becomes >="),
    (13, "+= becomes -="), (13, "* becomes /"),
    (15, "the condition is negated"), (15, "&& becomes ||"), (15, "> becomes <"), (15, "> becomes >="), (15, "!= becomes =="),
    (16, "the call is dropped"),
    (18, "== becomes !="), (18, "% becomes *"), (18, "1 becomes 0"),
    (19, "the condition is negated"), (19, "min becomes max"), (19, "the call is dropped"),
]


class Generator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="engram-mutation-")
        path = Path(cls.folder.name, "small.cpp")
        path.write_text(SOURCE, encoding="utf-8")
        cls.mutants = mutants_of(path, ["-std=c++20"])
        path.write_bytes(switched(SOURCE.encode(), "small.cpp", list(enumerate(cls.mutants, 1))))
        cls.program = Path(cls.folder.name, "small")
        cls.compiled = subprocess.run([COMPILER, "-std=c++20", "-O0", "-Wall", "-Werror", path, "-o", cls.program],
                                      stderr=subprocess.PIPE, text=True, check=False)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def output(self, line=0, what="", **more):
        number = next((n for n, mutant in enumerate(self.mutants, 1) if (mutant.line, mutant.what) == (line, what)), 0)
        self.assertTrue(number or not line, f"there is no mutant '{what}' in line {line}")
        return subprocess.run([self.program], env={**os.environ, "ENGRAM_MUTANT": str(number), **more}, timeout=20,
                              stdout=subprocess.PIPE, text=True, check=True).stdout

    def test_the_mutants_are_these(self):
        self.assertEqual(sorted((mutant.line, mutant.what) for mutant in self.mutants), sorted(MUTANTS))

    def test_templates_constants_and_assertions_stay_as_they_are(self):
        self.assertFalse([mutant for mutant in self.mutants if mutant.line in (4, 5, 6, 9)])

    def test_the_switched_source_compiles_without_warnings(self):
        self.assertEqual((self.compiled.returncode, self.compiled.stderr), (0, ""))

    def test_without_a_number_nothing_changes(self):
        self.assertEqual(self.output(), "hello\n48 4 5\n")

    def test_each_number_changes_one_thing(self):
        self.assertEqual(self.output(12, "the loop ends one round early"), "18 4 5\n")
        self.assertEqual(self.output(13, "+= becomes -="), "-48 4 -48\n")
        self.assertEqual(self.output(15, "the condition is negated"), "48 4 5\n")
        self.assertEqual(self.output(16, "the call is dropped"), "48 4 5\n")
        self.assertEqual(self.output(18, "1 becomes 0"), "hello\n48 3 5\n")
        self.assertEqual(self.output(19, "min becomes max"), "hello\n48 4 48\n")

    def test_a_trace_names_the_mutants_that_were_reached(self):
        with tempfile.TemporaryDirectory() as folder:
            self.output(ENGRAM_MUTANT_TRACE=folder)
            seen = {int(line) for file in Path(folder).iterdir() for line in file.read_text().split()}
        self.assertEqual(seen, set(range(1, len(self.mutants) + 1)))

    def fates(self, *lines):
        """The results of all mutants, with one test for each expected output line; by line and change."""
        tests = [Test({"name": line, "command": ["sh", "-c", f"'{self.program}' | grep -qx '{line}'"]}) for line in lines]
        results = [run.Result(number, "tests/mutation/run_test.py", mutant, "area")
                   for number, mutant in enumerate(self.mutants, 1)]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = run.run(results, tests, {}, 2)
        return code, {(each.mutant.line, each.mutant.what): (each.fate, each.test) for each in results}, out.getvalue()

    def test_a_mutant_is_noticed_by_the_first_test_that_fails(self):
        code, fates, out = self.fates("48 4 5")
        self.assertEqual(code, 1)
        self.assertEqual(fates[13, "* becomes /"], ("noticed", "48 4 5"))
        self.assertEqual(fates[16, "the call is dropped"], ("survived", ""))
        self.assertIn("run_test.py:16: the call is dropped", out)
        self.assertRegex(out, r"area +\d+ +\d+ +\d+% +\d+ +0\n")

    def test_more_tests_notice_more(self):
        fates = self.fates("48 4 5", "hello")[1]
        self.assertEqual(fates[16, "the call is dropped"], ("noticed", "hello"))

    def test_a_test_that_fails_without_a_mutant_is_left_out(self):
        code, fates, out = self.fates("no such line")
        self.assertIn("left out, for it fails without a mutant: no such line", out)
        self.assertEqual((code, {fate for fate, _ in fates.values()}), (1, {"unreached"}))


if __name__ == "__main__":
    unittest.main()
