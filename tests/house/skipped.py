"""skipped.py REPORT...: lists the skipped tests and their reasons, from reports of `ctest --output-junit`.

A skipped test prints a line `skipped: REASON`; framework/setup.sh --all installs the program of a reason `needs
PROGRAM`.
"""

import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

REASON = re.compile(r"^skipped: (.+)$", re.MULTILINE)


def skipped_tests(report):
    """The names of skipped tests in a report, each with its reason."""
    for case in xml.fromstring(report).iter("testcase"):
        if case.get("status") == "run" or case.find("skipped") is None:
            continue
        said = REASON.findall(case.findtext("system-out") or "")
        # A test that never started has no output, so ctest's own message is the reason.
        yield case.get("name"), said[-1] if said else f"no reason was given ({case.find('skipped').get('message')})"


def line_of(name, reason):
    hint = " (framework/setup.sh --all installs it)" if reason.startswith("needs ") else ""
    return f"skipped: {name}: {reason}{hint}"


def main():
    lines = []
    for path in map(Path, sys.argv[1:]):
        for name, reason in skipped_tests(path.read_text(encoding="utf-8", errors="replace")):
            line = line_of(name, reason)
            if line not in lines:
                lines.append(line)
    print("\n".join(lines) if lines else "no test was skipped")


if __name__ == "__main__":
    main()
