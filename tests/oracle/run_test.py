"""run_test.py ENGRAM: the oracle notices every changed number of a result, and every number that nobody checks."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

import excused
import run
from draw import Draw
from parts import Catalogue
from run import unstacked

PROGRAM = sys.argv.pop(1)
# So many specs that they contain most kinds of records.
SEED, COUNT = "one more number", 30


def changed(dataset):
    """Writes another value into one place of a dataset; returns whether it has a place."""
    if dataset.size == 0:
        return False
    place = () if dataset.shape == () else tuple(extent - 1 for extent in dataset.shape)
    value = dataset[place]
    if dataset.dtype.kind in "iu":
        dataset[place] = value + 1
    elif dataset.dtype.kind == "f":
        dataset[place] = value + 1e-3 * (1.0 + abs(value)) if np.isfinite(value) else 1.0
    else:
        dataset[place] = "another"
    return True


class Changed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.catalogue = Catalogue(PROGRAM)
        cls.folder = tempfile.TemporaryDirectory(prefix="engram-oracle-test-")
        cls.specs = []
        for number in range(COUNT):
            spec, path = Draw(f"{SEED}/{number}").spec(), Path(cls.folder.name, f"{number}.h5")
            written = path.with_suffix(".yaml")
            written.write_text(json.dumps(spec), encoding="utf-8")
            subprocess.run([PROGRAM, "run", written, "-o", path, "-q", "-j", "1"], check=True)
            cls.specs.append((spec, path))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @staticmethod
    def copy_unstacked(path, copy):
        with unstacked(path) as whole, h5py.File(copy, "w", track_order=True) as file:
            for name in whole:
                whole.copy(name, file)

    def findings(self, spec, path, name):
        """The findings after one dataset has changed; None if nothing could change."""
        copy = Path(self.folder.name, "changed.h5")
        self.copy_unstacked(path, copy)
        with h5py.File(copy, "r+") as file:
            if not changed(file[name]):
                return None
        return run.checked(self.catalogue, spec, copy).findings

    def test_every_number_that_changes_is_noticed(self):
        tried, unnoticed = set(), []
        for spec, path in self.specs:
            self.assertEqual(run.checked(self.catalogue, spec, path).findings, [])
            family = run.families(self.catalogue)
            names = []
            with unstacked(path) as file:
                file.visititems(lambda name, node: names.append(name) if isinstance(node, h5py.Dataset) else None)
            for name in names:
                kind = family(name, spec)
                if kind in tried or excused.reason(kind) or self.is_free(spec, kind):
                    continue
                with contextlib.redirect_stderr(io.StringIO()):
                    found = self.findings(spec, path, name)
                if found is not None:
                    tried.add(kind)
                    unnoticed += [] if found else [f"{kind} in {json.dumps(spec)}"]
        self.assertEqual(unnoticed, [])
        self.assertGreater(len(tried), 120)

    @staticmethod
    def is_free(spec, kind):
        """Without decay the energy is not a function of the values, and nothing else of the point depends on its
        errors. The terms of a projection depend on the basis that the program chooses, and those of products that it
        held as patterns on how it held them: both only have bounds. Whether a pattern has its diagonal within `diagonal`
        matters to a program that multiplies the patterns out, and not to their sum."""
        if kind == "model/hopfield/pattern_keeps_diagonal":
            return True
        if kind == "model/hopfield/weight_terms":
            return spec["model"].get("weights") != "dense" or "pseudo_inverse" in json.dumps(spec["learning"])
        return kind == "analyses/fixed_points/energy" and spec["model"].get("xi", 1.0) == 0.0

    def test_every_model_and_analysis_is_among_them(self):
        text = json.dumps([spec for spec, _ in self.specs])
        for kind in ("model", "analysis"):
            self.assertEqual([name for name in self.catalogue.names(kind) if f'"plugin": "{name}"' not in text], [])

    def test_a_number_that_nobody_checks_is_listed(self):
        spec, path = self.specs[0]
        copy = Path(self.folder.name, "more.h5")
        self.copy_unstacked(path, copy)
        with h5py.File(copy, "r+") as file:
            group = file if "model" in file else file["cases"][next(iter(file["cases"]))]
            group["model/surprise"] = 1.0
        report = run.check_result(self.catalogue, spec, copy)
        self.assertEqual([name for name in report.unchecked if not excused.reason(name)],
                         [f"model/{spec['model']['plugin']}/surprise"])

    def test_a_plugin_without_an_oracle_is_listed(self):
        self.assertEqual(excused.plugins_without_oracle(self.catalogue), [])
        self.catalogue.plugins["model", "surprise"] = {}
        self.addCleanup(self.catalogue.plugins.pop, ("model", "surprise"))
        self.assertEqual(excused.plugins_without_oracle(self.catalogue), [("model", "surprise")])

    def test_every_reason_is_needed(self):
        with unstacked(next(path for spec, path in self.specs if "sweep" in spec)) as file:
            names = []
            file.visit(names.append)
        for pattern in excused.REASONS:
            self.assertTrue(any(excused.re.fullmatch(pattern, name) for name in names), pattern)


if __name__ == "__main__":
    unittest.main()
