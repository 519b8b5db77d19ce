"""Lists the time of the last build and of the last test run: folders, slowest steps, headers, slowest tests.

It reads the logs of ninja and ctest, and builds nothing. --headers runs the compiler on one line for each of 25
headers.
"""
import argparse
import collections
import pathlib
import posixpath
import re
import sys

import build_headers
import records

Step = collections.namedtuple("Step", "row output seconds")

OBJECT = re.compile(r"(?:(?P<folder>.*)/)?CMakeFiles/[^/]+\.dir/(?P<source>.+)\.o(?:bj)?$")
PRECOMPILED = re.compile(r"cmake_pch\.hxx\.(gch|pch)$")
LINKED = re.compile(r"\.(so|a)$|(^|/)bin/[^/]+$")
# Rows that are not folders, in the order in which an output names a step with several outputs.
PRECOMPILING, LINKS, CONFIGURING, COMMANDS = "(precompiled headers)", "(links)", "(configuring)", "(other commands)"


def row_of(output):
    """The row of an output: the folder of its source, or the kind of step."""
    if PRECOMPILED.search(output):
        return PRECOMPILING
    if found := OBJECT.match(output):
        # CMake writes '__' for '..' if a source is outside of the folder of its target.
        source = re.sub(r"(^|/)__(?=/)", r"\1..", found["source"])
        # Several sources of a folder are compiled as one.
        source = re.sub(r"(^|/)Unity/unity_\d+_cxx\.cxx$", r"\1joined.cpp", source)
        return posixpath.normpath(posixpath.join(found["folder"] or ".", posixpath.dirname(source)))
    if LINKED.search(output):
        return LINKS
    return CONFIGURING if output.endswith("build.ninja") else COMMANDS


def read_log(path):
    """The steps of a log of ninja, the seconds of its longest run, and the number of incomplete lines."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = re.fullmatch(r"# ninja log v(\d+)", lines[0]) if lines else None
    if not found or int(found.group(1)) < 5:
        raise ValueError(f"{path}:1: '{lines[0] if lines else ''}'; expected '# ninja log v5' or a later version")
    last = {}
    longest = broken = 0
    for line in lines[1:]:
        try:
            start, end, _, output, command = line.split("\t")
            start, end = int(start), int(end)
        except ValueError:
            broken += 1
            continue
        # Times count from the beginning of each run, so the last end is the length of the longest run.
        longest = max(longest, end)
        last[output] = (start, end, command)
    outputs = collections.defaultdict(list)
    for output, step in last.items():
        outputs[step].append(output)
    # A step that makes several files has a line for each of them, with the same times and the same command.
    steps = []
    for (start, end, _), made in outputs.items():
        output = min(made, key=lambda name: ((COMMANDS, CONFIGURING, LINKS).count(row_of(name)), row_of(name) == COMMANDS))
        steps.append(Step(row_of(output), output, (end - start) / 1000))
    return steps, longest / 1000, broken


def rows(steps):
    """(row, number of steps, seconds), the longest first."""
    seconds, count = collections.Counter(), collections.Counter()
    for step in steps:
        seconds[step.row] += step.seconds
        count[step.row] += 1
    return [(row, count[row], seconds[row]) for row in sorted(seconds, key=lambda row: (-seconds[row], row))]


def read_tests(path):
    """(seconds, test) of all tests that ctest measured, the slowest first."""
    tests = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line == "---":
            break
        # Names may contain spaces; ctest itself reads names up to their first space, and leaves lines of 0 runs
        # behind.
        found = re.fullmatch(r"(.+) (\d+) (\S+)", line)
        if found and int(found.group(2)) > 0:
            tests.append((float(found.group(3)), found.group(1)))
    return sorted(tests, key=lambda test: (-test[0], test[1]))


def print_build(steps, longest, broken, top):
    total = sum(step.seconds for step in steps)
    print(f"Build: {len(steps)} steps, {total:.1f} s in sum; the longest run of the log took {longest:.1f} s by the clock")
    if broken:
        print(f"({broken} lines of the log are broken off and left out)")
    print(f"\n{'steps':>7}{'seconds':>10}{'share':>8}  folder")
    for row, count, seconds in rows(steps):
        print(f"{count:7}{seconds:10.1f}{seconds / total if total else 0:8.1%}  {row}")
    print("\nSlowest steps\n" + f"{'seconds':>10}  output")
    for step in sorted(steps, key=lambda step: (-step.seconds, step.output))[:top]:
        print(f"{step.seconds:10.1f}  {step.output}")


def print_tests(path, top):
    if not path.is_file():
        print(f"\nTests: there is no '{path}'; ctest writes it at the end of a run")
        return
    tests = read_tests(path)
    print(f"\nTests: {len(tests)} measured, {sum(seconds for seconds, _ in tests):.1f} s in sum; those that were skipped or "
          "stopped are left out\n\n" + f"{'seconds':>10}  test")
    for seconds, name in tests[:top]:
        print(f"{seconds:10.1f}  {name}")


def whole_number(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}': a whole number from 1 on")
    return int(text)


def from_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD_FOLDER")
    parser.add_argument("--headers", action="store_true", help="also list who reads which header, and for how long")
    parser.add_argument("--top", type=whole_number, default=15, metavar="N", help="how many steps and tests (default: 15)")
    parser.add_argument("--json-lines", type=pathlib.Path, metavar="FILE",
                        help="append each folder's share of the build to FILE, one line of JSON for each")
    given = parser.parse_args()
    if not given.build.is_dir():
        parser.error(f"'{given.build}': there is no such folder")
    if not (given.build / ".ninja_log").is_file():
        generator = build_headers.cached(given.build, "CMAKE_GENERATOR")
        reason = f"its generator is '{generator}', and only Ninja writes one" if generator not in (None, "Ninja") else \
            "nothing was built there; build it first: cmake --preset ci && cmake --build --preset ci"
        parser.error(f"'{given.build}' has no .ninja_log: {reason}")
    if given.json_lines:
        given.json_lines = given.json_lines.resolve()
        if not given.json_lines.parent.is_dir():
            parser.error(f"--json-lines: there is no folder '{given.json_lines.parent}'")
        if not (given.build / "bin/engram").is_file():
            parser.error(f"--json-lines: '{given.build}' has no bin/engram, which names the release; build it first: "
                         "cmake --preset ci && cmake --build --preset ci")
    return parser, given


def main():
    parser, given = from_command_line()
    build = given.build.resolve()
    try:
        steps, longest, broken = read_log(build / ".ninja_log")
        print_build(steps, longest, broken, given.top)
        print_tests(build / "Testing/Temporary/CTestCostData.txt", given.top)
        if given.headers:
            build_headers.print_headers(build)
    except ValueError as error:
        sys.stdout.flush()
        parser.error(str(error))
    kept = records.Records(build, given.json_lines)
    total = sum(step.seconds for step in steps)
    for row, _, seconds in rows(steps):
        # A ratio is above 0, and the share of a step below a millisecond is too small to keep.
        if seconds > 0:
            kept.add(f"share of the build's seconds: {row}", seconds / total, "all steps of the build", "lower")


if __name__ == "__main__":
    main()
