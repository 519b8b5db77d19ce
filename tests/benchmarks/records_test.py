"""Ratios of benchmarks are read back unchanged, and each mistake is reported with its place."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import history
import records

HERE = pathlib.Path(__file__).resolve().parent
RECORD = {"release": "1.9.0", "commit": "abc", "date": "2026-11-26", "cpu": "a processor", "name": "recall", "value": 2.5,
          "unit": "ratio", "peer": "numpy", "better": "higher"}


class RecordsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def build(self, version):
        program = self.folder / "bin/engram"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho 'engram {version}'\n")
        program.chmod(0o755)
        return self.folder

    def results(self, *lines):
        path = self.folder / "a.jsonl"
        path.write_text("".join(line + "\n" for line in lines))
        return path

    def run_script(self, name, *arguments):
        result = subprocess.run([sys.executable, "-B", HERE / name, *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False)
        return result.returncode, result.stdout

    def test_ratios_are_appended(self):
        path = self.results(json.dumps(RECORD))
        records.Records(self.build("1.10.0 (0123abc)"), path).add("recall", 3.14159265, "numpy")
        records.Records(self.build("1.10.0 (0123abc, changed since)"), path).add("memory", 1, "100 cells", "lower")
        first, second, third = records.read([path])
        self.assertEqual(first, RECORD)
        self.assertEqual(tuple(second), records.KEYS)
        kept = {key: second[key] for key in ("release", "commit", "name", "value", "unit", "peer", "better")}
        self.assertEqual(kept, {"release": "1.10.0", "commit": "0123abc", "name": "recall", "value": 3.142,
                                "unit": "ratio", "peer": "numpy", "better": "higher"})
        self.assertRegex(second["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual((third["commit"], third["better"]), ("0123abc-changed", "lower"))

    def test_without_a_file_nothing_is_kept(self):
        records.Records(self.folder / "nowhere").add("recall", 3, "numpy")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_line_that_is_no_record_is_reported(self):
        for wrong, complaint in (
                ("{", "not a line of JSON: Expecting property name"),
                ("[]", "a record has the keys release, commit, date, cpu, name, value, unit, peer, better, and no others"),
                (json.dumps(RECORD | {"value": 0}), "value 0; a ratio is a number above 0"),
                (json.dumps(RECORD | {"value": "fast"}), 'value "fast"; a ratio is a number above 0'),
                (json.dumps(RECORD | {"value": float("nan")}), "value NaN; a ratio is a number above 0"),
                (json.dumps(RECORD | {"better": "faster"}), 'better "faster"; allowed: higher, lower')):
            path = self.results(json.dumps(RECORD), wrong)
            with self.assertRaises(SystemExit) as stopped:
                records.read([path])
            self.assertIn(f"{path}:2: {complaint}", str(stopped.exception))

    def test_what_is_missing_is_reported_before_anything_is_measured(self):
        for script in ("run.py", "sweeps.py", "authoring.py"):
            code, output = self.run_script(script, self.folder / "nowhere")
            self.assertEqual(code, 2)
            self.assertIn("nowhere' has no bin/engram; build it first: cmake --preset ci && cmake --build --preset ci", output)
            code, output = self.run_script(script, self.build("1.0.0 (a)"), "--json-lines", self.folder / "none/a.jsonl")
            self.assertEqual(code, 2)
            self.assertIn(f"there is no folder '{self.folder.resolve()}/none'", output)

    def test_a_panel_for_each_benchmark_and_peer(self):
        self.results(json.dumps(RECORD), json.dumps(RECORD | {"value": 3, "release": "1.10.0"}),
                     json.dumps(RECORD | {"peer": "stepwise", "better": "lower", "value": 4.75}))
        for name in ("figure.svg", "figure.png"):
            code, output = self.run_script("history.py", self.folder / name, "--results", self.folder)
            self.assertEqual((code, output), (0, f"{self.folder / name}: 2 benchmarks, 2 releases\n"))
        drawn = (self.folder / "figure.svg").read_text()
        for words in ("beside numpy", "beside stepwise", "(higher is better)", "(lower is better)", ">4.75<", ">3<"):
            self.assertIn(words, drawn)
        self.assertEqual((self.folder / "figure.png").read_bytes()[:4], b"\x89PNG")
        self.assertEqual(sorted(["1.10.0", "1.9.0", "0.1.0"], key=history.order), ["0.1.0", "1.9.0", "1.10.0"])

    def test_a_figure_that_cannot_be_drawn_is_reported(self):
        for figure, results, complaint in (
                ("figure.jpg", "", "figure.jpg': a figure ends in .svg or .png"),
                ("figure.svg", "", "has no records; run.py, sweeps.py and authoring.py write some with --json-lines FILE.jsonl"),
                ("none/figure.svg", json.dumps(RECORD), "none/figure.svg: cannot be written: No such file or directory")):
            if results:
                self.results(results)
            code, output = self.run_script("history.py", self.folder / figure, "--results", self.folder)
            self.assertNotEqual(code, 0)
            self.assertIn(complaint, output)

    def test_the_results_that_are_kept_can_be_read(self):
        for path in history.RESULTS.glob("*.jsonl"):
            self.assertEqual({record["release"] for record in records.read([path])}, {path.stem})


if __name__ == "__main__":
    unittest.main()
