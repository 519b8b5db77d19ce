"""Copies the sources with all mutants of some files in them, and builds the copy."""

import functools
import json
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mutants import errors_of, mutants_of
from switched import switched

KEPT_FLAGS = re.compile(r"-(I|D|std=|isystem)")
ERROR = re.compile(r"^([^\s:]+):(\d+)(?::\d+)?: (?:fatal )?error: ", re.MULTILINE)
# The number of further builds without the mutants that the compiler refuses.
TRIES = 6


class Build:
    def __init__(self, root, folder, jobs):
        self.root, self.folder, self.jobs = root, folder, jobs
        self.source, self.made = folder / "source", folder / "build"

    def prepare(self, files):
        """Copies the sources, configures, and returns the mutants of each file: path -> [Mutant]."""
        self._copy()
        done = subprocess.run(["cmake", "-S", self.source, "-B", self.made, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                               "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -w", "-DENGRAM_BENCHMARKS=OFF"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"run.py: the copy in {self.source} cannot be configured:\n{done.stdout}")
        return self._of_each(mutants_of, files)

    def _of_each(self, function, files):
        """The results of a function of a path and its flags: file -> result."""
        with ProcessPoolExecutor(self.jobs) as pool:
            return dict(zip(files, pool.map(function, [self.source / file for file in files], map(self.flags, files))))

    def _copy(self):
        """The files that git knows, and new ones; an unchanged file keeps its time, so that little is built."""
        listed = subprocess.run(["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
        for name in filter(None, listed):
            if (self.root / name).is_file():
                self.write(name, (self.root / name).read_bytes())
                shutil.copymode(self.root / name, self.source / name)

    def write(self, name, content):
        path = self.source / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @functools.cached_property
    def _commands(self):
        return json.loads((self.made / "compile_commands.json").read_text())

    def flags(self, file):
        """The flags of the command that compiles a file, or a source near it: headers and unity builds have none."""
        parts = Path(file).parts[:-1]

        def nearness(command):
            if Path(command["file"]).resolve() == (self.source / file).resolve():
                return len(parts) + 1
            output = Path(re.search(r" -o (\S+)", command["command"]).group(1)).parts
            return max((count for count in range(len(parts) + 1) if parts[:count] == output[:count]), default=0)
        near = max(self._commands, key=nearness)
        words = shlex.split(near["command"])
        kept = []
        for word, after in zip(words, [*words[1:], ""]):
            if KEPT_FLAGS.match(word):
                kept += [word, after] if word in ("-isystem", "-I", "-D") else [word]
        return kept

    def write_switched(self, numbered):
        """path -> [(number, Mutant)]"""
        for file, mutants in numbered.items():
            original = (self.root / file).read_bytes()
            self.write(file, switched(original, self.source / file, mutants) if mutants else original)

    def make(self, numbered, targets):
        """Builds without the mutants that the compiler refuses; returns their number."""
        refused = self._ask_clang(numbered)
        for _ in range(TRIES):
            self.write_switched(numbered)
            done = subprocess.run(["ninja", "-C", self.made, "-k0", f"-j{self.jobs}", *targets], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode == 0:
                return refused
            dropped = self._drop(numbered, done.stdout)
            if not dropped:
                break
            refused += dropped
        sys.exit(f"run.py: the switched sources cannot be built:\n{done.stdout[-6000:]}")

    def _ask_clang(self, numbered):
        """Removes mutants that clang refuses, which is quicker than a build."""
        refused = 0
        asked = [file for file, mutants in numbered.items() if mutants]
        for _ in range(TRIES):
            self.write_switched(numbered)
            lines = self._of_each(errors_of, asked)
            refused += self._drop(numbered, "".join(f"{self.source / file}:{line}: error: \n" for file in asked
                                                    for line in lines[file]))
            asked = [file for file in asked if lines[file]]
            if not asked:
                break
        return refused

    def _drop(self, numbered, output):
        """Removes the mutants in lines with errors of the compiler."""
        dropped = 0
        for name, line in set(ERROR.findall(output)):
            for file, mutants in numbered.items():
                if name.endswith(file):
                    original = (self.root / file).read_bytes()
                    kept = [(number, mutant) for number, mutant in mutants
                            if not mutant.line <= int(line) <= mutant.line + original[mutant.start:mutant.end].count(b"\n")]
                    dropped += len(mutants) - len(kept)
                    mutants[:] = kept
        return dropped
