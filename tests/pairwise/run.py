#!/usr/bin/python3 -B
"""run.py ENGRAM [OPTION]...: tests pairs of features with a built program.

Four campaigns, each with all pairs of its values (covering.py), so that faults between two features are found:
  specs      plugins and values of their parameters, within the declared limits: run, then plot, check, rerun and others
  odd        one odd value in a spec that otherwise runs
  mutations  the specs of the experiments with a key removed, doubled or replaced: validate
  flags      options of the commands, in folders in several states: existing files stay, and nothing is left behind

Every finding prints the spec, the command, and the line that runs it again. Exit code 0: no findings; 1: findings.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import flags
import mutations
import odd
import probe
import specs
from catalogue import read_plugins
from findings import Finding, Findings, cause_of
from network import Network

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from commit import commit_word  # noqa: E402

HERE = Path(__file__).resolve().parent
EXPERIMENTS = HERE.parents[1] / "experiments"
# The number of cases of each campaign in a sample.
SAMPLE = {"specs": 260, "odd": 240, "mutations": 260, "flags": 420}
MEMORY = 4 << 30
FIXED_SEED = "engram"


class Bench:
    """Folders, the program and a place for findings, for one case at a time."""

    def __init__(self, options, findings, files, counts, room):
        self.options = options
        self.findings = findings
        self.files = files
        self.counts = counts
        self.room = Path(room)
        self.plugin_path = options.plugin_path
        self.made = 0
        (self.room / "tmp").mkdir()

    def folder(self):
        """A new folder, with the files that examples of plugins name."""
        self.made += 1
        folder = self.room / str(self.made)
        folder.mkdir()
        for file in self.files:
            (folder / file.name).symlink_to(file)
        return folder

    def engram(self, arguments, folder, limit=None, prefix=(), environment=None):
        """Runs the program in a folder. A case with its own limit may reach it."""
        environment = {"TMPDIR": str(self.room / "tmp"), **(environment or {})}
        if self.plugin_path:
            environment["ENGRAM_PLUGIN_PATH"] = str(self.plugin_path)
        outcome = probe.start([self.options.program, *arguments], folder, environment,
                              min(limit or self.options.limit, self.options.limit),
                              [*prefix, *probe.limits(0 if self.options.sanitized else MEMORY)], patient=limit is None)
        self.counts["commands"] += 1
        if self.options.verbose:
            first = ((outcome.err + outcome.out).strip().splitlines() or [""])[0]
            print(f"{outcome.code:3} {outcome.seconds:6.2f} s  {shlex.join(map(str, arguments))}: {first}", flush=True)
        return outcome

    def _finding(self, name, complaint, outcome, text):
        variables = f"ENGRAM_PLUGIN_PATH={shlex.quote(str(self.plugin_path))} " if self.plugin_path else ""
        return Finding(name, complaint.kind, complaint.words, probe.as_typed(outcome, variables), text, outcome.folder)

    def found(self, name, complaint, outcome, text):
        self.findings.add(self._finding(name, complaint, outcome, text))

    def enough_of(self, name, complaint):
        return self.findings.known(Finding(name, complaint.kind, complaint.words, "", "", None))

    @staticmethod
    def same_cause(name, one, other):
        return (cause_of(Finding(name, one.kind, one.words, "", "", None)) ==
                cause_of(Finding(name, other.kind, other.words, "", "", None)))

    def count(self, what):
        self.counts[what] += 1


def example_files(options, room):
    """The files of the examples of plugins, as `engram docs` writes them."""
    site = Path(room) / "docs"
    subprocess.run([options.program, "docs", "-o", site, "-q", *_plugin_options(options)], check=True)
    return sorted(path for path in (site / "files").rglob("*") if path.is_file()) if (site / "files").is_dir() else []


def _plugin_options(options):
    return ["--plugin-path", str(options.plugin_path)] if options.plugin_path else []


def campaigns(options):
    """A function for each campaign that takes a limit and makes its cases."""
    network = Network(read_plugins(options.program, _plugin_options(options), options.parts))
    return {
        specs.NAME: lambda limit: specs.cases(network, options.seed, limit),
        odd.NAME: lambda limit: odd.cases(network, options.seed, limit),
        mutations.NAME: lambda limit: mutations.cases(sorted(EXPERIMENTS.glob("*/*.yaml")), options.seed, limit),
        flags.NAME: lambda limit: flags.cases(options, limit),
    }


def chosen_cases(options):
    made = campaigns(options)
    for name in options.campaign or made:
        limit = None if options.all or options.only else SAMPLE[name]
        for number, case in enumerate(made[name](limit)):
            if number % options.slice[1] == options.slice[0] - 1 and (not options.only or options.only in case.name):
                yield case


def in_groups(cases, options):
    """The cases, with those that can share a command in groups, unless single ones were asked for."""
    cases = list(cases)
    if options.only:
        return cases
    mutated = [case for case in cases if isinstance(case, mutations.Case)]
    return [case for case in cases if not isinstance(case, mutations.Case)] + list(mutations.together(mutated))


def run_cases(cases, options, findings):
    counts = Counter()
    with tempfile.TemporaryDirectory(prefix="engram-pairs-") as room:
        files = example_files(options, room)
        done = reported = 0
        end = time.monotonic() + options.seconds

        def one(case):
            size = getattr(case, "size", 1)
            if time.monotonic() > end:
                counts["cases not run, for want of time"] += size
                return size
            with tempfile.TemporaryDirectory(dir=room) as folder:
                try:
                    case.run(Bench(options, findings, files, counts, folder))
                finally:
                    _open_again(folder)
            return size

        with ThreadPoolExecutor(options.jobs) as pool:
            for future in as_completed([pool.submit(one, case) for case in in_groups(cases, options)]):
                done += future.result()
                if options.progress and done >= reported + 50:
                    reported = done
                    print(f"{done} cases, {findings.summary()}", flush=True)
    counts["cases"] = done
    return counts


def _open_again(folder):
    """Folders without write permission cannot be removed."""
    for path, folders, _ in os.walk(folder):
        for name in folders:
            if not os.path.islink(os.path.join(path, name)):
                os.chmod(os.path.join(path, name), 0o755)


def _slice(text):
    number, count = (int(word) for word in text.split("/"))
    if not 1 <= number <= count:
        raise ValueError(text)
    return number, count


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()), help="the program engram")
    parser.add_argument("--all", action="store_true", help="all cases instead of a sample")
    parser.add_argument("--seed", default=commit_word() or FIXED_SEED, help="chooses the rows; default: the commit")
    parser.add_argument("--slice", type=_slice, default=(1, 1), metavar="K/N", help="every Nth case only, from the Kth on")
    parser.add_argument("--only", metavar="TEXT", help="only cases with TEXT in their name, of all cases of the seed")
    parser.add_argument("--campaign", action="append", choices=sorted(SAMPLE), help="only this one; may be given again")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=(), metavar="A,B", help="only these plugins")
    parser.add_argument("--plugin-path", type=lambda text: Path(text).resolve(), metavar="FOLDER", help="search further plugins there")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the files of findings there")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="cases side by side")
    parser.add_argument("--limit", type=float, default=20, help="seconds that one command may take")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further case after so many seconds")
    parser.add_argument("--sanitized", action="store_true", help="the program is built with a sanitizer, and needs more memory")
    parser.add_argument("--progress", action="store_true", help="print a line now and then")
    parser.add_argument("--verbose", action="store_true", help="print every command, how it ended and its first words")
    parser.add_argument("--list", action="store_true", help="print the names of the cases and run nothing")
    return parser.parse_args(arguments)


def command_again(options, case):
    words = ["tests/pairwise/run.py", options.program, "--seed", options.seed]
    words += ["--parts", ",".join(options.parts)] if options.parts else []
    words += ["--plugin-path", str(options.plugin_path)] if options.plugin_path else []
    words += [] if options.all or options.only else ["--all"]
    return shlex.join([*words, "--campaign", case.split("/")[0], "--only", case])


def main():
    options = parse(sys.argv[1:])
    print(f"seed {options.seed}", flush=True)
    if options.list:
        print("\n".join(case.name for case in chosen_cases(options)))
        return 0
    findings = Findings(options.keep)
    counts = run_cases(chosen_cases(options), options, findings)
    print(", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
    print(findings.report(lambda case: command_again(options, case)) if len(findings) else "nothing was found")
    print(f"seed {options.seed}: {findings.summary()}")
    return 1 if len(findings) else 0


if __name__ == "__main__":
    sys.exit(main())
