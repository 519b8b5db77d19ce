"""build_time.py lists the time of a build from its logs, and reports missing logs with a message."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import build_headers
import build_time
import records

HERE = pathlib.Path(__file__).resolve().parent
STEPS = (
    (0, 9000, "plugins/CMakeFiles/plugin_headers.dir/cmake_pch.hxx.gch", "a"),
    (0, 99000, "framework/host/spec/CMakeFiles/engram_spec.dir/cell.cpp.o", "b"),
    (100, 2100, "framework/host/spec/CMakeFiles/engram_spec.dir/cell.cpp.o", "b"),
    (0, 500, "framework/host/spec/CMakeFiles/engram_spec.dir/__/text/words.cpp.o", "c"),
    (2200, 2700, "framework/host/spec/CMakeFiles/engram_spec.dir/Unity/unity_0_cxx.cxx.o", "u"),
    (0, 3000, "plugins/CMakeFiles/hopfield.dir/models/hopfield.cpp.o", "d"),
    (3000, 3250, "lib/engram/plugins/hopfield.so", "e"),
    (4000, 4750, "tests/spec_tests-1.cmake", "f"), (4000, 4750, "bin/spec_tests", "f"),
    (0, 1500, "build.ninja", "g"), (0, 0, "share/engram.1", "h"),
)
COSTS = """house: includes 1 0.25
run: 3 0
app_tests:sweeps: the same bits 1 41.5
app_tests: on a Slurm of one node 0 200
spec: one word 2 1.25
---
spec: one word 1 99
"""


class BuildTimeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def log(self, *more):
        lines = [f"{start}\t{end}\t1\t{output}\t{command}" for start, end, output, command in STEPS]
        return self.write(".ninja_log", "\n".join(["# ninja log v5", *lines, *more]) + "\n")

    def run_script(self, *arguments):
        result = subprocess.run([sys.executable, "-B", HERE / "build_time.py", *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False)
        return result.returncode, result.stdout

    def test_steps_are_summed_by_folder(self):
        steps, longest, broken = build_time.read_log(self.log("12\t13\tbroken"))
        self.assertEqual((longest, broken), (99.0, 1))
        self.assertEqual(build_time.rows(steps), [
            ("(precompiled headers)", 1, 9.0), ("plugins/models", 1, 3.0), ("framework/host/spec", 2, 2.5),
            ("(configuring)", 1, 1.5), ("(links)", 2, 1.0), ("framework/host/text", 1, 0.5), ("(other commands)", 1, 0.0)])
        self.assertIn("bin/spec_tests", [step.output for step in steps])

    def test_tests_that_were_measured_are_listed(self):
        tests = build_time.read_tests(self.write("costs", COSTS))
        self.assertEqual(tests, [(41.5, "app_tests:sweeps: the same bits"), (1.25, "spec: one word"), (0.25, "house: includes"),
                                 (0.0, "run:")])

    def test_all_of_it_is_printed_and_shares_are_kept(self):
        self.log("12\t13\tbroken")
        self.write("Testing/Temporary/CTestCostData.txt", COSTS)
        self.write("bin/engram", "#!/bin/sh\necho 'engram 1.2.0 (0123abc)'\n").chmod(0o755)
        code, output = self.run_script(self.folder, "--top", "2", "--json-lines", self.folder / "a.jsonl")
        self.assertEqual(code, 0, output)
        for line in ("Build: 9 steps, 17.5 s in sum; the longest run of the log took 99.0 s by the clock",
                     "(1 lines of the log are broken off and left out)",
                     "      1       3.0   17.1%  plugins/models",
                     "       3.0  plugins/CMakeFiles/hopfield.dir/models/hopfield.cpp.o",
                     "Tests: 4 measured, 43.0 s in sum; those that were skipped or stopped are left out",
                     "      41.5  app_tests:sweeps: the same bits"):
            self.assertIn(f"{line}\n", output)
        self.assertNotIn("house: includes", output)
        kept = records.read([self.folder / "a.jsonl"])
        self.assertEqual(len(kept), 6)
        self.assertEqual({key: kept[1][key] for key in ("release", "name", "value", "peer", "better")},
                         {"release": "1.2.0", "name": "share of the build's seconds: plugins/models", "value": 0.1714,
                          "peer": "all steps of the build", "better": "lower"})

    def test_a_build_without_tests_says_so(self):
        self.log()
        code, output = self.run_script(self.folder)
        self.assertEqual(code, 0, output)
        self.assertIn("CTestCostData.txt'; ctest writes it at the end of a run", output)

    def test_what_is_missing_is_reported(self):
        def refused(words, *arguments):
            code, output = self.run_script(*arguments)
            self.assertEqual(code, 2, output)
            self.assertIn(words, output)

        refused("nowhere': there is no such folder", self.folder / "nowhere")
        refused(f"'{self.folder}' has no .ninja_log: nothing was built there; build it first: cmake --preset ci && "
                "cmake --build --preset ci", self.folder)
        self.write("CMakeCache.txt", "CMAKE_GENERATOR:INTERNAL=Unix Makefiles\n")
        refused("has no .ninja_log: its generator is 'Unix Makefiles', and only Ninja writes one", self.folder)
        self.write(".ninja_log", "# ninja log v4\n")
        refused(".ninja_log:1: '# ninja log v4'; expected '# ninja log v5' or a later version", self.folder)
        self.log()
        refused("has no compile_commands.json; configure it again: cmake --preset ci", self.folder, "--headers")
        refused("argument --top: '0': a whole number from 1 on", self.folder, "--top", "0")
        refused(f"--json-lines: there is no folder '{self.folder}/none'", self.folder, "--json-lines",
                self.folder / "none/a.jsonl")
        refused("has no bin/engram, which names the release; build it first", self.folder, "--json-lines",
                self.folder / "a.jsonl")
        self.write("compile_commands.json", "[]")
        refused("--headers: 'ninja -t deps' failed: ninja: error: " if shutil.which("ninja") else
                "--headers: needs the program ninja, which is not installed", self.folder, "--headers")

    def test_flags_are_those_of_a_source_of_its_own(self):
        output, unit = build_headers.unit_of(
            "/b", "env CCACHE_SLOPPINESS=time ccache /usr/bin/c++ -DX=1 -I/a -O3 -Winvalid-pch -fpch-preprocess -include "
                  "/b/x.dir/cmake_pch.hxx -include y.hpp -MD -MT a.o -MF a.d -o a.o -c /a/a.cpp")
        self.assertEqual(output, "a.o")
        self.assertEqual(unit.flags, ["/usr/bin/c++", "-DX=1", "-I/a", "-O3", "-include", "y.hpp"])
        self.assertEqual(unit.precompiled, "/b/x.dir/cmake_pch.hxx")
        _, unit = build_headers.unit_of("/b", "clang++ -Xclang -include-pch -Xclang /b/cmake_pch.hxx.pch -Xclang -include "
                                              "-Xclang /b/cmake_pch.hxx -o a.o -c /a/a.cpp")
        self.assertEqual((unit.flags, unit.precompiled), (["clang++"], "/b/cmake_pch.hxx"))

    def test_readers_are_those_by_precompiled_headers_too(self):
        self.write("std/vector", "")
        self.write("std/string", "#include <vector>\n")
        self.write("own/words.hpp", "#include <string>\n")
        self.write("own/a.cpp", '#include "words.hpp"\n')
        self.write("own/b.cpp", "  #  include <vector>\n")
        self.write("own/c.cpp", "")
        # For a precompiled header the compiler lists only the headers that a source names itself.
        listed = "".join(f"{output}: #deps 1, deps mtime 1 (VALID)\n" + "".join(f"    {path}\n" for path in paths)
                         for output, paths in (("p/cmake_pch.hxx.gch", ("std/string", "std/vector", "p/cmake_pch.hxx")),
                                               ("a.o", ("own/a.cpp", "own/words.hpp", "std/string")),
                                               ("b.o", ("own/b.cpp", "std/vector")),
                                               ("c.o", ("own/c.cpp", "p/cmake_pch.hxx"))))
        read = build_headers.parse_dependencies(listed, self.folder)
        held = f"{self.folder}/p/cmake_pch.hxx"
        units = {name: build_headers.Unit(str(self.folder), ["c++"], precompiled)
                 for name, precompiled in (("p/cmake_pch.hxx.gch", held), ("a.o", held), ("b.o", None), ("c.o", held))}
        own = {f"{self.folder}/own/{name}" for name in ("a.cpp", "b.cpp", "c.cpp", "words.hpp")}
        found = build_headers.headers(read, units, own, [f"{self.folder}/std"])
        self.assertEqual([(pathlib.Path(header.path).name, header.readers, header.precompiled) for header in found],
                         [("words.hpp", ["a.o"], 0), ("string", ["a.o"], 1), ("vector", ["a.o", "b.o"], 1)])
        self.assertEqual(found[2].line, "#include <vector>")
        self.assertEqual(found[0].line, f'#include "{self.folder}/own/words.hpp"')

    def test_a_header_is_measured_alone(self):
        unit = build_headers.Unit(str(self.folder), ["c++", "-std=c++20"], None)
        self.assertGreater(build_headers.seconds_of("#include <cstddef>", unit), 0)
        self.assertIsNone(build_headers.seconds_of("#include <no/such/header>", unit))


if __name__ == "__main__":
    unittest.main()
