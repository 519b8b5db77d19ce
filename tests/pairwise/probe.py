"""Starts a program as a user would, with limits, and judges its end and its messages."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections import namedtuple

# Seconds between SIGTERM and the end of a program that handles it.
PATIENCE = 5
# The most output of a program that is read.
READ = 200_000
ALL_CODES = (0, 1, 2)

# Words of libraries and compilers that do not help users.
FORBIDDEN = re.compile(
    r"std::|terminate called|\bsto(?:d|i|l|ul|ll|ull)\b|bad_alloc|bad_array_new|\bassert|Assertion|\bEigen\b|basic_string|"
    r"_M_\w+|what\(\)|yaml-cpp|YAML::|[Bb]oost|\bH5[A-Z]\w+|HDF5-DIAG|length_error|out_of_range|map::at|vector::|"
    r"runtime_error|logic_error|bad_variant|bad_optional|bad_any|json\.exception|nullptr")
CRASHED = re.compile(r"\bcrashed\b|Segmentation fault|\bAborted\b|core dumped|\bsignal \d+|AddressSanitizer|runtime error:|"
                     r"\bFloating point exception|\bIllegal instruction|\bBus error")
# The message of engram's own handler, which names the part that crashed.
BLAMED = re.compile(r"crashed in '")
# An error message with only a name from C: `engram: error: stod`.
BARE = re.compile(r"^(?:engram: )?error: \w+$|for option '[^']*' is invalid$", re.MULTILINE)

Outcome = namedtuple("Outcome", "command folder code out err seconds late deaf")
Complaint = namedtuple("Complaint", "kind words")


def limits(memory):
    """A prefix of the command that limits its memory, in bytes, and forbids core files."""
    if not shutil.which("prlimit"):
        return []
    return ["prlimit", "--core=0", *([f"--as={memory}"] if memory else [])]


def as_typed(outcome, variables=""):
    """The command as a user types it again."""
    return f"cd {shlex.quote(str(outcome.folder))} && {variables}{shlex.join(map(str, outcome.command))}"


def _processor_seconds(process):
    """The processor time of a process so far."""
    try:
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _wait(process, limit, patient):
    """Waits for the end. On a busy machine a program that waits for a processor gets three times the limit."""
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        if not patient or _processor_seconds(process) > limit / 2:
            raise
        return process.wait(2 * limit)


def start(command, folder, environment=None, limit=20, prefix=(), patient=True):
    """Runs a command to its end, or stops it after `limit` seconds: by SIGTERM, and by SIGKILL if it does not
    react."""
    began = time.monotonic()
    late = deaf = False
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*prefix, *map(str, command)], cwd=folder, env={**os.environ, **(environment or {})},
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        try:
            _wait(process, limit, patient)
        except subprocess.TimeoutExpired:
            late = True
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                deaf = True
        try:
            # Processes that the program started are killed with it.
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read(READ).decode("utf-8", "replace"))
    return Outcome(command, folder, process.returncode, *texts, time.monotonic() - began, late, deaf)


# A line of the user's own spec, as shown in messages.
EXCERPT = re.compile(r"^ *\d+ \| ")


def _line_with(pattern, text):
    for line in text.splitlines():
        if pattern.search(line) and not EXCERPT.match(line):
            return line.strip()
    return ""


def complaints(outcome, codes=ALL_CODES, may_be_late=False, silent=()):
    """Everything that is wrong with the end of a program. `silent` are codes that need no message."""
    said = outcome.err + outcome.out
    if outcome.deaf:
        return [Complaint("deaf", f"ran longer than allowed and did not end {PATIENCE} s after SIGTERM")]
    if outcome.late:
        return [] if may_be_late else [Complaint("hang", "ran longer than allowed")]
    found = []
    crash = _line_with(BLAMED, said) or _line_with(CRASHED, said)
    if outcome.code < 0 or outcome.code > 2 or crash:
        name = signal.Signals(-outcome.code).name if outcome.code < 0 else f"exit code {outcome.code}"
        found.append(Complaint("crash", crash or f"{name}; the last words: {said.strip()[-200:]}"))
        return found
    if outcome.code not in codes:
        found.append(Complaint("exit code", f"{outcome.code}, expected {' or '.join(map(str, codes))}: "
                                            f"{said.strip()[:300]}"))
    if outcome.code not in (0, *silent) and not said.strip():
        found.append(Complaint("no message", f"exit code {outcome.code} without a word"))
    for pattern in (FORBIDDEN, BARE):
        line = _line_with(pattern, said)
        if line:
            found.append(Complaint("words", line))
            break
    return found
