#!/usr/bin/python3 -B
"""run.py [PATH...]: makes mutants of C++ sources, and lists those that no test notices.

PATH is a source, a header or a folder; without one, the files that changed since the upstream branch. All mutants
of these files go into one copy of the sources, behind a switch, which is built once (in build/mutation, without
optimisation). Each mutant then runs the tests nearest to its file that execute it, until one fails; a crash or a
hang counts as noticed. Survivors are listed with file, line and change. Exit code 0: all were noticed; 1: some
survived; 2: it cannot run.
"""

import argparse
import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    from build import Build
except ImportError:
    print("run.py: needs python3-clang, clang's syntax trees for Python (framework/setup.sh --all installs it)", file=sys.stderr)
    sys.exit(2)
from nearest import areas_of, programs_of, tests_of

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = (".cpp", ".hpp")
MUTATED = ("framework", "plugins")
# A test hangs if it takes longer than this many times its time without a mutant, plus some seconds.
PATIENCE, GRACE = 10.0, 10.0
# A mutant that asks for memory without end ends here.
MEMORY = 8 << 30


def refuse(words):
    print(f"run.py: {words}", file=sys.stderr)
    sys.exit(2)


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=False)


def changed_files():
    """The files that changed since the upstream branch, committed or not."""
    upstream = git("merge-base", "HEAD", "@{upstream}")
    if upstream.returncode != 0:
        refuse("this branch has no upstream, so that it is not known what changed; name the files, or set one "
               "(git branch --set-upstream-to)")
    names = git("diff", "--name-only", "--diff-filter=d", upstream.stdout.strip(), "--").stdout.split("\n")
    return [name for name in names if name.startswith(MUTATED) and name.endswith(SUFFIXES)]


def named_files(paths):
    files = []
    for text in paths:
        path = Path(text).resolve()
        if not path.exists() or ROOT not in [path, *path.parents]:
            refuse(f"'{text}' is no file or folder of {ROOT}")
        found = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES)
        files += [str(each.relative_to(ROOT)) for each in found]
    return files


class Result:
    """A mutant, its place, and its result: `noticed` by the name of a test, `survived`, or `unreached`."""

    def __init__(self, number, file, mutant, area):
        self.number, self.file, self.mutant, self.area = number, file, mutant, area
        self.fate, self.test = "", ""

    def line(self):
        source = (ROOT / self.file).read_bytes()
        before = b" ".join(source[self.mutant.start:self.mutant.end].split()).decode(errors="replace")
        return f"{self.file}:{self.mutant.line}: {self.mutant.what}: {before[:100]}"


def run_test(test, environment, limit):
    """Whether a test passes."""
    with tempfile.TemporaryDirectory(prefix="engram-mutant-") as folder:
        process = subprocess.Popen(test.command, cwd=test.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True,
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
                                   env={**os.environ, "TMPDIR": folder, **test.environment, **environment})
        try:
            return process.wait(limit) in (0, 77)
        except subprocess.TimeoutExpired:
            return False
        finally:
            # Programs that the test started may hang as well.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def trace(test):
    """Measures a test's time without a mutant and the mutants that it executes; returns whether it passes."""
    with tempfile.TemporaryDirectory(prefix="engram-trace-") as folder:
        begin = time.monotonic()
        passed = run_test(test, {"ENGRAM_MUTANT_TRACE": folder}, 600)
        test.seconds = time.monotonic() - begin
        test.reached = {int(line) for file in Path(folder).iterdir() for line in file.read_text().split()}
        return passed


def judge(result, tests, most):
    """Runs the quickest tests that execute a mutant, at most so many, until one fails."""
    reaching = [test for test in tests if result.number in test.reached]
    result.fate = "survived" if reaching else "unreached"
    for test in reaching[:most]:
        if not run_test(test, {"ENGRAM_MUTANT": str(result.number)}, PATIENCE * test.seconds + GRACE):
            result.fate, result.test = "noticed", test.name
            break
    return result


def table(results):
    lines = [f"{'area':34} {'mutants':>8} {'noticed':>8} {'share':>6} {'survived':>9} {'no test reaches':>16}"]
    for area in sorted({result.area for result in results}):
        fates = Counter(result.fate for result in results if result.area == area)
        count = sum(fates.values())
        lines.append(f"{area:34} {count:8} {fates['noticed']:8} {fates['noticed'] / count:6.0%} {fates['survived']:9} "
                     f"{fates['unreached']:16}")
    return "\n".join(lines)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="source, header or folder")
    parser.add_argument("--sample", type=int, metavar="N", help="run N mutants of each area only, chosen by chance")
    parser.add_argument("--seed", default="engram", help="chooses the sample")
    parser.add_argument("--list", action="store_true", help="list the mutants, and run nothing")
    parser.add_argument("--stage", choices=("all", "sources", "tests"), default="all",
                        help="sources: write the switched sources and build; tests: run on what was built")
    parser.add_argument("--tests", metavar="PATTERN", help="also ctests whose name matches, after the nearest ones")
    parser.add_argument("--most", type=int, metavar="N",
                        help="run at most N tests for each mutant, the quickest first; then fewer may be noticed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "mutation", help="where the copy is built")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    files = named_files(options.paths) if options.paths else changed_files()
    areas = {file: areas_of(ROOT, file) for file in files}
    files = [file for file in files if areas[file]]
    if not files:
        print("no source that has tests is named or changed: nothing to do")
        return 0
    build = Build(ROOT, options.folder.resolve(), options.jobs)
    found = build.prepare(files)
    numbered, number = {}, 0
    for file, mutants in found.items():
        numbered[file] = list(enumerate(mutants, number + 1))
        number += len(mutants)
    if options.list:
        for file, mutants in numbered.items():
            print("".join(f"{Result(each, file, mutant, '').line()}\n" for each, mutant in mutants), end="")
        return 0
    if options.sample:
        numbered = sampled(numbered, areas, options.sample, options.seed)
        number = sum(map(len, numbered.values()))
    programs = list(dict.fromkeys(program for file in files for program in programs_of(ROOT, areas[file])))
    refused = build.make(numbered, programs)
    print(f"{number} mutants of {len(files)} files in {', '.join(programs)}; the compiler refused {refused}", flush=True)
    if options.stage == "sources":
        return 0
    results = [Result(each, file, mutant, areas[file]) for file, mutants in numbered.items() for each, mutant in mutants]
    nearest = {area: programs_of(ROOT, area) for area in {result.area for result in results}}
    return run(results, tests_of(build.made, programs, options.tests), nearest, options.jobs, options.most)


def sampled(numbered, areas, count, seed):
    """A number of mutants of each area: path -> [(number, Mutant)], as before."""
    chosen = set()
    for area in sorted({areas[file] for file in numbered}):
        here = [each for file in numbered if areas[file] == area for each, _ in numbered[file]]
        chosen.update(random.Random(f"{seed} {area}").sample(here, min(count, len(here))))
    return {file: [pair for pair in pairs if pair[0] in chosen] for file, pairs in numbered.items()}


def run(results, tests, nearest, jobs, most=None):
    """Runs each mutant with the tests of the programs that are nearest to its area, and those of no nearest program."""
    programs = {program for names in nearest.values() for program in names}

    def near(result, good):
        return [test for test in good if test.program not in programs or test.program in nearest[result.area]]

    with ThreadPoolExecutor(jobs) as pool:
        passed = list(pool.map(trace, tests))
        for test in (test for test, good in zip(tests, passed) if not good):
            print(f"left out, for it fails without a mutant: {test.name}")
        # The quickest tests first, since the first failure ends a mutant.
        good = sorted((test for test, good in zip(tests, passed) if good), key=lambda test: test.seconds)
        print(f"{len(good)} tests, {sum(test.seconds for test in good):.0f} s without a mutant", flush=True)
        for done, result in enumerate(pool.map(lambda each: judge(each, near(each, good), most), results), 1):
            if result.fate != "noticed":
                words = "survived" if result.fate == "survived" else "no test reaches"
                print(f"{words}: {result.line()}", flush=True)
            if done % 50 == 0:
                print(f"{done} of {len(results)} mutants", flush=True)
    print(table(results))
    return 1 if any(result.fate != "noticed" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
