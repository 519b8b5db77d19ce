"""Options of the commands, each absent, with a good, a bad and an empty value and given twice, in folders in
several states. All pairs for each command; no command may lose existing files or leave anything behind."""

import json
import os
import shlex
import shutil
from collections import namedtuple
from random import Random
from threading import Lock

import states
from covering import Array, Factor
from probe import Complaint, complaints
from states import CELLS, NAMES, Workshop, broken, snapshot

NAME = "flags"
SBATCH = """\
#!/bin/sh
# In place of Slurm's sbatch: takes a job and notes it, with a greeting or a warning, or refuses it.
cat > /dev/null 2>&1 || true
case $FAKE_SBATCH in
  refuses) echo "sbatch: error: invalid partition" >&2; exit 1;;
  silent) exit 1;;
  greets) echo "Welcome to the cluster";;
  warns) echo "sbatch: warning: 17 accounts are missing" >&2;;
esac
echo "$*" >> "$FAKE_SBATCH_JOBS"
number=$(grep -c "" "$FAKE_SBATCH_JOBS")
case $FAKE_SBATCH:$* in
  cluster:*--parsable*) echo "$number;north";;
  *--parsable*) echo "$number";;
  *) echo "Submitted batch job $number";;
esac
"""

# good: values with which the command can succeed; the first one is used in cases about other options.
Values = namedtuple("Values", "good bad")
ABSENT = ()


def _once(flag, good, bad=()):
    """A flag that is absent, has each value, is given twice, has an empty value or has no value."""
    return Values((ABSENT, *((flag, value) for value in good)),
                  (*((flag, value) for value in bad), (flag, ""), (flag,), (flag, good[0], flag, good[-1])))


def _again(flag, good, bad=()):
    """The same for a flag that may be repeated."""
    once = _once(flag, good, bad)
    return Values((*once.good, once.bad[-1]), once.bad[:-1])


def _joined(flag, good, bad=()):
    return Values((ABSENT, *((f"{flag}={value}",) for value in good)), (*((f"{flag}={value}",) for value in bad), (f"{flag}=",), (flag,)))


def _switch(flag):
    return Values((ABSENT, (flag,)), ((flag, flag), (f"{flag}=1",), (f"{flag}=",)))


def _number(flag, *good):
    return _once(flag, good, ("0", "-1", "-2", "1.5", "abc", "1e3", "99999999999999999999", "nan", "inf", "0x10", " 2", "2 "))


def _words(*good, bad=()):
    return Values(tuple((word,) for word in good), (ABSENT, ("",), *((word,) if isinstance(word, str) else word for word in bad)))


OUTPUT = _once("-o", ("other.h5", "four.h5", "full/x.h5", "x"),
               ("missing/x.h5", "full", "four.yaml", "data.npy", "measured.h5", "notes.txt", "/dev/null", ".", "other.h5/", "four.cells"))
SET = _again("--set", ("learning.normalisation=none", "seed=3", "sweep.seed.to=3"),
            ("model.unit=3", "nothing", "=3", "seed=", "seed=[1", "cases.a.seed=2", "sweep=", "sweep.seed=[1, 1]", "model=", "a..b=1"))
KEEP = _again("--keep", ("all", "none", "first seed", "weights=all,states=none"),
              ("most", "weight=all", "=all", "weights=", "weights=some", ",", "keep=all"))
PLUGIN_PATH = _again("--plugin-path", ("full",), ("missing", "notes.txt"))
QUIET = _switch("-q")
SPEC_NAME = _words("four.yaml", "./four.yaml", bad=("missing.yaml", "full", ("four.yaml", "four.yaml"), "broken.yaml", "notes.txt",
                                                    "data.npy", "measured.h5", "/dev/null", "four.h5"))
RESULT_NAME = _words("four.h5", "./four.h5", bad=("missing.h5", "full", ("four.h5", "four.h5"), "four.yaml", "measured.h5",
                                                  "notes.txt", "/dev/null"))
SPEC_FILE = _once("--spec", ("four.yaml",), ("broken.yaml", "missing.yaml", "notes.txt", "full", "four.h5", "/dev/null"))
EXTRA = Values((ABSENT,), (("--bogus",), ("--help",), ("--",), ("stray",), ("--versio",), ("-",)))
STUDY = {"spec": SPEC_NAME, "-o": OUTPUT, "--set": SET, "--keep": KEEP, "--plugin-path": PLUGIN_PATH}
LICENCES = {flag: _switch(flag) for flag in ("--resume", "--recompute", "--overwrite")}
KINDS = ("activation", "model", "learning_rule", "pattern_source", "corruption", "integrator", "analysis")

COMMANDS = {
    "run": {**STUDY, **LICENCES, "--accept-plugins": _switch("--accept-plugins"), "-j": _number("-j", "1", "2"),
            "--shard": _once("--shard", ("1/2", "2/2", "1/1"), ("3/2", "0/2", "1/0", "-1/2", "1", "/", "a/b", "1/99999999999999999999")),
            "--cells": _once("--cells", ("labels.txt",), ("missing.txt", "notes.txt", "full", "data.npy", "/dev/null")),
            "--cell": _once("--cell", ("seed=1",), ("seed=9", "../x")), "--fail-fast": _switch("--fail-fast"),
            "--dry-run": _switch("--dry-run"), "-q": QUIET},
    "merge": {**STUDY,
              "--partial": _once("--partial", ("so_far.h5", "four.h5"),
                                 ("notes.txt", "missing/x.h5", "full", "four.yaml", "data.npy", "measured.h5")),
              **LICENCES,
              "--original": _once("--original", ("four.yaml",), ("missing.yaml", "notes.txt", "full")), "-q": QUIET},
    "rerun": {"result": RESULT_NAME, "-o": OUTPUT, "--cell": _once("--cell", ("seed=1",), ("seed=9", "../x")), "--keep": KEEP, "-j": _number("-j", "1", "2"), "--absolute": _number("--absolute", "0", "1e-9"),
              "--relative": _number("--relative", "0", "1e-9"), "-q": QUIET, "--plugin-path": PLUGIN_PATH},
    "status": {**STUDY, "--missing": _switch("--missing"), "--explain": _switch("--explain")},
    "submit": {"--slurm": Values((("--slurm",),), (ABSENT, ("--slurm", "--slurm"), ("--slurm=1",))), **STUDY, **LICENCES,
               "--tasks": _number("--tasks", "2", "8"), "--sbatch": _joined("--sbatch", ("--time=1:00",), ("a b\nc",)),
               "--merge-sbatch": _joined("--merge-sbatch", ("--mem=1G",), ("a b\nc",)), "--dry-run": _switch("--dry-run"),
               "sbatch": Values(("takes it", "greets", "cluster", "warns"), ("refuses", "silent", "missing"))},
    "plot": {"result": RESULT_NAME, "-o": _once("-o", ("pictures", "full", "."), ("notes.txt", "missing/x", "/dev/null")),
             "-f": _again("-f", ("svg", "png", "pdf"), ("gif", "PNG")), "--figure": _again("--figure", ("overlap",), ("overlop",)),
             "--spec": SPEC_FILE, "--captions": _again("--captions", ("txt", "tex", "md"), ("doc", "TXT")),
             "--no-captions": _switch("--no-captions"),
             "--width": _once("--width", ("single", "double", "12", "9.5cm"), ("wide", "0", "-3", "1e9", "nan", "12 m")),
             "-q": QUIET, "--overwrite": _switch("--overwrite")},
    "show": {"result": RESULT_NAME, "path": _words("analyses/recall/overlap", "model.units", "settings", "spec", "summary",
                                                   bad=("analyses/recall/overlpa", "../x", "a b", ("settings", "spec"))),
             "-c": _once("-c", ("seed=1", "seed=2"), ("seed=9", "seed", "../x")), "--why": _switch("--why")},
    "export": {"result": RESULT_NAME, "path": _words("analyses/recall/overlap", "analyses/recall/class", "model/W",
                                                     bad=("analyses/recall/overlpa", "../x", "model.units", ("model/W", "spec"))),
               "-c": _once("-c", ("seed=1", "seed=2"), ("seed=9", "../x")), "-f": _once("-f", ("csv", "npy"), ("CSV", "parquet")),
               "-o": _once("-o", ("new.csv", "new.npy"), ("four.h5", "notes.txt", "full", "missing/x.csv", "/dev/null")),
               "--overwrite": _switch("--overwrite")},
    "summary": {"result": RESULT_NAME, "--columns": _once("--columns", ("seed", "seed,mean_overlap"), ("sead", ",", "mean")),
                "--where": _once("--where", ("seed=1", "seed=1..2"), ("seed=9", "sead=1", "seed", "=")),
                "--sort": _once("--sort", ("seed", "mean_overlap"), ("sead", "-")), "--csv": _switch("--csv"),
                "-o": _once("-o", ("new.csv",), ("four.h5", "notes.txt", "full", "missing/x.csv", "/dev/null")),
                "--overwrite": _switch("--overwrite")},
    "compare": {"result": RESULT_NAME, "other": RESULT_NAME, "-o": _once("-o", ("pictures", "full"), ("notes.txt", "/dev/null")),
                "-f": _again("-f", ("svg", "png", "pdf"), ("gif", "PNG")), "--figure": _again("--figure", ("overlap",), ("overlop",)),
                "--overwrite": _switch("--overwrite")},
    "report": {"result": RESULT_NAME, "-o": _once("-o", ("new.html",), ("four.h5", "four.yaml", "notes.txt", "page.html", "data.npy",
                                                                       "missing/x.html", "full", "measured.h5", "/dev/null")),
               "--title": _once("--title", ("A title",), ("<script>", "\x1b[2J", "a\nb")), "-q": QUIET, "--overwrite": _switch("--overwrite")},
    "check": {"result": RESULT_NAME, "--spec": SPEC_FILE, "--json": _switch("--json"), "--integrity": _switch("--integrity")},
    "diff": {"result": RESULT_NAME, "other": RESULT_NAME, "--absolute": _number("--absolute", "0", "1e-9"),
             "--relative": _number("--relative", "0", "1e-9"), "--provenance": _switch("--provenance"), "--all": _switch("--all"),
             "-q": QUIET},
    "validate": {"spec": SPEC_NAME, "--set": SET, "--plugin-path": PLUGIN_PATH, "--resolved": _switch("--resolved")},
    "docs": {"-o": Values((("-o", "site"), ("-o", "full")), (ABSENT, ("-o", "notes.txt"), ("-o", "missing/x"), ("-o", "/dev/null"),
                                                             ("-o", "."), ("-o", ""), ("-o",), ("-o", "site", "-o", "other"))),
             "--overwrite": _switch("--overwrite"), "-q": QUIET, "--plugin-path": PLUGIN_PATH},
    "new": {"kind": _words(*KINDS, "spec", bad=("modle",)),
            "name": _words("softstep", "tanh", bad=("int", "../x", "a b", "A", "_", "notes.txt", "full", "all")),
            "-o": _once("-o", ("mine",), ("full", "notes.txt", "missing/x", ".", "/dev/null")), "--plugin-path": PLUGIN_PATH},
    "check-plugin": {"library": _words("tanh.so", bad=("missing.so", "notes.txt", "full", "data.npy", "/dev/null")),
                     "--law": _again("--law", ("slope",), ("slop",)), "--timeout": _number("--timeout", "30", "0.5"), "-q": QUIET,
                     "--plugin-path": PLUGIN_PATH},
    "schema": {"-o": _once("-o", ("schema.json",), ("notes.txt", "four.yaml", "full", "missing/x.json", "four.h5", "/dev/null")),
               "--overwrite": _switch("--overwrite"), "--plugin-path": PLUGIN_PATH},
    "completion": {"shell": _words("bash", "zsh", "fish", bad=("csh", ("bash", "zsh")))},
    "plugins": {"--json": _switch("--json"), "-v": _switch("-v"), "--plugin-path": PLUGIN_PATH},
    "describe": {"name": _words("tanh", "activation/tanh", "panel", "claim", "sweep", "spec", bad=("activation/", "/tanh", "tahn", ("tanh", "relu"))),
                 "--json": _switch("--json"), "--plugin-path": PLUGIN_PATH},
}
# Values that no command may accept as a number of processes, or as a tolerance, including the empty one.
NO_COUNT = {"", "0", "-1", "-2", "1.5", "abc", "nan", "inf", "0x10", "99999999999999999999"}
NO_TOLERANCE = {"", "-1", "-2", "abc", "nan"}
REFUSED = {"-j": NO_COUNT, "--tasks": NO_COUNT, "--absolute": NO_TOLERANCE, "--relative": NO_TOLERANCE,
           "--timeout": NO_TOLERANCE | {"0"}}
# Names of factors that are not options of the command.
NO_OPTIONS = {"spec", "result", "other", "path", "library", "kind", "name", "shell", "sbatch"}


class Fixture:
    """Shared by all cases: folders in every state, a replacement of sbatch, and a plugin library to check."""

    def __init__(self, options):
        self.options = options
        self.lock = Lock()
        self.workshop = None
        self.library = None
        self.as_user = []

    def prepare(self, bench):
        """Makes the folders once; their files stay until the last case has ended."""
        with self.lock:
            if self.workshop is None:
                self.as_user = _as_user()
                self.library = _library(bench)
                bench.room = bench.room.parent / "fixture"
                (bench.room / "tmp").mkdir(parents=True)
                self.workshop = Workshop(bench)
                programs = bench.room / "programs"
                programs.mkdir()
                (programs / "sbatch").write_text(SBATCH)
                (programs / "sbatch").chmod(0o755)
                self.programs = programs

    def environment(self, row, jobs):
        if row.get("sbatch") in (None, "missing"):
            return {}
        return {"PATH": f"{self.programs}:{os.environ['PATH']}", "FAKE_SBATCH": row["sbatch"], "FAKE_SBATCH_JOBS": str(jobs)}


def _as_user():
    """A prefix of a command that makes permissions count for root too."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if shutil.which("setpriv") else []


def _library(bench):
    """The library of the activation tanh."""
    outcome = bench.engram(["describe", "activation/tanh", "--json"], bench.room)
    described = json.loads(outcome.out)
    return (described[0] if isinstance(described, list) else described).get("library")


class Case:
    def __init__(self, fixture, command, row):
        self.fixture = fixture
        self.command = command
        self.row = row
        self.state = row["state"]
        self.words = [command, *(word for name, words in row.items() if name not in ("state", "sbatch") for word in words)]
        mode = f", sbatch {row['sbatch']}" if "sbatch" in row else ""
        self.name = f"{NAME}/{command}/{self.state}{mode}: {shlex.join(self.words[1:])}".replace("\n", "\\n")

    def run(self, bench):
        room = bench.room
        self.fixture.prepare(bench)
        bench.room = room
        folder = room / "case"
        folder.mkdir()
        self.fixture.workshop.copy(self.state, folder)
        if self.command == "check-plugin" and self.fixture.library:
            (folder / "tanh.so").symlink_to(self.fixture.library) if not states.setting_read_only(self.state) else None
        before = snapshot(folder)
        outcome = bench.engram(self.words, folder, prefix=self.fixture.as_user if states.setting_read_only(self.state) else (),
                               environment=self.fixture.environment(self.row, room / "jobs"))
        after = snapshot(folder)
        wrong = complaints(outcome, silent=(1,) if self.command == "diff" else ())
        wrong += broken(self.state, before, after, self.words)
        wrong += self._unfinished(outcome, after)
        wrong += self._accepted(outcome) + self._other_shard(bench, folder, outcome)
        wrong += self._lost_jobs(outcome, room / "jobs")
        wrong += [Complaint("left behind", "a file in the folder for temporary files")] if any((room / "tmp").iterdir()) else []
        for complaint in wrong:
            text = f"state: {self.state}" + (f", sbatch: {self.row['sbatch']}" if "sbatch" in self.row else "")
            bench.found(self.name, Complaint(complaint.kind, f"{self.command}: {complaint.words}"), outcome, text)
        bench.count(f"{NAME}: ended with {outcome.code}")

    def _accepted(self, outcome):
        """Complaints about numbers that should have been refused, and about a rerun that ends as if the results
        differed."""
        if outcome.code == 2 or outcome.late or "--help" in self.words:
            return []
        found = [Complaint("accepted", f"{flag} {value!r}, with exit code {outcome.code}")
                 for flag, value in zip(self.words, self.words[1:]) if value in REFUSED.get(flag, ())]
        if self.command == "rerun" and outcome.code == 1 and not found:
            found.append(Complaint("result", "exit code 1, which means that the same program gives another result"))
        return found

    def _other_shard(self, bench, folder, outcome):
        """The second shard must not change the cells of the first one."""
        others = ("-o", "--set", "--cell", "--dry-run", "--help", "--recompute", "1/1", "1/2")
        if (self.command != "run" or self.state != "interrupted" or outcome.code != 0 or "2/2" not in self.words
                or any(word.startswith(others) for word in self.words)):
            return []
        status = bench.engram(["status", "four.yaml"], folder)
        whole = "4 computed" in status.out or states.results.state_of(folder / "four.h5") == ("complete", CELLS)
        return [] if whole else [Complaint("data", f"cells of the other shard are gone: {status.out.strip()}")]

    @staticmethod
    def _lost_jobs(outcome, jobs):
        """Jobs that Slurm accepted, although the command failed."""
        taken = jobs.read_text().splitlines() if jobs.exists() else []
        return [Complaint("data", f"exit code {outcome.code}, and Slurm took {len(taken)} jobs")] if taken and outcome.code else []

    def _unfinished(self, outcome, after):
        """Exit code 0 of a whole run means a complete result."""
        limiting = ("--dry-run", "--shard", "--cell", "--set", "-o", "--help", "--partial")
        if self.command not in ("run", "merge") or outcome.code != 0 or any(word.startswith(limiting) for word in self.words):
            return []
        result = after.get("four.h5")
        if result is None or result.result != ("complete", CELLS):
            return [Complaint("result", f"exit code 0, and the result is {result and result.result}")]
        return []


def _factors(command):
    return {"state": Values(NAMES, ()), **COMMANDS[command], "extra": EXTRA}


def _shards(factors):
    """The second shard after the first one, with each way of starting."""
    if "--shard" not in factors:
        return []
    usual = {name: values.good[0] for name, values in factors.items()}
    return [{**usual, "state": "interrupted", "--shard": ("--shard", "2/2"), flag: (flag,)} for flag in ("--resume", "--overwrite")]


def _alone(factors, random):
    """Each value alone, in every state."""
    usual = {name: values.good[0] for name, values in factors.items()}
    rows = [{**usual, name: value, "state": state} for name, values in factors.items() if name != "state"
            for value in (*values.good, *values.bad) for state in NAMES]
    random.shuffle(rows)
    return rows


def _good_state(factors, options, random):
    """A state in which the command can do its work."""
    if "result" in factors:
        return random.choice(("finished", "finished", "other settings", "read-only, finished"))
    if "--partial" in factors or LICENCES.keys() & set(options):
        return random.choice(NAMES[:5])
    return random.choice(("nothing", "nothing", "nothing", *NAMES))


def _good_pairs(factors, random):
    """Two options with good values and no others, so that no refusal of one hides the effect of both."""
    usual = {name: values.good[0] for name, values in factors.items()}
    names = [name for name in factors if name != "state"]
    rows = [{**usual, one: left, other: right, "state": _good_state(factors, (one, other), random)}
            for place, one in enumerate(names) for other in names[place + 1:]
            for left in factors[one].good[1:] for right in factors[other].good[1:]]
    random.shuffle(rows)
    return rows


def _all_pairs(factors, random, limit):
    """All pairs of all values, possibly several bad ones together."""
    return Array([Factor(name, (*values.good, *values.bad)) for name, values in factors.items()], random).rows(limit)


def rows(command, random, limit=None):
    """Rows; a limited number is taken from the beginning of each list, so that all rows of a seed contain them."""
    factors = _factors(command)
    part = None if limit is None else max(1, limit // 4)
    return [*_shards(factors), *_good_pairs(factors, random)[:part and 2 * part], *_alone(factors, random)[:part], *_all_pairs(factors, random, part)]


def _shares(limit):
    """The number of rows of each command in a sample, by the number of its options."""
    weights = {command: len(factors) ** 2 for command, factors in COMMANDS.items()}
    return {command: limit and max(4, limit * weight // sum(weights.values())) for command, weight in weights.items()}


def cases(options, limit):
    """Cases of all commands; a limited number is divided among them."""
    fixture = Fixture(options)
    for command, share in _shares(limit).items():
        random = Random(f"{NAME} {command} {options.seed}")
        for row in rows(command, random, share):
            yield Case(fixture, command, row)
