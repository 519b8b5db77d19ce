"""The rules of the house. Each takes a Tree and returns its complaints, one line each."""

import graphlib
import re

from tree import SOURCE_SUFFIXES

TOP_LEVEL = {"CHANGELOG.md", "CITATION.cff", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "framework",
             "plugins", "experiments", "tests"}
# The first line of LICENSE, for each licence that CITATION.cff may name (https://spdx.org/licenses).
LICENCES = {"BSD-3-Clause": "BSD 3-Clause License"}
PHOTOGRAPHS = "experiments/images/photographs"
# The room that every other room may include.
GROUND = "system"
# The rooms that each room stands on. A room may include these, the rooms that these stand on, and so on; GROUND; and
# the sdk. framework/README.md draws the same map.
STANDS_ON = {
    "system": set(), "yaml": set(), "plugins": set(), "run": set(), "h5": set(), "results": set(), "canvas": set(), "schema": set(),
    "theory": set(),
    "values": {"yaml"},
    "sweeps": {"values"},
    "specification": {"sweeps"},
    "store": {"h5"},
    "journals": {"store"},
    "panels": {"canvas", "results", "theory"},
    "figures": {"panels"},
    "claims": {"results", "theory"},
    "examples": {"schema"},
    "pages": {"examples"},
    "conformance": {"run"},
    "evaluation": {"specification", "store", "figures", "claims"},
    "cells": {"evaluation", "plugins", "journals"},
    "study": {"cells", "run", "examples"},
    "sizes": {"study"},
    "inspect": {"evaluation"},
    "app": {"sizes", "study", "conformance", "inspect", "pages"},
}

# A header of the C++ standard library has neither a folder nor a suffix.
STANDARD = re.compile(r"<[a-z_0-9]+>$")
SDK = re.compile(r"<engram/[a-z_]+\.hpp>$")
EIGEN = re.compile(r"<(unsupported/)?Eigen/[A-Za-z]+>$")
# Libraries that only one room of the host may include.
FENCED = (
    (re.compile(r"<yaml-cpp/"), "yaml-cpp", ("yaml",)),
    (re.compile(r"<boost/dll"), "Boost.DLL", ("plugins",)),
    (re.compile(r"<boost/program_options"), "Boost.Program_options", ("app",)),
    (re.compile(r"<(hdf5|H5)"), "HDF5", ("h5", "store")),
    (re.compile(r"<libdeflate"), "libdeflate", ("h5",)),
    (re.compile(r"<muParser"), "muParser", ("theory",)),
    (re.compile(r"<git2"), "libgit2", ("study",)),
    (re.compile(r"<(cairo|pango|glib)"), "cairo and Pango", ("canvas",)),
    (re.compile(r"<spawn\.h>"), "posix_spawn", ("system",)),
    (re.compile(r"<array_files/"), "framework/array_files", ("store",)),
    (re.compile(r"<text_files/"), "framework/text_files", ("sweeps",)),
)
# Libraries that only framework/image_files may include.
IMAGE_LIBRARIES = re.compile(r"<(png|jpeglib|jerror|tiffio|gif_lib|libexif/exif-data|stb/stb_image)\.h>$")
# framework/text_files needs no library.
NOTHING = re.compile(r"$^")
# The library of framework/gzip_files.
GZIP_LIBRARIES = re.compile(r"<zlib\.h>$")
# The libraries of framework/array_files.
ARRAY_LIBRARIES = re.compile(r"<(hdf5|zip|zlib)\.h>$")
# Libraries that only one plugin, or one header of the sdk, may include.
OWN_LIBRARIES = {
    "framework/sdk/include/engram/file_patterns.hpp": re.compile(r"<glob\.h>$"),
    "plugins/pattern_sources/images.cpp": re.compile(r"<stb/stb_image_resize\.h>$|<image_files/image_file\.hpp>$"),
    "plugins/pattern_sources/array.cpp": re.compile(r"<array_files/file_array\.hpp>$"),
    "plugins/pattern_sources/csv.cpp": re.compile(r"<(gzip_files/gzip|text_files/table)\.hpp>$"),
    "plugins/pattern_sources/idx.cpp": re.compile(r"<gzip_files/gzip\.hpp>$"),
}
TEST_NAME = re.compile(r'^TEST_CASE\(\s*"([^"]*)', re.MULTILINE)
LARGEST_ROOM = 4000
INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")', re.MULTILINE)


def _includes(tree, path):
    """(line number, header with its brackets or quotes) of every include."""
    text = tree.text(path)
    return [(text.count("\n", 0, match.start(1)) + 1, match.group(1)) for match in INCLUDE.finditer(text)]


def cycle_of(stands_on):
    """Rooms that include each other in a circle, as "a -> b -> a"; None if all includes run one way."""
    try:
        graphlib.TopologicalSorter(stands_on).prepare()
    except graphlib.CycleError as error:
        # The error lists each room before a room that includes it.
        return " -> ".join(reversed(error.args[1]))
    return None


def allowed_rooms(room, stands_on=STANDS_ON):
    """The rooms that a room may include. The map has no cycle."""
    return {room, GROUND}.union(*(allowed_rooms(below, stands_on) for below in stands_on.get(room, ())))


def includes(tree, stands_on=STANDS_ON):
    """Allowed includes: sdk <- plugins; sdk <- host; a room of the host includes the sdk, itself, GROUND and the rooms
    that it stands on, which never include it in turn."""
    cycle = cycle_of(stands_on)
    if cycle:
        return [f"tests/house/rules.py: STANDS_ON has a cycle: {cycle}"]
    complaints = []

    def complain(path, line, header, reason):
        complaints.append(f"{path}:{line}: #include {header}: {reason}")

    for folder in ("framework/sdk", "plugins"):
        for path in tree.files(SOURCE_SUFFIXES, folder):
            own = OWN_LIBRARIES.get(str(path))
            for line, header in _includes(tree, path):
                if own and own.match(header):
                    continue
                if not any(allowed.match(header) for allowed in (STANDARD, SDK, EIGEN)):
                    complain(path, line, header, f"{folder} may include the standard library, <Eigen/...> and "
                                                 "<engram/...> only")
    for folder, library, words in (("image_files", IMAGE_LIBRARIES, "the libraries of image formats"),
                                   ("array_files", ARRAY_LIBRARIES, "HDF5, zlib and libzip"), ("gzip_files", GZIP_LIBRARIES, "zlib"),
                                   ("text_files", NOTHING, "no library")):
        for path in tree.files(SOURCE_SUFFIXES, f"framework/{folder}"):
            for line, header in _includes(tree, path):
                if not (header.startswith(f'"{folder}/')
                        or any(allowed.match(header) for allowed in (STANDARD, SDK, library))):
                    complain(path, line, header, f"framework/{folder} may include the standard library, <engram/...>, its "
                                                 f"own headers and {words}")
    for path in tree.files(SOURCE_SUFFIXES, "framework/host"):
        room = path.parts[2]
        allowed = allowed_rooms(room, stands_on)
        for line, header in _includes(tree, path):
            for pattern, library, owners in FENCED:
                if pattern.match(header) and room not in owners:
                    words = " and ".join(f"framework/host/{owner}" for owner in owners)
                    complain(path, line, header, f"only {words} {'knows' if len(owners) == 1 else 'know'} {library}")
            other = header.strip('"').split("/")[0]
            if header.startswith('"') and other not in allowed:
                complain(path, line, header, f"'{room}' may include the sdk and {', '.join(sorted(allowed))}")
            if header.startswith("<") and other.strip("<") in stands_on:
                complain(path, line, header, "headers of the project stand in quotes")
    return complaints


def top_level(tree):
    """Few files are at the top level, so that a newcomer sees where to begin."""
    return [f"{name}: the top level holds only {', '.join(sorted(TOP_LEVEL))}, and dotfiles"
            for name in tree.top_names() if name not in TOP_LEVEL and not name.startswith(".")]


def readmes(tree):
    return [f"{folder}: has no README.md" for folder in ("framework", "plugins", "experiments", "tests")
            if not (tree.root / folder / "README.md").is_file()]


def unfinished(tree):
    """Work left over is finished or listed in an issue, never noted in a file."""
    # Put together here, so that this file obeys its own rule.
    words = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
    complaints = []
    for path in tree.files():
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if words.search(line):
                complaints.append(f"{path}:{number}: notes unfinished work: {line.strip()}")
    return complaints


def old_clang(tree):
    """clang 14 of Debian 12 cannot compile the views of its C++ library, which g++ can."""
    complaints = []
    for path in tree.files(SOURCE_SUFFIXES):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if re.search(r"\bstd::(ranges::)?views?::", line):
                complaints.append(f"{path}:{number}: clang 14 cannot compile views; use a loop")
    return complaints


def plugin_files(tree):
    """A plugin is one file, named like the plugin, with one line of CMake."""
    complaints = []
    lists = tree.text("plugins/CMakeLists.txt") if (tree.root / "plugins/CMakeLists.txt").is_file() else ""
    built = re.findall(r"^\s*engram_add_plugin\(\s*(\S+)\s+(\S+?)\s*\)", lists, re.MULTILINE)
    files = tree.files(SOURCE_SUFFIXES, "plugins")
    for path in files:
        kind = {"analyses": "analysis"}.get(path.parts[1], path.parts[1].removesuffix("s"))
        if len(path.parts) != 3 or path.suffix != ".cpp":
            complaints.append(f"{path}: a plugin is one file, plugins/<kind>s/<name>.cpp")
            continue
        line = (path.stem, f"{path.parts[1]}/{path.name}")
        if built.count(line) != 1:
            complaints.append(f"{path}: plugins/CMakeLists.txt has {built.count(line)} lines "
                              f"'engram_add_plugin({' '.join(line)})', where it needs one")
        text = tree.text(path)
        exported = text.partition("ENGRAM_PLUGINS(")[2]
        declared = re.findall(r'\b([a-z_]+)<[^"]*>\(\s*"([^"]*)"', exported)
        if text.count("ENGRAM_PLUGINS(") != 1 or declared != [(kind, path.stem)]:
            names = ", ".join(f"{kind} '{name}'" for kind, name in declared) or "nothing"
            complaints.append(f"{path}: exports {names}; its folder and name say {kind} '{path.stem}'")
    present = {"/".join(path.parts[1:]) for path in files}
    complaints += [f"plugins/CMakeLists.txt: engram_add_plugin({name} {source}): there is no such file"
                   for name, source in built if source not in present]
    return complaints


def _first(tree, path, pattern):
    """The group of the first match in a file, or None if the file or the match is missing."""
    found = re.search(pattern, tree.text(path), re.MULTILINE) if (tree.root / path).is_file() else None
    return found and found.group(1)


def release(tree):
    """Version, date and licence are the same in all files."""
    heading = r"^## \[(\d+\.\d+\.\d+)\] - "
    places = (
        ("version", "CMakeLists.txt", r"^project\(engram VERSION (\S+)", "a line 'project(engram VERSION <version> ...)'"),
        ("version", "CITATION.cff", r'^version: "?([^"\s]+)', "a line 'version: <version>'"),
        ("version", "CHANGELOG.md", heading, "a heading '## [<version>] - <date>'"),
        ("date", "CITATION.cff", r'^date-released: "?([^"\s]+)', "a line 'date-released: \"<date>\"'"),
        ("date", "CHANGELOG.md", heading.replace("(", "(?:") + r"(\d{4}-\d\d-\d\d)$", "a heading '## [<version>] - <date>'"),
        ("licence", "CITATION.cff", r"^license: (\S+)$", "a line 'license: <SPDX name>'"),
        ("licence", "framework/cmake/copyright.in", r"^License: (\S+)$", "a line 'License: <SPDX name>'"))
    complaints = []
    first = {}
    for what, path, pattern, wanted in places:
        value = _first(tree, path, pattern)
        if value is None:
            complaints.append(f"{path}: has no {what}: it needs {wanted}")
        elif value != first.setdefault(what, (value, path))[0]:
            complaints.append(f"{path}: {what} {value}, where {first[what][1]} has {first[what][0]}")
    licence = first.get("licence", ("",))[0]
    if licence and licence not in LICENCES:
        complaints.append(f"CITATION.cff: licence {licence}; this rule knows {', '.join(LICENCES)}")
    elif licence and _first(tree, "LICENSE", r"\A(.*)$") != LICENCES[licence]:
        complaints.append(f"LICENSE: its first line is not '{LICENCES[licence]}', where CITATION.cff names {licence}")
    if _first(tree, "LICENSE", r"^Copyright \(c\) (\d{4}, .+)$") is None:
        complaints.append("LICENSE: has no line 'Copyright (c) <year>, <holder>'")
    return complaints


def scripts(tree):
    """A file that names its interpreter can be started by its path, as READMEs do, and others cannot."""
    complaints = []
    for path in tree.files():
        names = tree.text(path).startswith("#!")
        starts = bool((tree.root / path).stat().st_mode & 0o100)
        if names != starts:
            complaints.append(f"{path}: " + ("names an interpreter in its first line and is not executable" if names else
                                             "is executable and names no interpreter in its first line"))
    return complaints


def photographs(tree):
    """Every picture of others comes with its licence, also in the package."""
    listed = tree.text("framework/cmake/copyright.in") if (tree.root / "framework/cmake/copyright.in").is_file() else ""
    return [f"{path}: framework/cmake/copyright.in has no line 'Files: {path}'"
            for path in tree.files({".gif", ".jpeg", ".jpg", ".png"}, PHOTOGRAPHS)
            if f"Files: {path}" not in listed.splitlines()]


def test_names(tree):
    """A test is called by its subject and a sentence about it: "journal: a half-written cell is dropped"."""
    complaints = []
    for path in tree.files(SOURCE_SUFFIXES, "tests"):
        text = tree.text(path)
        for found in TEST_NAME.finditer(text):
            if not re.match(r"[A-Za-z][\w -]*: \S", found.group(1)):
                complaints.append(f"{path}:{text.count(chr(10), 0, found.start()) + 1}: the test '{found.group(1)}' does "
                                  "not begin with its subject and a colon")
    return complaints


def rooms(tree):
    """framework/README.md lists each room of the host with the rooms that it stands on, and none is too large."""
    complaints = []
    readme = tree.text("framework/README.md")
    sizes = {}
    for path in tree.files(SOURCE_SUFFIXES, "framework/host"):
        if len(path.parts) > 3:
            sizes[path.parts[2]] = sizes.get(path.parts[2], 0) + len(tree.text(path).splitlines())
    for room in sorted(sizes.keys() | STANDS_ON.keys()):
        if room not in sizes or room not in STANDS_ON:
            complaints.append(f"framework/host/{room}: " + ("STANDS_ON of tests/house/rules.py lacks the room"
                                                           if room in sizes else "there is no such room"))
            continue
        row = re.search(rf"^\| \[?`host/{room}`.*\| ([^|]*) \|$", readme, re.MULTILINE)
        if row is None or set(re.findall(r"\w+", row.group(1))) != STANDS_ON[room]:
            complaints.append(f"framework/README.md: the row of `host/{room}` ends with the rooms that it stands on: "
                              f"{', '.join(sorted(STANDS_ON[room])) or '-'}")
        if sizes[room] > LARGEST_ROOM:
            complaints.append(f"framework/host/{room}: {sizes[room]} lines, more than {LARGEST_ROOM}: make two rooms of it")
    return complaints


def long_files(tree):
    """Files that are too long to read in one sitting, for information."""
    limit = 300
    lengths = {path: len(tree.text(path).splitlines()) for path in tree.files(SOURCE_SUFFIXES)}
    return [f"{path}: {length} lines, more than {limit}" for path, length in lengths.items() if length > limit]


RULES = {rule.__name__: rule for rule in (includes, top_level, readmes, unfinished, old_clang, plugin_files, release,
                                        scripts, photographs, test_names, rooms)}
REPORTS = {rule.__name__: rule for rule in (long_files,)}
