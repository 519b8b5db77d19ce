"""Lists the sources that include each header, and the time of a compiler for it."""
import collections
import json
import os
import pathlib
import re
import resource
import shlex
import subprocess
import tempfile

MEASURED = 25

INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>\n]+>|"[^"\n]+")', re.MULTILINE)
PRECOMPILED = re.compile(r"cmake_pch\.hxx\.(gch|pch)$")

Header = collections.namedtuple("Header", "path line readers precompiled files")
Unit = collections.namedtuple("Unit", "folder flags precompiled")


def cached(build, name):
    """A variable of CMakeCache.txt, or None."""
    path = build / "CMakeCache.txt"
    found = path.is_file() and re.search(rf"^{name}:\w+=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else None


def unit_of(folder, command):
    """(object, Unit) of a command that compiles: the flags for another source, and the precompiled header."""
    words = shlex.split(command)
    # A launcher may precede the compiler: env NAME=VALUE ccache.
    while len(words) > 1 and ("=" in words[0] or pathlib.Path(words[0]).name in ("env", "ccache", "sccache")):
        words.pop(0)
    flags, output, precompiled = words[:1], None, None
    rest = iter(words[1:])
    for word in rest:
        if word == "-o":
            output = next(rest, None)
        elif word == "-Xclang":
            value = next(rest, "")
            if "cmake_pch.hxx" in value:
                precompiled = value
        elif word == "-include":
            value = next(rest, "")
            if "cmake_pch.hxx" in value:
                precompiled = value
            else:
                flags += [word, value]
        elif word in ("-c", "-x", "-MT", "-MF", "-MQ"):
            # The word after -c is the source.
            next(rest, None)
        elif word not in ("-Winvalid-pch", "-fpch-preprocess") and not re.match(r"-M(D|MD|M|G|P)?$", word):
            flags.append(word)
    if precompiled:
        precompiled = os.path.normpath(os.path.join(folder, re.sub(r"\.(gch|pch)$", "", precompiled)))
    return output, Unit(folder, flags, precompiled)


def read_units(build):
    path = build / "compile_commands.json"
    if not path.is_file():
        raise ValueError(f"--headers: '{build}' has no compile_commands.json; configure it again: cmake --preset ci")
    return dict(unit_of(entry["directory"], entry["command"]) for entry in json.loads(path.read_text(encoding="utf-8")))


def parse_dependencies(text, build):
    """The files that each object was compiled from, as 'ninja -t deps' lists them."""
    read = {}
    for line in text.splitlines():
        if found := re.match(r"(\S.*): #deps \d+", line):
            read[found.group(1)] = files = set()
        elif line.startswith("    "):
            files.add(os.path.normpath(os.path.join(build, line.strip())))
    return read


def dependencies(build):
    try:
        # Without -n ninja would sometimes rewrite its log.
        listed = subprocess.run(["ninja", "-n", "-C", build, "-t", "deps"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, check=False)
    except FileNotFoundError:
        raise ValueError("--headers: needs the program ninja, which is not installed") from None
    if listed.returncode != 0:
        raise ValueError(f"--headers: 'ninja -t deps' failed: {listed.stdout.strip()}")
    return parse_dependencies(listed.stdout, build)


def search_path(units):
    """All folders in which the compiler looks for headers, those of the project first."""
    folders = []
    for unit in units.values():
        rest = iter(unit.flags)
        for flag in rest:
            if found := re.match(r"(-I|-isystem)(.*)", flag):
                folders.append(os.path.join(unit.folder, found.group(2) or next(rest, "")))
    if units:
        compiler = next(iter(units.values())).flags[0]
        said = subprocess.run([compiler, "-E", "-v", "-x", "c++", "/dev/null"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "LC_ALL": "C"}).stderr
        folders += re.findall(r"^ (/\S+)$", said.partition("search starts here:")[2], re.MULTILINE)
    return list(dict.fromkeys(os.path.normpath(folder) for folder in folders))


def includes(known, folders):
    """{file: {header: the line that includes it}} for all known files; unknown headers are left out."""
    found = {}
    for path in known:
        found[path] = lines = {}
        try:
            text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            continue
        for name in INCLUDE.findall(text):
            for folder in [os.path.dirname(path)] * name.startswith('"') + folders:
                header = os.path.normpath(os.path.join(folder, name[1:-1]))
                if header in known:
                    lines[header] = f"#include {name}" if name[0] == "<" else f'#include "{header}"'
                    break
    return found


def reached(start, included, within):
    """All files that some files include, directly or through others."""
    seen, waiting = set(start), list(start)
    while waiting:
        new = {header for header in included[waiting.pop()] if header in within} - seen
        seen |= new
        waiting += new
    return seen


def headers(read, units, own, folders):
    """All headers that files of the project include directly, with the sources that read them; the probably most
    expensive come first."""
    known = set().union(*read.values())
    included = includes(known, folders)
    precompiled = {units[output].precompiled: files for output, files in read.items()
                   if PRECOMPILED.search(output) and output in units}
    readers, ready = collections.defaultdict(list), collections.Counter()
    for output, files in read.items():
        if output not in units or PRECOMPILED.search(output):
            continue
        # The compiler lists a precompiled header by its name, without the headers in it.
        held = precompiled.get(units[output].precompiled, set())
        for path in reached({path for path in files if "cmake_pch." not in path}, included, files | held):
            readers[path].append(output)
            ready[path] += path in held
    lines = {}
    for path in sorted(own):
        lines = {**included[path], **lines}
    found = [Header(path, line, readers[path], ready[path], len(reached({path}, included, known)))
             for path, line in lines.items() if path in readers and not path.endswith((".cpp", ".cxx"))]
    # Sorted by readers alone, small system headers that every source reads would come before the large ones.
    return sorted(found, key=lambda header: (-len(header.readers) * header.files, header.path))


def seconds_of(line, unit):
    """Processor seconds for a source of one line, or None if it does not compile."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.cpp"
        source.write_text(line + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([*unit.flags, "-w", "-fsyntax-only", source], cwd=unit.folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent if done.returncode == 0 else None


def print_headers(build):
    units, read = read_units(build), dependencies(build)
    home = cached(build, "CMAKE_HOME_DIRECTORY") or str(build)
    own = {path for files in read.values() for path in files
           if path.startswith((f"{home}/", f"{build}/")) and "cmake_pch." not in path}
    found = headers(read, units, own, search_path(units))
    measured = []
    for header in found[:MEASURED]:
        seconds = seconds_of(header.line, units[header.readers[0]])
        measured.append((header, seconds, None if seconds is None else seconds * len(header.readers)))
    measured.sort(key=lambda row: (-(row[2] or 0), row[0].path))
    compiled = sum(output in units and not PRECOMPILED.search(output) for output in read)
    print(f"\nHeaders: the {len(measured)} with the most readers times files that they bring, of {len(found)} that files of the "
          f"project include; {compiled} sources.\nSeconds of a processor for the header alone; all: what its readers would "
          "take for it without precompiled headers\n\n"
          f"{'readers':>9}{'precompiled for':>17}{'seconds':>9}{'all':>9}  header")
    for header, seconds, product in measured:
        figures = f"{seconds:9.2f}{product:9.1f}" if seconds is not None else f"{'-':>9}{'-':>9}"
        name = os.path.relpath(header.path, home) if header.path.startswith(f"{home}/") else header.line.split()[-1]
        note = "" if seconds is not None else " (does not compile alone)"
        print(f"{len(header.readers):9}{header.precompiled:17}{figures}  {name}{note}")
