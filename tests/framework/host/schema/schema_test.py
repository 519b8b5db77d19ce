"""schema_test.py PROGRAM EXPERIMENTS SUPPORT_PLUGINS: the schema that engram prints accepts the same specs as
engram."""

import copy
import functools
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import jsonschema
    from ruamel.yaml import YAML
except ModuleNotFoundError as missing:
    print(f"skipped: needs the Python module {missing.name}")
    sys.exit(77)

PROGRAM, EXPERIMENTS, SUPPORT_PLUGINS = (sys.argv.pop(1) for _ in range(3))

# One spec with all keys, in which each test makes one mistake.
PLAIN = """
title: A small network
description: Everything that a spec may hold.
source: A paper
seed: 3
patterns: {plugin: binary, count: 3, size: 24}
model: {plugin: pc_hopfield, layers: [12, 8, 4], topology: loop, activation: {plugin: tanh, gain: 0.5}, tau_v: 100 ms}
learning: {plugin: predictive_coding, presentation: 1 s, rounds: 2}
integrator: {plugin: euler, time_step: 1 ms}
analyses:
  - {plugin: perturbation, label: noise, corruption: {plugin: gaussian_noise, sigma: 0.2}, duration: 100 ms}
  - {plugin: perturbation, corruption: [{plugin: sign_flips, count: 2}, {plugin: mask, fraction: 0.1}], duration: 0.1}
timeout: 10 min
"""
WHOLE = PLAIN + """
figures:
  - name: recall
    panels:
      - {dataset: analyses/noise/distance, target: own, title: Distances}
expect:
  - {claim: It comes back., dataset: analyses/noise/final_distance, compare: below, value: 10}
"""

# A network without cases, for tests of variations.
SMALL = """
patterns: {plugin: binary, count: 3, size: 24}
model: {plugin: hopfield, units: 24}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 3}, trials_per_target: 4}
"""
VARIED = SMALL + """
cases:
  plain: {}
  noisy: {analyses.recall.corruption: {plugin: sign_flips, count: 5}, learning: storkey}
sweep:
  seed: {from: 1, to: 2}
  patterns.count: [2, 3]
"""


def set_at(path, value):
    """Puts a value at a path; a path is a tuple of keys and indices."""
    def change(spec):
        for step in path[:-1]:
            spec = spec[step]
        spec[path[-1]] = value
    return change


def drop(*path):
    def change(spec):
        for step in path[:-1]:
            spec = spec[step]
        del spec[path[-1]]
    return change


def rename(*path):
    """Mistypes the last key of a path."""
    def change(spec):
        for step in path[:-1]:
            spec = spec[step]
        spec[path[-1] + "x"] = spec.pop(path[-1])
    return change


BAD_WHOLE = {
    # mistyped keys, at every level
    "key at the top": rename("timeout"),
    "section": rename("integrator"),
    "parameter of a model": rename("model", "tau_v"),
    "parameter of patterns": rename("patterns", "count"),
    "parameter of a rule": rename("learning", "rounds"),
    "parameter of an integrator": rename("integrator", "time_step"),
    "parameter of a nested part": rename("model", "activation", "gain"),
    "parameter of an analysis": rename("analyses", 0, "duration"),
    "parameter of an analysis' corruption": rename("analyses", 0, "corruption", "sigma"),
    "parameter of a corruption in a list": rename("analyses", 1, "corruption", 0, "count"),
    "label": rename("analyses", 0, "label"),
    "key of a figure": rename("figures", 0, "name"),
    "panels of a figure": rename("figures", 0, "panels"),
    "key of a panel": rename("figures", 0, "panels", 0, "target"),
    "key of a claim": rename("expect", 0, "compare"),
    # plugins that do not exist, or are of another kind
    "unknown model": set_at(("model", "plugin"), "pc_hopfeld"),
    "unknown pattern source by name": set_at(("patterns",), "binry"),
    "unknown activation": set_at(("model", "activation"), "tan"),
    "a model as an integrator": set_at(("integrator",), "hopfield"),
    "an activation as a corruption": set_at(("analyses", 0, "corruption"), "relu"),
    "unknown analysis": set_at(("analyses", 0, "plugin"), "perturb"),
    "unknown corruption in a list": set_at(("analyses", 1, "corruption", 1), "masks"),
    "no plugin": drop("model", "plugin"),
    "a plugin that is a list": set_at(("model", "plugin"), ["hopfield"]),
    # what is required
    "no model": drop("model"),
    "no patterns": drop("patterns"),
    "no learning": drop("learning"),
    "a required parameter": drop("model", "layers"),
    "a required parameter of patterns": drop("patterns", "count"),
    "a required parameter of a nested part": set_at(("analyses", 0, "corruption"), {"plugin": "occlusion"}),
    "a name alone for what needs parameters": set_at(("model",), "hopfield"),
    "a claim without its dataset": drop("expect", 0, "dataset"),
    "a figure without a name": drop("figures", 0, "name"),
    "no learning, and no weights": lambda spec: (drop("learning")(spec), set_at(("initial",), None)(spec)),
    "learned weights from nowhere": set_at(("initial",), {"case": "a"}),
    "no rule in a list": set_at(("learning",), []),
    # wrong types
    "a word for a number": set_at(("patterns", "count"), "many"),
    "a fraction for a count": set_at(("patterns", "count"), 2.5),
    "a list for a scalar": set_at(("patterns", "count"), [3]),
    "a mapping for a number": set_at(("model", "tau_v"), {"value": 1}),
    "nothing for a number": set_at(("model", "tau_v"), None),
    "true for a number": set_at(("patterns", "count"), True),
    "a number for a truth": set_at(("analyses", 0, "record_state"), 1),
    "yes for a truth": set_at(("analyses", 0, "record_state"), "yes"),
    "a mapping for a text": set_at(("title",), {"a": "b"}),
    "a word in a list of numbers": set_at(("model", "layers"), [12, "eight", 4]),
    "a scalar for a part": set_at(("model", "activation"), 3),
    "a list for a part that takes none": set_at(("model", "activation"), ["tanh"]),
    "a mapping for a list of analyses": set_at(("analyses",), {"plugin": "perturbation"}),
    "a text for figures": set_at(("figures",), "recall"),
    "a mapping for panels": set_at(("figures", 0, "panels"), {"dataset": "x"}),
    "a list for the seed": set_at(("seed",), [3]),
    "a word for the seed": set_at(("seed",), "three"),
    "a text in place of a section": set_at(("integrator",), ["euler"]),
    # out of range
    "a negative seed": set_at(("seed",), -1),
    "a seed with a fraction": set_at(("seed",), 1.5),
    "a count of none": set_at(("patterns", "count"), 0),
    "a time constant of 0": set_at(("model", "tau_v"), 0),
    "a time constant of 0 ms": set_at(("model", "tau_v"), "0 ms"),
    "a negative time": set_at(("model", "tau_v"), "-5 ms"),
    "a layer of -1": set_at(("model", "layers"), [12, -1]),
    "a fraction above 1": set_at(("analyses", 1, "corruption", 1, "fraction"), 1.5),
    "a timeout of 0": set_at(("timeout",), 0),
    # units and words
    "an unknown unit": set_at(("model", "tau_v"), "100 parsecs"),
    "a unit for a pure number": set_at(("patterns", "count"), "3 s"),
    "a unit alone": set_at(("model", "tau_v"), "ms"),
    "a comma in a number": set_at(("model", "tau_v"), "0,1 s"),
    "a leading zero": set_at(("model", "tau_v"), "010 ms"),
    "an unknown unit of the timeout": set_at(("timeout",), "10 minutes"),
    "a wrong word": set_at(("model", "topology"), "lop"),
    "a pair of three": set_at(("model", "topology"), [[0, 1, 2]]),
    "a text for a place in a sweep": set_at(("figures", 0, "panels", 0, "at"), "seed"),
    "a part for a place in a sweep": set_at(("figures", 0, "panels", 0, "at"), {"seed": {"plugin": "tanh"}}),
    "a list for a change": set_at(("expect", 0, "change"), ["other weights"]),
    "a list for a source": set_at(("source",), ["A paper"]),
    "a wrong word of a panel": set_at(("figures", 0, "panels", 0, "target"), ["own", {}]),
    "a label with a space": set_at(("analyses", 0, "label"), "a b"),
    "a label of a rule that is alone": set_at(("learning", "label"), "first"),
}

BAD_VARIED = {
    "no cases": set_at(("cases",), {}),
    "a list of cases": set_at(("cases",), ["plain"]),
    "a case with a space": set_at(("cases", "a b"), {}),
    "a number for a case": set_at(("cases", "plain"), 3),
    "a case that changes the title": set_at(("cases", "plain"), {"title": "Plain"}),
    "an unknown section in a case": set_at(("cases", "plain"), {"modell.units": 24}),
    "an unknown parameter in a case": set_at(("cases", "plain"), {"model.unit": 24}),
    "an unknown parameter of a nested part in a case": set_at(("cases", "plain"), {"analyses.recall.corruption.cont": 1}),
    "a wrong type in a case": set_at(("cases", "plain"), {"model.units": "many"}),
    "an unknown plugin in a case": set_at(("cases", "plain"), {"learning": "hebb"}),
    "an empty sweep": set_at(("sweep",), {}),
    "a sweep that is a list": set_at(("sweep",), [1, 2]),
    "a swept title": set_at(("sweep", "title"), ["a", "b"]),
    "a swept parameter that does not exist": set_at(("sweep", "model.unts"), [24]),
    "no values": set_at(("sweep", "seed"), []),
    "a single value": set_at(("sweep", "seed"), 3),
    "a wrong value among swept ones": set_at(("sweep", "patterns.count"), [2, "three"]),
    "a value out of range among swept ones": set_at(("sweep", "patterns.count"), [2, 0]),
    "a range without an end": set_at(("sweep", "seed"), {"from": 1}),
    "a mistyped key of a range": set_at(("sweep", "seed"), {"from": 1, "to": 2, "stp": 1}),
    "a range by step and by count": set_at(("sweep", "seed"), {"from": 1, "to": 3, "step": 1, "count": 3}),
    "an unknown scale": set_at(("sweep", "seed"), {"from": 1, "to": 3, "count": 3, "scale": "cubic"}),
    "a log scale without a count": set_at(("sweep", "seed"), {"from": 1, "to": 3, "scale": "log"}),
    "a count of 0": set_at(("sweep", "seed"), {"from": 1, "to": 3, "count": 0}),
    "a step of 0": set_at(("sweep", "seed"), {"from": 1, "to": 3, "step": 0}),
    "fractions without a step": set_at(("sweep",), {"learning.rate": {"from": 0.1, "to": 0.5}}),
    "an empty zip": set_at(("sweep", "zip"), {}),
    "a mistyped path in a zip": set_at(("sweep", "zip"), {"model.unitz": [24, 24]}),
    "a sample over nothing": set_at(("sweep", "sample"), {"count": 2}),
    "a sample without a count": set_at(("sweep", "sample"), {"over": {"analyses.recall.trials_per_target": [1, 2]}}),
    "a mistyped key of a sample": set_at(("sweep", "sample"), {"count": 2, "mehod": "random", "over": {"model.theta": [0]}}),
    "an unknown method": set_at(("sweep", "sample"), {"count": 2, "method": "sobol", "over": {"model.theta": [0, 1]}}),
    "points that are a mapping": set_at(("sweep", "points"), {"seed": [1]}),
    "points from no table": set_at(("sweep", "points"), []),
    "a condition that is a mapping": set_at(("sweep", "where"), {"seed": 1}),
    "an exclusion of nothing": set_at(("sweep", "exclude"), [{}]),
    "learned weights from a list": set_at(("initial",), ["trained.h5"]),
    "a mistyped key of learned weights": set_at(("initial",), {"result": "trained.h5", "cas": "a"}),
    "a mistyped path into learned weights": set_at(("cases", "plain"), {"initial.cas": "a"}),
    "an exclusion by a path that is nowhere": set_at(("sweep", "exclude"), [{"seeed": 1}]),
}

GOOD = {
    "all keys": WHOLE,
    "names alone": "patterns: {plugin: binary, count: 3, size: 4}\nmodel: {plugin: hopfield, units: 4}\nlearning: hebbian\n",
    "cases and a sweep": VARIED,
    "panels at a place of a sweep": VARIED + "figures: [{name: a, panels: [{dataset: analyses/recall/overlap, case: noisy, at: {seed: 2, patterns.count: last}}]}]\n",
    "a claim with a change": WHOLE.replace("{claim: It comes back.,", "{claim: It comes back., source: A paper, change: other weights,"),
    "several rules": SMALL.replace("learning: hebbian", "learning: [hebbian, {plugin: anti_hebbian, rate: 0.01, label: un}]"),
    "a list of corruptions": SMALL.replace("{plugin: sign_flips, count: 3}", "[{plugin: sign_flips, count: 3}, {plugin: mask, fraction: 0.1}]"),
    "no analyses": SMALL.split("analyses")[0] + "analyses:\n",
    "an integrator taken away": PLAIN + """
cases:
  flow: {}
  updates: {integrator: , model: {plugin: hopfield, units: 24}, learning: hebbian, analyses: [{plugin: recall, corruption: {plugin: mask, fraction: 0.1}}]}
""",
    "a title that is a number": "title: 2024\n" + SMALL,
    "a default part without its name": WHOLE.replace("{plugin: tanh, gain: 0.5}", "tanh"),
    "bare numbers and other units": WHOLE.replace("100 ms", "0.1").replace("10 min", ".5h").replace("1 s", "1e3ms"),
    "a number with a sign and an exponent": SMALL.replace("count: 3, size", "count: +3, size") + "seed: 1e2\n",
    "a list of one without brackets": WHOLE.replace("layers: [12, 8, 4], topology: loop", "layers: 24"),
    "pairs for a topology": WHOLE.replace("topology: loop", "topology: [[0, 1], [1, 2], [2, 0]]"),
    "an absent number": WHOLE.replace("rounds: 2", "rounds: 2, stop_residual: none, time_step: "),
    "a required parameter by a sweep": SMALL.replace("count: 3, size", "size") + "sweep: {patterns.count: [2, 3]}\n",
    "a whole part by cases": SMALL.replace("model: {plugin: hopfield, units: 24}\n", "") +
                             "cases: {a: {model: {plugin: hopfield, units: 24}}}\n",
    "a plugin by a sweep": SMALL.replace("learning: hebbian", "learning: {}") + "sweep: {learning.plugin: [hebbian, storkey]}\n",
    "parts in a sweep": SMALL + "sweep: {learning: [hebbian, {plugin: storkey}]}\n",
    "a range on a log scale": SMALL + "sweep: {model.temperature: {from: 0.1, to: 1, count: 3, scale: log}}\n",
    "a range of durations": PLAIN + "sweep: {model.tau_v: {from: 10 ms, to: 1 s, count: 3}}\n",
    "a range by a step": SMALL + "sweep: {model.threshold: {from: 0, to: 1, step: 0.5}}\n",
    "a zip": SMALL + "sweep: {zip: {model.units: [24, 30], patterns.size: [24, 30]}}\n",
    "two zips": SMALL + "sweep: {zip: [{model.units: [24, 30], patterns.size: [24, 30]}, {seed: {from: 1, to: 2}, patterns.count: [2, 3]}]}\n",
    "a sample": SMALL + "sweep: {sample: {count: 4, method: latin_hypercube, seed: 7, over: {patterns.count: {from: 1, to: 5}, learning: [hebbian, storkey]}}}\n",
    "points from a table": SMALL + "sweep: {points: runs.csv, seed: [1, 2]}\n",
    "points from tables": SMALL + "sweep: {points: [runs.csv], seed: [1, 2]}\n",
    "conditions": SMALL + "sweep: {patterns.count: [2, 3], where: patterns.count < 0.14 * patterns.size, exclude: {patterns.count: 2, seed: 2}}\nseed: 2\n",
    "a path by index": VARIED.replace("plain: {}", "plain: {'analyses[0].trials_per_target': 2, analyses.recall.corruption.count: 2}"),
    "a path into a list": PLAIN + "cases: {a: {'analyses[1].corruption[0].count': 3, analyses.perturbation.corruption.mask.fraction: 0.2, 'model.layers[0]': 12}}\n",
    "learned weights": SMALL.replace("learning: hebbian", "initial: trained.h5"),
    "learned weights, and nothing to learn": SMALL.replace("learning: hebbian", "initial: {result: trained.h5}\nlearning: ~"),
    "learned weights, and no rule in a list": SMALL.replace("learning: hebbian", "initial: trained.h5\nlearning: []"),
    "learned weights, and a rule": SMALL + "initial: {result: trained.h5, case: ~}\n",
    "learned weights in cases": SMALL + "cases: {a: {initial: trained.h5}, b: {initial: {result: trained.h5}}, c: {initial: ~}, "
                                        "d: {initial.result: trained.h5}}\n",
    "learned weights in a sweep": SMALL + "sweep: {initial: [trained.h5, ~]}\n",
    "results in a sweep": SMALL + "sweep: {initial.result: [trained.h5]}\n",
    "a path to a stage": SMALL.replace("learning: hebbian", "learning: [hebbian, {plugin: anti_hebbian, label: un}]") +
                         "cases: {a: {learning.un.rate: 0.01, learning.hebbian: storkey}}\n",
}

# Specs that extend WHOLE, which lies beside them as base.yaml.
GOOD_OVER = {
    "nothing else": "extends: base.yaml\n",
    "a list of bases": "extends: [base.yaml]\ntitle: Mine\n",
    "values taken away": "extends: base.yaml\ntitle: ~\nsource: ~\nmodel: {tau_v: ~, activation: {gain: ~}}\nexpect: ~\nfigures: ~\nseed: ~\n",
    "parameters without a plugin": "extends: base.yaml\nmodel: {layers: [12, 12]}\nlearning: {rounds: 3}\nintegrator: {time_step: 2 ms}\n",
    "another plugin": "extends: base.yaml\nmodel: {activation: {plugin: relu}}\n",
    "items by name": """
extends: base.yaml
analyses:
  noise: {duration: 1 s}
  perturbation: {corruption: {mask: {fraction: 0.2}, sign_flips: ~}}
  more: {plugin: perturbation, duration: 1 s, corruption: {plugin: sign_flips, count: 1}}
figures: {recall: {columns: 1}}
""",
    "an item taken away": "extends: base.yaml\nanalyses: {perturbation: ~}\n",
    "cases and a sweep": "extends: base.yaml\nfigures: ~\nexpect: ~\ncases: {a: {model.tau_v: 1 s}, b: ~}\nsweep: {learning.rounds: {from: 1, to: 2}}\n",
    "learned weights": "extends: base.yaml\ninitial: ~\n",
    "fragments": "extends: base.yaml\nfragments: {slow: &slow {tau_v: 1 s}}\nmodel: {<<: *slow, layers: [12, 12]}\n",
}
BAD_OVER = {
    "no name": "extends: []\n",
    "a mapping of names": "extends: {file: base.yaml}\n",
    "nothing": "extends:\n",
    "a mistyped section": "extends: base.yaml\nmodl: ~\n",
    "a mistyped parameter": "extends: base.yaml\nmodel: {tau_w: 1 s}\n",
    "a mistyped parameter that is taken away": "extends: base.yaml\nmodel: {tau_w: ~}\n",
    "a mistyped parameter of an item": "extends: base.yaml\nanalyses: {noise: {durration: 1 s}}\n",
    "a wrong type": "extends: base.yaml\nmodel: {tau_v: slow}\n",
    "claims by name": "extends: base.yaml\nexpect: {first: {value: 3}}\n",
    "a mistyped path in a case": "extends: base.yaml\nfigures: ~\nexpect: ~\ncases: {a: {modl.tau_v: 1 s}}\n",
    "a mistyped path in a sweep": "extends: base.yaml\nfigures: ~\nexpect: ~\nsweep: {model.tau_w: [1 s]}\n",
    "a list of fragments": "extends: base.yaml\nfragments: [1]\n",
}


def schema(*options):
    done = subprocess.run([PROGRAM, "schema", *options], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class Reader:
    """Reads YAML by the rules of version 1.2, as editors do."""

    def __init__(self):
        self.yaml = YAML(typ="safe", pure=True)

    def __call__(self, text):
        return self.yaml.load(text)


class SchemaTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.validator = jsonschema.Draft7Validator(schema())
        cls.read = Reader()

    def complaints(self, spec):
        return [f"{error.json_path}: {error.message[:300]}" for error in self.validator.iter_errors(spec)]

    def engram_accepts(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "spec.yaml"
            path.write_text(text)
            (Path(folder) / "base.yaml").write_text(WHOLE)
            (Path(folder) / "runs.csv").write_text("patterns.count\n2\n3\n")
            if "trained" in text:
                (Path(folder) / "trained.h5").write_bytes(self.trained())
            done = subprocess.run([PROGRAM, "validate", path], capture_output=True, text=True)
            self.assertIn(done.returncode, (0, 2), done.stderr)
            return done.returncode == 0, done.stderr

    @staticmethod
    @functools.cache
    def trained():
        """The bytes of a result of SMALL."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "small.yaml").write_text(SMALL)
            subprocess.run([PROGRAM, "run", "small.yaml", "-q"], cwd=folder, check=True)
            return (Path(folder) / "small.h5").read_bytes()

    def test_it_is_a_schema(self):
        jsonschema.Draft7Validator.check_schema(self.validator.schema)

    def test_it_has_the_keys_that_engram_allows(self):
        accepted, words = self.engram_accepts("nonsense: 1\n" + SMALL)
        self.assertFalse(accepted)
        allowed = next(line for line in words.splitlines() if line.startswith("  allowed: "))
        self.assertEqual(sorted(self.validator.schema["properties"]),
                         sorted(allowed.removeprefix("  allowed: ").split(", ")))

    def test_every_reference_leads_somewhere(self):
        definitions = self.validator.schema["definitions"]

        def look(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    self.assertIn(node["$ref"].removeprefix("#/definitions/"), definitions)
                for value in node.values():
                    look(value)
            elif isinstance(node, list):
                for value in node:
                    look(value)
        look(self.validator.schema)

    def test_shipped_specs_are_accepted(self):
        specs = sorted(Path(EXPERIMENTS).rglob("*.yaml"))
        self.assertGreater(len(specs), 20)
        for path in specs:
            with self.subTest(path.name):
                self.assertEqual(self.complaints(self.read(path.read_text())), [])

    def test_resolved_specs_are_accepted(self):
        for path in ("pc_hopfield/fig4.yaml", "studies/basin.yaml", "images/learning_rules_capacity.yaml"):
            with self.subTest(path):
                done = subprocess.run([PROGRAM, "validate", Path(EXPERIMENTS) / path, "--resolved"],
                                      capture_output=True, text=True, check=True)
                self.assertEqual(self.complaints(self.read(done.stdout)), [])

    def test_what_engram_accepts_is_accepted(self):
        for name, text in (GOOD | GOOD_OVER).items():
            with self.subTest(name):
                accepted, words = self.engram_accepts(text)
                self.assertTrue(accepted, words)
                self.assertEqual(self.complaints(self.read(text)), [])

    def test_mistakes_in_a_spec_that_extends_another_are_refused_by_both(self):
        for name, text in BAD_OVER.items():
            with self.subTest(name):
                self.assertFalse(self.validator.is_valid(self.read(text)), "the schema accepts it")
                self.assertFalse(self.engram_accepts(text)[0], "engram accepts it")

    def test_mistakes_are_refused_by_both(self):
        for base, mistakes in ((WHOLE, BAD_WHOLE), (VARIED, BAD_VARIED)):
            for name, change in mistakes.items():
                with self.subTest(name):
                    spec = copy.deepcopy(self.read(base))
                    change(spec)
                    self.assertFalse(self.validator.is_valid(spec), "the schema accepts it")
                    # Plain words stay plain: a JSON text would put every one in quotes.
                    accepted, _ = self.engram_accepts(yaml_text(spec))
                    self.assertFalse(accepted, "engram accepts it")

    def test_every_key_of_a_shipped_spec_mistyped(self):
        tried = 0
        for path in sorted(Path(EXPERIMENTS).rglob("*.yaml")):
            spec = self.read(path.read_text())
            # Every third key, since a validator in Python is slow.
            for place in list(keys_of(spec))[::3]:
                if re.fullmatch(r"(analyses|learning)\.[\w-]+", place[-1]):
                    continue  # only `engram validate` looks up a label in the list
                if place[0] == "labels" and len(place) > 1:
                    continue  # any name may have a label
                if place[-2:-1] in (("theory",), ("line_styles",)):
                    continue  # the words in a legend are free, and `engram validate` looks up those with a style
                with self.subTest(f"{path.name}: {place}"):
                    wrong = copy.deepcopy(spec)
                    rename(*place)(wrong)
                    self.assertFalse(self.validator.is_valid(wrong), "the schema accepts it")
                    tried += 1
        self.assertGreater(tried, 200)

    def test_every_key_of_a_spec_mistyped_is_refused_by_engram_too(self):
        for text in (WHOLE, VARIED):
            spec = self.read(text)
            for place in keys_of(spec):
                with self.subTest(place):
                    wrong = copy.deepcopy(spec)
                    rename(*place)(wrong)
                    self.assertFalse(self.engram_accepts(yaml_text(wrong))[0])
                    self.assertFalse(self.validator.is_valid(wrong))

    def test_the_corpus_is_large(self):
        self.assertGreaterEqual(len(BAD_WHOLE) + len(BAD_VARIED), 100)

    def test_every_plugin_with_its_words(self):
        done = subprocess.run([PROGRAM, "plugins", "--json"], capture_output=True, text=True, check=True)
        definitions = self.validator.schema["definitions"]
        for plugin in json.loads(done.stdout):
            definition = definitions[f"{plugin['kind']}.{plugin['name']}"]
            self.assertIn(plugin["summary"], definition["description"])
            names = [parameter["name"] for parameter in plugin["parameters"]]
            self.assertEqual(sorted(definition["properties"]), sorted(["plugin", *names]))
            for parameter in plugin["parameters"]:
                self.assertIn(parameter["description"], definition["properties"][parameter["name"]]["description"])
                self.assertEqual(parameter["name"] in definition["required"], parameter["required"])

    def test_plugins_of_the_users_own(self):
        own = schema("--plugin-path", SUPPORT_PLUGINS)
        self.assertIn("model.plain_model", own["definitions"])
        self.assertNotIn("model.plain_model", self.validator.schema["definitions"])
        how = own["definitions"]["analysis.labelled.misbehaves"]["properties"]["how"]
        self.assertIn("crash", how["enum"])
        self.assertEqual(how["default"], "behave")

    def test_defaults_are_what_engram_fills_in(self):
        properties = self.validator.schema["definitions"]["model.pc_hopfield"]["properties"]
        self.assertEqual(properties["tau_v"]["default"], 0.1)
        self.assertIn("In s.", properties["tau_v"]["description"])


def keys_of(node, place=()):
    """The path of each key of a spec; the labels of cases are free."""
    if isinstance(node, dict):
        for key, value in node.items():
            if place != ("cases",):
                yield (*place, key)
            yield from keys_of(value, (*place, key))
    elif isinstance(node, list):
        for number, item in enumerate(node):
            yield from keys_of(item, (*place, number))


def yaml_text(node, key=False):
    """A tree as flow YAML in which texts are plain wherever they can be."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{yaml_text(name, True)}: {yaml_text(value)}" for name, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(yaml_text(item) for item in node) + "]"
    if isinstance(node, str):
        plain = node and not any(c in node for c in ",[]{}:#&*!|>'\"%@`") and node == node.strip()
        return node if plain else json.dumps(node)
    return json.dumps(node)


if __name__ == "__main__":
    unittest.main()
