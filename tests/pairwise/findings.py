"""Findings, grouped by their cause, each with everything that is needed to reproduce it."""

import re
import shutil
import threading
from collections import namedtuple
from pathlib import Path

# folder: has the files of the case. command: as a user types it in that folder.
Finding = namedtuple("Finding", "case kind words command text folder")
SHOWN_PER_CAUSE = 3
SIGNALS = {"Segmentation fault": "SIGSEGV", "Aborted": "SIGABRT", "Floating point exception": "SIGFPE",
           "Illegal instruction": "SIGILL", "Bus error": "SIGBUS"}
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def _crash(words):
    """The signal, with the library and its action if the program names them."""
    for name, signal in SIGNALS.items():
        words = words.replace(name, signal)
    signal = re.search(r"SIG[A-Z]+|exit code \d+", words)
    blamed = re.search(r"([^/']+\.so)' crashed in '([^']*)'", words)
    return (signal.group() if signal else words[:80]) + (f" in {blamed[1]}, {blamed[2].split('/')[0]}" if blamed else "")


def cause_of(finding):
    """Findings with the same cause have the same text here, without numbers and names."""
    if finding.kind == "crash":
        return f"crash: {_crash(finding.words)}"
    words = re.sub(r".*: error: ", "", finding.words.replace("engram: error: ", "").splitlines()[0])
    words = re.sub(r" \('[^']*'\)|\S*/\S+", " PATH", words)
    words = QUOTED.sub("'...'", words) if finding.kind not in ("crash", "words") else words
    words = re.sub(r"\S+\.(?:yaml|h5|so)\b\S*", "FILE", words)
    return f"{finding.kind}: {re.sub(r'[-+]?[0-9][0-9.e+-]*', 'N', words)}"[:220]


class Findings:
    """Collects findings from several threads. With `keep`, the files of the first findings of each cause are kept
    there."""

    def __init__(self, keep=None):
        self.keep = keep and Path(keep)
        self.causes = {}
        self.lock = threading.Lock()

    def add(self, finding):
        with self.lock:
            group = self.causes.setdefault(cause_of(finding), [])
            group.append(finding)
            number = len(group)
        if self.keep and number <= SHOWN_PER_CAUSE and finding.folder:
            target = self.keep / re.sub(r"[^A-Za-z0-9=_.-]+", "_", finding.case)[:120]
            if not target.exists():
                shutil.copytree(finding.folder, target, symlinks=True)
                (target / "command.txt").write_text(finding.command + "\n", encoding="utf-8")

    def known(self, finding):
        """Whether there are enough findings of this cause, so that another one need not be made smaller."""
        with self.lock:
            return len(self.causes.get(cause_of(finding), [])) >= SHOWN_PER_CAUSE

    def __len__(self):
        return len(self.causes)

    def summary(self):
        return f"{len(self)} cause{'' if len(self) == 1 else 's'} of findings"

    def report(self, again):
        """`again` takes a case and returns the command that runs it again."""
        lines = []
        for cause, group in sorted(self.causes.items(), key=lambda item: -len(item[1])):
            lines += ["", f"== {cause}  ({len(group)} found)"]
            for finding in group[:SHOWN_PER_CAUSE]:
                lines += [f"-- {finding.case}", f"   {finding.kind}: {finding.words}"]
                lines += [f"   | {line}" for line in finding.text.splitlines()]
                lines += [f"   $ {finding.command}", f"   again: {again(finding.case)}"]
        return "\n".join(lines)
