"""affected.py ROOT BUILD_FOLDER OUT_FOLDER all | since COMMIT | files FILE... | matching PATTERN: the sources that tidy.sh
checks.

Writes OUT_FOLDER/sources, one path a line. `since` takes the paths that changed since a commit, each with a zero byte
behind it, from OUT_FOLDER/changed; a file of which only comments changed is left out.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

from rules import INCLUDE
from tree import SOURCE_SUFFIXES, Tree

# Sources that are checked for one header: a warning in a header shows in any source that includes it.
MOST = 4
# Sources that are checked for one change, so that a change of everything does not keep CI for half an hour.
MOST_SOURCES = 30
CHECKED = ("framework", "plugins", "tests")
# A line with nothing but a comment, unless clang-tidy or clang-format reads the comment.
COMMENT = re.compile(r"\s*//(?!.*(NOLINT|clang-format))")
INCLUDE_ROOTS = ("framework", "framework/host", "framework/sdk/include", "tests", "tests/support", ".")


class Refusal(Exception):
    """A request that cannot be met, in words for the person who made it."""


class Includes:
    """Who includes whom among texts, given by their paths from the project's folder."""

    def __init__(self, texts):
        self._includers = {path: set() for path in texts}
        for path, text in texts.items():
            for header in INCLUDE.findall(text):
                found = self._resolve(path, header)
                if found:
                    self._includers[found].add(path)

    def _resolve(self, path, header):
        own = [str(PurePosixPath(path).parent)] if header.startswith('"') else []
        for folder in [*own, *INCLUDE_ROOTS]:
            candidate = os.path.normpath(f"{folder}/{header[1:-1]}")
            if candidate in self._includers:
                return candidate
        return None

    def includers(self, path):
        """All files that include one, directly or not."""
        found = set()
        ahead = [path]
        while ahead:
            new = self._includers.get(ahead.pop(), set()) - found
            found |= new
            ahead += new
        return found


def spread(paths):
    """Paths in an order of which every beginning is spread evenly over the sorted list."""
    golden = (5 ** 0.5 - 1) / 2
    ordered = sorted(paths)
    return [ordered[at] for at in sorted(range(len(ordered)), key=lambda at: at * golden % 1)]


def select(includes, sources, changed):
    """The sources to check for files that changed, and notes on headers of which not all includers are among them."""
    sources = set(sources)
    chosen = sources & set(changed)
    wide = {}
    for header in sorted(path for path in changed if path.endswith(".hpp")):
        includers = includes.includers(header) & sources
        if len(includers) > MOST:
            wide[header] = includers
        else:
            chosen |= includers
    for header, includers in wide.items():
        own = PurePosixPath(header).stem
        chosen |= set([path for path in spread(includers) if PurePosixPath(path).stem in (own, own + "_test")][:MOST])
    candidates = spread(set().union(*wide.values()) - chosen)
    while True:
        open_headers = [header for header, includers in wide.items() if len(includers & chosen) < MOST]
        if not open_headers:
            break
        best = max(candidates, key=lambda path: sum(path in wide[header] for header in open_headers))
        candidates.remove(best)
        chosen.add(best)
    notes = [f"{header}: {len(includers & chosen)} of the {len(includers)} sources that include it are checked "
             "(tests/run.sh --tidy-all checks all)" for header, includers in wide.items() if not includers <= chosen]
    if len(chosen) > MOST_SOURCES:
        notes.append(f"{MOST_SOURCES} of the {len(chosen)} sources that the change affects are checked (tests/run.sh --tidy-all "
                     "checks all)")
        chosen = spread(chosen)[:MOST_SOURCES]
    return sorted(chosen), notes


def code_of(text):
    """The lines of a source that are neither empty nor a comment."""
    return [line for line in text.splitlines() if line.strip() and not COMMENT.match(line)]


def has_other_code(root, commit, path):
    """Whether a file differs from that of a commit in more than comments."""
    before = subprocess.run(["git", "-C", root, "show", f"{commit}:{path}"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, check=False)
    if before.returncode != 0:
        return True
    return code_of(before.stdout.decode(errors="replace")) != code_of((root / path).read_text(errors="replace"))


def project_sources(root, entries):
    """The sources in the entries of a compile_commands.json, as paths from the project's folder."""
    found = set()
    for entry in entries:
        path = os.path.relpath(os.path.realpath(os.path.join(entry["directory"], entry["file"])), root)
        # Generated files are not the project's, and libraries that are broken on purpose break some of its rules.
        if path.split("/")[0] in CHECKED and "broken_plugins" not in path.split("/") and path.endswith(".cpp"):
            found.add(path)
    return found


def named_files(root, includes, sources, names):
    """The paths of files that a person named, each of which must lead to a source."""
    paths = []
    for name in names:
        if not os.path.isfile(name):
            raise Refusal(f"--files: there is no file '{name}'")
        path = os.path.relpath(os.path.realpath(name), root)
        if PurePosixPath(path).suffix not in SOURCE_SUFFIXES:
            raise Refusal(f"--files: '{name}' is neither a source (.cpp) nor a header (.hpp)")
        if path.endswith(".cpp") and path not in sources:
            raise Refusal(f"--files: '{name}' is not among the sources that are checked: those of framework, plugins and "
                          "tests that the build folder compiles, without broken_plugins")
        if path.endswith(".hpp") and not includes.includers(path) & set(sources):
            raise Refusal(f"--files: no source that the build folder compiles includes '{name}'")
        paths.append(path)
    return paths


def matching(sources, pattern):
    try:
        found = [path for path in sources if re.search(pattern, path)]
    except re.error as error:
        raise Refusal(f"--matching: '{pattern}' is not a regular expression: {error}") from error
    if not found:
        raise Refusal(f"--matching: no source matches '{pattern}'; a path begins with framework/, plugins/ or tests/")
    return found


def choose(root, out, sources, mode, given):
    if mode == "all":
        return sorted(sources), []
    if mode == "matching":
        return sorted(matching(sources, given[0])), []
    tree = Tree(root)
    includes = Includes({str(path): tree.text(path) for folder in CHECKED for path in tree.files(SOURCE_SUFFIXES, folder)})
    if mode == "files":
        return select(includes, sources, named_files(root, includes, sources, given))
    changed = [path for path in (out / "changed").read_text(encoding="utf-8").split("\0") if path]
    in_comments = [path for path in changed if PurePosixPath(path).suffix in SOURCE_SUFFIXES and
                   not has_other_code(root, given[0], path)]
    changed = [path for path in changed if path not in in_comments]
    chosen, notes = select(includes, sources, changed)
    if in_comments:
        notes.append(f"files that changed in comments alone are not checked: {len(in_comments)}")
    if ".clang-tidy" in changed:
        notes.append(".clang-tidy changed, which may concern every source (tests/run.sh --tidy-all checks all)")
    for path in changed:
        if path.endswith(".cpp") and path.split("/")[0] in CHECKED and path not in sources:
            notes.append(f"{path} changed and is not checked: it is broken on purpose, or the build folder, as it was "
                         "configured, does not compile it")
    return chosen, notes


def main():
    root, build, out = (Path(path).resolve() for path in sys.argv[1:4])
    entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    sources = project_sources(root, entries)
    try:
        if any("/Unity/unity_" in entry["file"] for entry in entries):
            raise Refusal(f"'{build}' compiles several sources as one; configure a folder that does not "
                          "(cmake --preset tidy)")
        if not sources:
            raise Refusal(f"'{build}' compiles no source of {root}; the build folder of this checkout is needed")
        chosen, notes = choose(root, out, sources, sys.argv[4], sys.argv[5:])
    except Refusal as refusal:
        print(f"tidy.sh: {refusal}", file=sys.stderr)
        sys.exit(2)
    for note in notes:
        print(f"tidy.sh: {note}")
    (out / "sources").write_text("".join(f"{root / path}\n" for path in chosen), encoding="utf-8")


if __name__ == "__main__":
    main()
