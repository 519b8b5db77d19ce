#!/usr/bin/python3 -B
"""run.py ENGRAM [OPTION]...: computes every recorded number of random specs a second time in numpy.

Each spec is drawn from a seed, run by the program, and its result read with h5py. From the patterns, the weights
and the states in it, and from random streams drawn again, the oracle computes all records of training, analyses
and /summary, and compares to 1e-10. Datasets that no oracle checks are listed at the end; those without a reason
in excused.py are findings. Exit code 0: all agree; 1: something differs, or is not checked. Each finding has the
command that runs its spec again.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np

import summary
from case import Case, with_settings
from compare import fault
from draw import Draw
from excused import is_scale, plugins_without_oracle, reason
from parts import Catalogue

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from commit import commit_word  # noqa: E402
from unstacked import unstacked  # noqa: E402

HERE = Path(__file__).resolve().parent
LIMIT = 60


class Report:
    def __init__(self):
        self.checked, self.unchecked, self.findings = Counter(), Counter(), []

    def add(self, other):
        self.checked += other.checked
        self.unchecked += other.unchecked
        self.findings += other.findings


def families(catalogue):
    """A name for the place of a dataset: the path without labels and cases, such as `analyses/recall/overlap`."""
    names = set(catalogue.names("analysis")) | set(catalogue.names("learning_rule"))

    def family(path, spec):
        parts = path.split("/")
        if parts[0] == "summary":
            return "summary/grid/*" if parts[1] == "grid" and len(parts) > 2 else "summary/*"
        if parts[0] == "cases":
            parts = parts[2:]
        if parts[0] in ("analyses", "training") and len(parts) > 2 and parts[1] not in names:
            listed = spec["analyses" if parts[0] == "analyses" else "learning"]
            parts[1] = next((part["plugin"] for part in listed if part.get("label") == parts[1]), parts[1])
        if parts[0] == "training" and len(parts) == 2:
            rule = spec["learning"]
            parts.insert(1, rule if isinstance(rule, str) else rule["plugin"])
        if parts[0] == "model":
            parts.insert(1, spec["model"]["plugin"])
        return "/".join(parts)
    return family


def check_result(catalogue, spec, path):
    """Compares all datasets of a result with their expected values."""
    report, family = Report(), families(catalogue)
    with unstacked(path) as file:
        wanted, spread = {}, spec.get("sweep", {})
        plain = {key: value for key, value in spec.items() if key != "sweep"}
        cases = list(itertools.product(*spread.values())) if spread else []
        names = summary.names_of(spread)
        if spread and list(names) != list(file["cases"]) and sorted(names) != sorted(file["cases"]):
            report.findings.append(f"cases: {sorted(file['cases'])} instead of {sorted(names)}")
            return report
        for name, values in zip(names, cases):
            here = with_settings(plain, dict(zip(spread, values)))
            wanted.update({f"cases/{name}/{key}": value
                           for key, value in Case(catalogue, here, file["cases"][name]).expected().items()})
        wanted.update(summary.expected(file, spread, names) if spread else Case(catalogue, spec, file).expected())
        _compare(file, wanted, report, lambda place: family(place, spec))
    return report


def _compare(file, wanted, report, family):
    present = []
    file.visititems(lambda place, node: present.append(place) if isinstance(node, h5py.Dataset) else None)
    for place in present:
        if place in wanted:
            report.checked[family(place)] += 1
            words = fault(wanted[place], file[place])
            if words:
                report.findings.append(f"{place}: {words}")
        elif is_scale(file[place]):
            report.checked[family(place)] += 1
            if not np.array_equal(file[place][()], np.arange(len(file[place]))):
                report.findings.append(f"{place}: numbers of a dimension do not count from 0: {file[place][()]}")
        else:
            report.unchecked[family(place)] += 1
    for place in set(wanted) - set(present):
        report.findings.append(f"{place}: is missing in the result")


def checked(catalogue, spec, path):
    """A result that the oracle cannot read, because a dataset is missing or has another shape, is a finding too."""
    try:
        return check_result(catalogue, spec, path)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        report = Report()
        report.findings.append(f"the oracle cannot read the result: {traceback.format_exc(limit=-3)}")
        return report


def run_spec(options, catalogue, number):
    """Draws, runs and checks one spec."""
    report = Report()
    name = f"{options.seed}/{number}"
    spec = Draw(name).spec()
    text = json.dumps(spec)
    if options.only and options.only not in text:
        return None
    with tempfile.TemporaryDirectory(prefix="engram-oracle-") as folder:
        written, result = Path(folder, "spec.yaml"), Path(folder, "result.h5")
        written.write_text(text, encoding="utf-8")
        done = subprocess.run([options.program, "run", written, "-o", result, "-j", "1", "-q"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=LIMIT, check=False)
        if done.returncode != 0:
            report.findings.append(f"exit code {done.returncode}: {done.stdout.strip()[:600]}")
        else:
            report.add(checked(catalogue, spec, result))
    if report.findings:
        again = f"    again: {HERE / 'run.py'} {options.program} --seed {options.seed} --from {number} --count 1"
        report.findings = [f"spec {name}: {text}\n" + "".join(f"    {line}\n" for line in report.findings) + again]
    return report


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()), help="the program engram")
    parser.add_argument("--seed", default=commit_word() or "engram", help="chooses the specs; default: the commit")
    parser.add_argument("--count", type=int, default=100, help="how many specs")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first one")
    parser.add_argument("--only", metavar="TEXT", help="only specs with TEXT in them, such as the name of a plugin")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no spec after so many seconds")
    parser.add_argument("--jobs", type=int, default=2, help="specs that run at a time")
    parser.add_argument("--verbose", action="store_true", help="list how often each dataset was checked")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    catalogue = Catalogue(options.program)
    report, end = Report(), time.monotonic() + options.seconds
    runs = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        numbers = range(options.first, options.first + options.count)
        for one in pool.map(lambda number: run_spec(options, catalogue, number) if time.monotonic() < end else None, numbers):
            if one:
                runs += 1
                report.add(one)
    report.findings += [f"{kind} '{name}' has no oracle, and no reason in excused.py"
                        for kind, name in plugins_without_oracle(catalogue)]
    for text in report.findings:
        print(text)
    if options.verbose:
        for name, count in sorted(report.checked.items()):
            print(f"checked {count:6} times: {name}")
    for name, count in sorted(report.unchecked.items()):
        words = reason(name)
        print(f"not checked: {name}, {words}" if words else f"not checked, and no reason: {name} ({count} times)")
    unexcused = [name for name in report.unchecked if not reason(name)]
    print(f"{runs} specs, {sum(report.checked.values())} datasets of {len(report.checked)} names checked, "
          f"{len(report.findings)} findings, {len(unexcused)} names without an oracle or a reason")
    return 1 if report.findings or unexcused or not runs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
