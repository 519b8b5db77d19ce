"""check.py PART BUILD SOURCE [SANITIZER]: what an author of plugins outside of this tree meets, from an installation on.

Each step prints what it did; the first that fails ends the test with what the failing command said. Exit code 77 where a
part needs a program that is not installed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KINDS = ("activation", "model", "learning_rule", "pattern_source", "corruption", "integrator", "analysis")
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror"
INSTALLED = (
    "bin/engram", "lib/engram/plugins/pc_hopfield.so", "include/engram/plugin.hpp", "include/engram/fingerprint.hpp",
    "lib/cmake/engram/engram-config.cmake", "lib/cmake/engram/engram-config-version.cmake",
    "lib/cmake/engram/EngramAddPlugin.cmake", "lib/cmake/engram/plugin_exports.map",
    "share/engram/templates/every_kind/CMakeLists.txt.in", "share/engram/experiments/pc_hopfield/fig4.yaml",
    "share/engram/experiments/images/photographs/camera.png", "share/man/man1/engram.1", "share/engram/schema.json",
    "share/bash-completion/completions/engram", "share/zsh/vendor-completions/_engram",
    "share/fish/vendor_completions.d/engram.fish", "share/doc/engram/copyright", "share/doc/engram/LICENSE",
    "share/doc/engram/CITATION.cff", "share/doc/engram/CHANGELOG.md")


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def need(program):
    if not shutil.which(program):
        raise Skipped(f"needs {program}")


def run(*command, **options):
    """Runs a command and returns what it printed; raises Failed with that where it ends with another code than 0."""
    words = [str(word) for word in command]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    result = subprocess.run(words, text=True, check=False, **{**streams, **options})
    said = (result.stdout or "") + (result.stderr or "")
    if result.returncode != 0:
        raise Failed(f"{' '.join(words)}\nended with {result.returncode}:\n{said}")
    return said


def files_under(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def install(build, folder):
    """Installs into `folder`; returns an installation that was moved since."""
    run("cmake", "--install", build, "--prefix", folder / "here", "--strip")
    prefix = folder / "moved"
    (folder / "here").rename(prefix)
    return prefix


def check_files(build, folder, prefix):
    """What is installed is whole, and the same by another way."""
    run("cmake", "--install", build, "--prefix", "/usr", "--strip", env={**os.environ, "DESTDIR": str(folder / "root")})
    if files_under(prefix) != files_under(folder / "root" / "usr"):
        raise Failed("--prefix and DESTDIR do not install the same files")
    shutil.rmtree(folder / "root")
    missing = [name for name in INSTALLED if not (prefix / name).is_file()]
    if missing:
        raise Failed("not installed: " + ", ".join(missing))
    run("bash", "-n", prefix / "share/bash-completion/completions/engram")


def check_mentions(prefix, folders):
    """No file of the installation mentions where it was built or where it was first installed."""
    for name in files_under(prefix):
        content = (prefix / name).read_bytes()
        for folder in folders:
            if os.fsencode(folder) in content:
                raise Failed(f"{name} mentions {folder}")


def check_manual(build):
    """The manual page is what its readers take."""
    need("man")
    need("groff")
    page = build / "share/man/man1/engram.1"
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "100"}
    complaints = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page, env=env, stdout=subprocess.DEVNULL,
                     stderr=subprocess.PIPE)
    if complaints:
        raise Failed("the manual page: " + complaints)
    text = page.read_text()
    for word in ("engram run SPEC", "\\-\\-plugin\\-path", "engram new KIND NAME", ".SH EXIT STATUS"):
        if word not in text:
            raise Failed(f"the manual page does not mention '{word}'")


def check_package(build, folder):
    """The Debian package is installed by what it declares, and unpacks to a tree that runs."""
    need("dpkg-shlibdeps")
    run("cpack", "-G", "DEB", "--config", build / "CPackConfig.cmake", "-B", folder / "package", cwd=folder)
    package = next((folder / "package").glob("engram_*_*.deb"))
    fields = run("dpkg-deb", "--field", package)
    for words in ("Package: engram", "Section: science", "fonts-dejavu-core", "libpangocairo-1.0-0", "libhdf5", "libyaml-cpp",
                  "libeigen3-dev", "Maintainer: ", "Description: "):
        if words not in fields:
            raise Failed(f"the package does not declare '{words}':\n{fields}")
    run("dpkg-deb", "-x", package, folder / "unpacked")
    plugins = run(folder / "unpacked/usr/bin/engram", "plugins")
    if "pc_hopfield" not in plugins:
        raise Failed(f"the unpacked program finds no plugins:\n{plugins}")
    return package.name


def write_scaffolds(prefix, folder):
    """A plugin of each kind, and a project of them all, which costs one configuration instead of seven. The model is
    optimised under any build type, so that each compiler's optimised code is run."""
    folder.mkdir()
    for kind in KINDS:
        run(prefix / "bin/engram", "new", kind, f"new_{kind}", cwd=folder)
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.22)\nproject(scaffolds LANGUAGES CXX)\nenable_testing()\n"
        + "".join(f"add_subdirectory(new_{kind})\n" for kind in KINDS if kind != "model")
        + "set(CMAKE_BUILD_TYPE Release)\nadd_subdirectory(new_model)\n")


def build_and_test(source, build, prefix, compiler, flags, *options):
    run("cmake", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}",
        f"-DCMAKE_CXX_FLAGS={flags}", *options)
    run("cmake", "--build", build)
    tests = run("ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error")
    return tests.strip().splitlines()[-3]


def check_failure_is_seen(scaffold):
    """The unit test of a scaffold fails where its plugin is wrong."""
    source = scaffold / "new_integrator.cpp"
    right = source.read_text()
    wrong = right.replace("step / 2.0 * (slopes_ + end_slopes_)", "step * slopes_")
    if wrong == right:
        raise Failed("the template of an integrator has changed; change this test with it")
    source.write_text(wrong)
    build = scaffold / "build"
    run("cmake", "--build", build, "--target", "new_integrator_test")
    result = subprocess.run([build / "new_integrator_test"], stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode == 0 or "FAILED: half the step has a quarter of the error" not in result.stdout:
        raise Failed(f"a wrong integrator passes its test:\n{result.stdout}")


def check_alone(prefix, alone):
    """One scaffold alone, as its README says: the package is found by the program on the PATH."""
    os.environ["PATH"] = f"{prefix / 'bin'}:{os.environ['PATH']}"
    run("engram", "new", "integrator", "new_integrator", "-o", alone)
    run("cmake", "-B", "build", cwd=alone)
    run("cmake", "--build", "build", cwd=alone)
    run("ctest", "--test-dir", "build", "--no-tests=error", cwd=alone)
    run("engram", "run", "new_integrator.yaml", "--plugin-path", "build", cwd=alone)
    run("engram", "plot", "new_integrator.h5", cwd=alone)


def check_facet(source, prefix, folder):
    """A facet that engram does not know passes from a model to a rule, and other models are refused in its words."""
    build = folder / "build"
    run("cmake", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_FLAGS={WARNINGS}")
    run("cmake", "--build", build)
    engram, spec = prefix / "bin/engram", source / "facet.yaml"
    ours = ("--plugin-path", build)
    run(engram, "run", spec, *ours, "-o", folder / "facet.h5")
    run(engram, "check", folder / "facet.h5")
    for plugin in ("model/tracing", "learning_rule/tracer"):
        if "traces of patterns" not in run(engram, "describe", plugin, *ours):
            raise Failed(f"{plugin} is described without its facet")
    run(engram, "check-plugin", build / "tracing.so", *ours)
    run(engram, "check-plugin", build / "tracer.so", *ours)
    refused = subprocess.run([engram, "validate", spec, *ours, "--set", "model={plugin: hopfield, units: 20}"], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    for words in ("learning rule 'tracer' needs traces of patterns; model 'hopfield' has none",
                  "models that have them: tracing"):
        if words not in refused.stdout:
            raise Failed(f"a model without the facet is not refused by '{words}':\n{refused.stdout}")


def check_part(given, folder, report):
    if given.part == "manual":
        check_manual(given.build)
    elif given.part == "package":
        report(check_package(given.build, folder))
    elif given.part == "facet":
        need("g++")
        check_facet(given.source / "tests/out_of_tree/facet", install(given.build, folder), folder)
        report("a rule of one library learns through a facet of a model of another")
    elif given.part == "installation":
        need("g++")
        prefix = install(given.build, folder)
        check_files(given.build, folder, prefix)
        check_mentions(prefix, [given.build.resolve(), given.source.resolve(), folder / "here"])
        report("installed, and no file mentions a folder of the build")
        build_and_test(given.source / "tests/out_of_tree/consumer", folder / "consumer", prefix, "g++", "")
        report("a program that includes <engram/plugin.hpp>")
        check_alone(prefix, folder / "alone")
        report("one plugin alone")
        check_failure_is_seen(folder / "alone")
        report("its unit test fails where it should")
    else:
        need(given.part)
        prefix = install(given.build, folder)
        write_scaffolds(prefix, folder / "scaffolds")
        # Warnings of g++ depend on optimisation, those of clang++ do not, and it compiles in half the time without.
        kind = "Release" if given.part == "g++" else "Debug"
        summary = build_and_test(folder / "scaffolds", folder / "build", prefix, given.part, WARNINGS,
                                 f"-DCMAKE_BUILD_TYPE={kind}")
        report(f"{given.part}: {summary}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("installation", "facet", "manual", "package", "g++", "clang++"))
    parser.add_argument("build", type=Path)
    parser.add_argument("source", type=Path)
    given = parser.parse_args()
    # Plugins of one's own are not to be found by chance.
    os.environ.pop("ENGRAM_PLUGIN_PATH", None)
    os.environ.pop("DESTDIR", None)
    began = time.monotonic()

    def report(done):
        print(f"{time.monotonic() - began:6.1f} s  {done}", flush=True)

    with tempfile.TemporaryDirectory(prefix="engram-out-of-tree-") as name:
        if shutil.which("ccache"):
            # The folder is another one in each run, and what is compiled in it mostly the same.
            os.environ |= {"CMAKE_CXX_COMPILER_LAUNCHER": "ccache", "CCACHE_BASEDIR": name, "CCACHE_NOHASHDIR": "1"}
        check_part(given, Path(name), report)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Skipped as skipped:
        print(f"skipped: {skipped}")
        sys.exit(77)
    except Failed as failed:
        print(failed)
        sys.exit(1)
