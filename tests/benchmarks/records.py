"""The ratios of benchmarks: one line of JSON for each, appended to the file of a release."""
import argparse
import datetime
import json
import math
import pathlib
import re
import subprocess
import sys

# In the order of a line: value is engram's ratio to the peer, unit 'ratio', better 'higher' or 'lower'.
KEYS = ("release", "commit", "date", "cpu", "name", "value", "unit", "peer", "better")
BETTER = ("higher", "lower")


def processor():
    found = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else "unknown"


class Records:
    """Appends the ratios of a build to a file; without a file it discards them."""

    def __init__(self, build, path=None):
        self._path = path
        if path is None:
            return
        answer = subprocess.run([build / "bin/engram", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
        release, commit, changed = re.match(r"engram (\S+) \((\w+)(, changed since)?\)", answer).groups()
        self._run = {"release": release, "commit": commit + ("-changed" if changed else ""),
                     "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(), "cpu": processor()}

    def add(self, name, value, peer, better="higher"):
        if self._path is None:
            return
        record = {**self._run, "name": name, "value": float(f"{value:.4g}"), "unit": "ratio", "peer": peer, "better": better}
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def from_command_line(doc):
    """The build folder and the records of its benchmark."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD_FOLDER")
    parser.add_argument("--json-lines", type=pathlib.Path, metavar="FILE", help="append one line of JSON per ratio to FILE")
    given = parser.parse_args()
    build = given.build.resolve()
    if not (build / "bin/engram").is_file():
        parser.error(f"'{given.build}' has no bin/engram; build it first: cmake --preset ci && cmake --build --preset ci")
    path = given.json_lines and given.json_lines.resolve()
    # Checked before the minutes of measuring.
    if path and not path.parent.is_dir():
        parser.error(f"--json-lines {given.json_lines}: there is no folder '{path.parent}'")
    return build, Records(build, path)


def read(paths):
    """All records of some files, in order. A line that is not a record ends the program with a message that has
    its place."""
    records = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                record = json.loads(line)
            except ValueError as error:
                sys.exit(f"{path}:{number}: not a line of JSON: {error}")
            if not isinstance(record, dict) or set(record) != set(KEYS):
                sys.exit(f"{path}:{number}: a record has the keys {', '.join(KEYS)}, and no others")
            value = record["value"]
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
                sys.exit(f"{path}:{number}: value {json.dumps(value)}; a ratio is a number above 0")
            if record["better"] not in BETTER:
                sys.exit(f"{path}:{number}: better {json.dumps(record['better'])}; allowed: {', '.join(BETTER)}")
            records.append(record)
    return records
