#!/usr/bin/python3 -B
"""authoring.py BUILD_FOLDER [--json-lines FILE]: the cost of plugins for their authors and for the program that loads
them.

Processor milliseconds to find, check and load a plugin; virtual calls of one step into a plugin; for each kind the
lines of code at the start, and the seconds until `engram check-plugin` succeeds.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import records

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# All names have the same length, so that they can be replaced in the library.
NAME = "logistic_000"
PLUGIN = """// Logistic activation: a soft threshold whose gain sets how sharply a unit decides.
#include <cmath>
#include <engram/plugin.hpp>

struct Logistic {
  double gain = 1.0;
  static auto params() {
    return engram::params<Logistic>().add(&Logistic::gain, "gain", "1", "Steepness at threshold.", {.min = 0});
  }
  double value(double x) const { return 1 / (1 + std::exp(-gain * x)); }
  double slope(double x) const { return gain * value(x) * value(-x); }
};
ENGRAM_PLUGINS(engram::activation<Logistic>("%s", "Logistic squashing of each unit."));
""" % NAME


def build_library(build, folder):
    """One plugin. It is not optimised, so that its name is in the library unchanged."""
    source = folder / "plugin.cpp"
    source.write_text(PLUGIN)
    library = folder / "plugin.so"
    subprocess.run(
        ["c++", "-std=c++20", "-O0", "-fPIC", "-shared", "-fvisibility=hidden", "-fvisibility-inlines-hidden",
         "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-DEIGEN_MAX_ALIGN_BYTES=64",
         f"-I{SOURCE}/framework/sdk/include", f"-I{build}/framework/sdk/include", "-isystem", "/usr/include/eigen3",
         f"-Wl,--version-script={SOURCE}/framework/cmake/plugin_exports.map", "-o", library, source], check=True)
    return library.read_bytes()


def seconds_to_list(program, *arguments):
    """Processor time of `engram plugins`, which depends less on other load of the machine, and its output."""
    process = subprocess.Popen([program, "plugins", *arguments], stdout=subprocess.PIPE, text=True)
    listed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    assert status == 0, arguments
    return usage.ru_utime + usage.ru_stime, listed


def loading(build, program, folder, kept):
    library = build_library(build, folder)
    assert NAME.encode() in library
    paths = {0: []}
    for count in (1, 100):
        plugins = folder / f"plugins-{count}"
        plugins.mkdir()
        for number in range(count):
            name = f"logistic_{number:03}"
            (plugins / f"{name}.so").write_bytes(library.replace(NAME.encode(), name.encode()))
        paths[count] = ["--plugin-path", plugins]
    # In turns, so that other load of the machine affects all of them; the quickest run is the least disturbed one.
    times = {count: [] for count in paths}
    for _ in range(30):
        for count, path in paths.items():
            seconds, listed = seconds_to_list(program, *path)
            assert listed.count("logistic_") == count, listed
            times[count].append(seconds)
    print("loading: processor time of `engram plugins` beyond that without the folder")
    for count in (1, 100):
        seconds = min(times[count]) - min(times[0])
        print(f"  {count:3} plugins: {1e3 * seconds:6.1f} ms, {1e3 * seconds / count:.2f} ms each")
    kept.add("processor time of `engram plugins`, 100 plugins more", min(times[100]) / min(times[0]),
             "its own plugins alone", "lower")


KINDS = ("activation", "model", "learning_rule", "pattern_source", "corruption", "integrator", "analysis")


def lines_of_code(source):
    """Lines of code, without comments and empty lines."""
    lines = (line.strip() for line in source.read_text().splitlines())
    return sum(1 for line in lines if line and not line.startswith("//"))


def authoring(build, folder, kept):
    """From `engram new` to a passing check, against an installation."""
    prefix = folder / "installed"
    subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, capture_output=True)
    engram = prefix / "bin" / "engram"

    def step(*words):
        """Seconds of a command."""
        began = time.perf_counter()
        subprocess.run([str(word) for word in words], check=True, cwd=folder, capture_output=True)
        return time.perf_counter() - began

    print("from `engram new` to a library that passes `engram check-plugin`")
    all_seconds = all_compiling = 0.0
    for kind in KINDS:
        name = f"some_{kind}"
        plugin = folder / name
        seconds = step(engram, "new", kind, name)
        lines = lines_of_code(plugin / f"{name}.cpp")
        seconds += step("cmake", "-S", plugin, "-B", plugin / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
        compiling = step("cmake", "--build", plugin / "build", "--target", name)
        seconds += compiling + step(engram, "check-plugin", plugin / "build" / f"{name}.so")
        print(f"  {kind:15} {lines:3} lines, {seconds:5.1f} s, compiling {compiling:.1f} s of it", flush=True)
        all_seconds += seconds
        all_compiling += compiling
    kept.add("from `engram new` to a passing check, all kinds", all_seconds / all_compiling, "compiling alone", "lower")


def main():
    build, kept = records.from_command_line(__doc__)
    program = build / "bin" / "engram"
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        loading(build, program, folder, kept)
        print("virtual calls of one step of pc_hopfield, for all units and trials together", flush=True)
        subprocess.run([build / "bin" / "virtual_calls"], check=True)
        authoring(build, folder, kept)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
