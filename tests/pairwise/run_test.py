"""run_test.py ENGRAM PLANTED: run.py and its parts notice the faults that they look for.

PLANTED is the folder of the plugin planted.cpp, whose faults need two values each.
"""

import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import catalogue
import flags
import mutations
import probe
import states
from covering import Array, Factor
from findings import Finding, Findings, cause_of
from probe import Outcome
from spec_text import paths_of, text_of

PROGRAM, PLANTED = (str(Path(sys.argv.pop(1)).resolve()) for _ in range(2))
HERE = Path(__file__).resolve().parent
# One fault after the other, with plugins that need no others.
PARTS = "planted,hopfield,hebbian,binary"
# An option in a help text, possibly with its short form.
OPTION = re.compile(r"^  (?:-\w \[ )?(--[a-z-]+)", re.MULTILINE)


def run(*arguments, program=PROGRAM, **environment):
    """The exit code of run.py and its output."""
    done = subprocess.run(["/usr/bin/python3", "-B", HERE / "run.py", program, *arguments], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    return done.returncode, done.stdout


def outcome(code, err="", late=False, deaf=False):
    return Outcome(["engram"], "/", code, "", err, 0.0, late, deaf)


def kinds(*arguments, **options):
    return [complaint.kind for complaint in probe.complaints(outcome(*arguments), **options)]


class CoveringTest(unittest.TestCase):
    FACTORS = [Factor("colour", ("red", "green", "blue")), Factor("size", (1, 2, 3, 4)), Factor("shape", ("disc", "square")),
               Factor("corner", ("round", "sharp"), ("shape", "square"))]

    def rows(self, excluded=lambda left, right: False, limit=None):
        return list(Array(self.FACTORS, random.Random(1), excluded).rows(limit))

    def pairs(self, rows):
        return {pair for row in rows for pair in itertools.combinations(row.items(), 2)}

    def test_all_pairs_stand_in_a_row(self):
        rows = self.rows()
        found = self.pairs(rows)
        for one, other in itertools.combinations(self.FACTORS, 2):
            for left, right in itertools.product(one.values, other.values):
                possible = other.parent is None or one.name != other.parent[0] or left == other.parent[1]
                self.assertEqual(((one.name, left), (other.name, right)) in found, possible, (left, right))
        self.assertLess(len(rows), 3 * 4 * 2)

    def test_a_factor_stands_only_with_its_parent(self):
        for row in self.rows():
            self.assertEqual("corner" in row, row["shape"] == "square")

    def test_excluded_pairs_stand_in_no_row(self):
        def red_and_four(left, right):
            return {left, right} == {("colour", "red"), ("size", 4)}
        found = self.pairs(self.rows(red_and_four))
        self.assertNotIn((("colour", "red"), ("size", 4)), found)
        self.assertIn((("colour", "red"), ("size", 3)), found)

    def test_the_first_rows_are_those_of_a_limit(self):
        self.assertEqual(self.rows()[:5], self.rows(limit=5))


class ProbeTest(unittest.TestCase):
    def test_ends_that_are_wrong(self):
        self.assertEqual(kinds(-11), ["crash"])
        self.assertEqual(kinds(134, "Aborted"), ["crash"])
        self.assertEqual(kinds(1, "engram: cell seed=1 crashed: Segmentation fault (signal 11)"), ["crash"])
        self.assertEqual(kinds(0, "", True), ["hang"])
        self.assertEqual(kinds(0, "", True, True), ["deaf"])
        self.assertEqual(kinds(2), ["no message"])
        self.assertEqual(kinds(1, "a.h5 differs", codes=(0, 2)), ["exit code"])

    def test_words_that_help_nobody(self):
        for words in ("std::bad_alloc", "terminate called without an active exception", "engram: error: stod",
                      "Eigen: index >= 0", "Assertion `x' failed", "vector::_M_range_check", "H5Dopen2 failed",
                      "engram: error: the argument ('x') for option '--jobs' is invalid"):
            self.assertEqual(kinds(2, words), ["words"], words)

    def test_ends_that_are_right(self):
        self.assertEqual(kinds(0), [])
        self.assertEqual(kinds(2, "a.yaml:3:1: error: parameter 'gain' takes a number above 0; found -1"), [])
        self.assertEqual(kinds(2, "a.yaml:3:1: error: it is wrong\n    3 | title: std::vector and Eigenvalues"), [])
        self.assertEqual(kinds(1, silent=(1,)), [])
        self.assertEqual(kinds(0, "", True, may_be_late=True), [])

    def test_a_command_that_runs_too_long_is_stopped(self):
        late = probe.start(["sleep", "60"], "/", limit=0.2)
        self.assertTrue(late.late and not late.deaf)


class SpecTextTest(unittest.TestCase):
    def test_a_line_for_each_setting(self):
        spec = {"title": "a", "analyses": [{"plugin": "recall", "corruption": {"plugin": "mask", "count": "1"}}], "cases": {}}
        lines = text_of(spec).splitlines()
        self.assertEqual(len(lines), len(paths_of(spec)))
        self.assertEqual(paths_of(spec)[lines.index("      count: 1")], ("analyses", 0, "corruption", "count"))

    def test_examples_are_split_into_settings(self):
        self.assertEqual(catalogue.split_flow("a: 1, b: {plugin: x, c: [1, 2]}, d: [3, 4]"),
                         {"a": "1", "b": "{plugin: x, c: [1, 2]}", "d": "[3, 4]"})


class StatesTest(unittest.TestCase):
    OWN = states.Entry("file", "a", None)
    WHOLE = states.Entry("file", "b", ("complete", states.CELLS))

    def kinds(self, before, after, *words, state="finished"):
        return [complaint.kind for complaint in states.broken(state, before, after, words)]

    def test_what_was_there_stays(self):
        changed = states.Entry("file", "c", None)
        self.assertEqual(self.kinds({"x": self.OWN}, {"x": self.OWN}, "run"), [])
        self.assertEqual(self.kinds({"x": self.OWN}, {"x": changed}, "run", "--overwrite"), ["data"])
        self.assertEqual(self.kinds({"x": self.OWN}, {}, "run", "--overwrite"), ["data"])

    def test_a_finished_result_is_replaced_by_a_whole_one_where_it_was_asked_for(self):
        again = states.Entry("file", "c", ("complete", states.CELLS))
        half = states.Entry("file", "c", ("complete", 2))
        self.assertEqual(self.kinds({"four.h5": self.WHOLE}, {"four.h5": again}, "run", "--overwrite"), [])
        self.assertEqual(self.kinds({"four.h5": self.WHOLE}, {"four.h5": again}, "run"), ["data"])
        self.assertEqual(self.kinds({"four.h5": self.WHOLE}, {"four.h5": half}, "run", "--overwrite"), ["data"])
        self.assertEqual(self.kinds({"four.h5": self.WHOLE}, {}, "run", "--overwrite"), ["data"])

    def test_nothing_stays_behind(self):
        for name in ("four.h5.part", ".engram-rerun-x", "four.h5.lock"):
            self.assertEqual(self.kinds({}, {name: self.OWN}, "run"), ["left behind"], name)


class FindingsTest(unittest.TestCase):
    def test_findings_of_one_cause_are_one(self):
        findings = Findings()
        for number in range(5):
            findings.add(Finding(f"specs/{number}", "crash", f"crashed in case{number}.yaml: Segmentation fault", "engram run",
                                 f"units: {number}", None))
        self.assertEqual(len(findings), 1)
        report = findings.report(lambda case: f"again {case}")
        self.assertIn("(5 found)", report)
        self.assertIn("   | units: 0\n   $ engram run\n   again: again specs/0", report)

    def test_other_words_are_another_cause(self):
        one, other = (Finding("a", kind, "words", "", "", None) for kind in ("crash", "hang"))
        self.assertNotEqual(cause_of(one), cause_of(other))


class FlagsTest(unittest.TestCase):
    def test_every_option_of_the_program_is_tried(self):
        for command, factors in flags.COMMANDS.items():
            text = subprocess.run([PROGRAM, command, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
            short = dict(re.findall(r"^  (-\w) \[ (--[a-z-]+) \]", text, re.MULTILINE))
            tried = {short.get(name, name) for name in factors if name not in flags.NO_OPTIONS}
            self.assertEqual(tried, set(OPTION.findall(text)) - {"--help"}, command)

    def test_every_command_of_the_program_is_tried(self):
        text = subprocess.run([PROGRAM, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
        commands = re.findall(r"^  ([a-z-]+) +[a-z]", text.partition("for example:")[0], re.MULTILINE)
        self.assertEqual(set(commands), set(flags.COMMANDS))

    def test_two_good_values_stand_without_others(self):
        rows = flags.rows("plot", random.Random(1))
        self.assertTrue(any(row["-f"] == ("-f", "svg") and row["--overwrite"] == ("--overwrite",) and row["-o"] == ()
                            for row in rows))


class PlantedTest(unittest.TestCase):
    """run.py as a whole, on a program and plugins with faults."""

    @classmethod
    def setUpClass(cls):
        cls.room = tempfile.TemporaryDirectory()
        cls.code, cls.text = run("--campaign", "specs", "--all", "--parts", PARTS, "--plugin-path", PLANTED, "--seed", "1",
                                 "--limit", "2", "--keep", cls.room.name)

    @classmethod
    def tearDownClass(cls):
        cls.room.cleanup()

    def section(self, kind):
        """The lines of the first finding of a kind."""
        sections = [text for text in self.text.split("\n== ") if text.startswith(f"{kind}: ")]
        self.assertTrue(sections, self.text)
        return sections[0]

    def test_a_planted_crash_is_noticed_and_made_small(self):
        self.assertEqual(self.code, 1, self.text)
        section = self.section("crash")
        first = section.split("\n-- ")[1]
        self.assertIn("left: crash", first)
        self.assertIn("right: crash", first)
        self.assertNotIn("third:", first)
        self.assertRegex(first, r"\n   \$ cd \S+ && ENGRAM_PLUGIN_PATH=\S+ \S+ run case\.yaml")

    def test_a_planted_endless_loop_is_noticed(self):
        self.assertIn("left: hang", self.section("hang"))

    def test_planted_words_are_noticed(self):
        self.assertIn("std::bad_alloc", self.section("words"))

    def test_values_without_a_fault_give_no_finding(self):
        self.assertEqual(set(re.findall(r"^== ([a-z ]+):", self.text, re.MULTILINE)), {"crash", "hang", "words"}, self.text)

    def test_a_finding_runs_again_alone(self):
        again = re.search(r"^-- (specs/\S+)\n   crash", self.text, re.MULTILINE).group(1)
        code, text = run("--campaign", "specs", "--parts", PARTS, "--plugin-path", PLANTED, "--seed", "1", "--only", again)
        self.assertEqual(code, 1, text)
        self.assertIn("seed 1: 1 cause of findings", text)

    def test_the_files_of_findings_are_kept(self):
        self.assertTrue(list(Path(self.room.name).glob("*/case.yaml")))
        self.assertTrue(list(Path(self.room.name).glob("*/command.txt")))


class FaultyProgramTest(unittest.TestCase):
    """Programs that do their work and one wrong thing besides."""

    def found(self, *arguments, before="", after=""):
        with tempfile.TemporaryDirectory() as room:
            program = Path(room) / "engram"
            program.write_text(f'#!/bin/sh\n{before}\n"{PROGRAM}" "$@"\ncode=$?\n{after}\nexit $code\n')
            program.chmod(0o755)
            code, text = run(*arguments, "--seed", "1", program=program)
        self.assertEqual(code, 1, text)
        return text

    def of_status(self, state, after):
        return self.found("--campaign", "flags", "--only", f"status/{state}: four.yaml -o x",
                          after=f'[ "$1" != status ] || {after}')

    def test_an_input_that_is_changed(self):
        self.assertIn("data.npy, which is no result, was changed", self.of_status("nothing", "echo >> data.npy"))

    def test_a_file_that_is_left_behind(self):
        self.assertIn("left behind: status: four.h5.part", self.of_status("nothing", ": > four.h5.part"))

    def test_a_result_that_is_gone(self):
        self.assertIn("the finished result four.h5 is gone", self.of_status("finished", "rm four.h5"))

    def test_one_of_several_mutations_that_crashes(self):
        text = self.found("--campaign", "mutations", "--all", "--slice", "1/4000",
                          before='if [ "$1" = validate ] && grep -q "abc" "$2"; then kill -SEGV $$; fi')
        self.assertRegex(text, r"crash: SIGSEGV[^\0]*mutations/\w+\.yaml:[^ ]*=\S*abc")

    def test_a_mistake_without_a_place(self):
        text = self.found("--campaign", "mutations", "--only", "fig4.yaml:model.plugin=abc",
                          before='[ "$1" != validate ] || { echo "engram: error: it is wrong" >&2; exit 2; }')
        self.assertIn("no place: engram: error: it is wrong", text)


class NumbersTest(unittest.TestCase):
    def test_a_number_of_processes_that_is_none_and_is_taken(self):
        fixture = flags.Fixture(None)
        usual = {name: values.good[0] for name, values in flags.COMMANDS["rerun"].items()}
        for value, code, complaints in (("-1", 0, ["accepted"]), ("0", 1, ["accepted"]), ("0", 2, []), ("2", 0, []),
                                        ("2", 1, ["result"])):
            case = flags.Case(fixture, "rerun", {**usual, "state": "finished", "-j": ("-j", value)})
            self.assertEqual([one.kind for one in case._accepted(outcome(code))], complaints, (value, code))


class MutationsTest(unittest.TestCase):
    def test_each_key_of_a_spec_is_changed_in_each_way(self):
        example = HERE.parents[1] / "experiments/pc_hopfield/fig4.yaml"
        names = [case.name for case in mutations.cases([example], "1", None)]
        for change in ("removed", "doubled", "misspelt", "null", "[[1]]"):
            self.assertTrue(any(name.startswith(f"mutations/fig4.yaml:model.tau_v={change}") for name in names), change)


if __name__ == "__main__":
    unittest.main()
