"""run_test.py RUN_SCRIPT: tests/run.sh with small programs in place of cmake, ctest and the like, and what it reports."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import coverage_rooms
import skipped

RUN = Path(sys.argv.pop(1))
HOUSE = Path(__file__).parent

# Each appends what it was asked to the file `asked`; FAIL names what must fail, by a part of that line.
TOLD = 'echo "${0##*/} $*" >> "$ASKED"\nif [[ -n ${FAIL:-} && "${0##*/} $*" == *"$FAIL"* ]]; then exit 1; fi\n'
CTEST = """code=0
echo "${0##*/} $*" >> "$ASKED"
if [[ -n ${FAIL:-} && "${0##*/} $*" == *"$FAIL"* ]]; then code=8; fi
while (($# > 0)); do
  if [[ $1 == --output-junit ]]; then report=$2; fi
  shift
done
cat > "$report" << 'XML'
<testsuite><testcase name="slurm" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/>
<system-out>a word
skipped: needs slurmctld
</system-out></testcase><testcase name="whole" status="run"><system-out>skipped: never</system-out></testcase></testsuite>
XML
if ((code == 0)); then echo "100% tests passed, 0 tests failed out of 2"; else
  printf '%s\n' "50% tests passed, 1 tests failed out of 2" "The following tests FAILED:" "	  2 - whole (Failed)"
fi
exit $code
"""
TIDY = TOLD.replace("exit 1", "echo 'a.cpp:3:4: warning: a variable [a-check]' >&2; exit 1")
GCOVR = TOLD + """echo '{"files": [{"filename": "plugins/models/a.cpp", "line_total": 4, "line_covered": 3, "branch_total": 0,
"branch_covered": 0}]}' > build/coverage/coverage.json
"""


class RunTest(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.root = Path(room.name)
        for folder in ("tests/house", "tests/fuzz", "framework", "bin",
                       *(f"build/{name}" for name in ("ci", "tidy", "asan", "tsan", "coverage"))):
            (self.root / folder).mkdir(parents=True)
        shutil.copy(RUN, self.root / "tests")
        for script in ("skipped.py", "coverage_rooms.py"):
            shutil.copy(HOUSE / script, self.root / "tests/house")
        for path, text in {"framework/setup.sh": TOLD, "tests/house/tidy.sh": TIDY,
                           "tests/fuzz/run.sh": TOLD, "bin/clang++": TOLD, "bin/cmake": TOLD, "bin/ctest": CTEST,
                           "bin/gcovr": GCOVR, "bin/nproc": "echo 3\n"}.items():
            (self.root / path).write_text("#!/bin/bash\n" + text)
            (self.root / path).chmod(0o755)

    def run_script(self, *options, fail="", path="/usr/bin:/bin"):
        environment = {"PATH": f"{self.root / 'bin'}:{path}", "ASKED": str(self.root / "asked"), "FAIL": fail}
        done = subprocess.run([self.root / "tests/run.sh", *options], capture_output=True, text=True, env=environment)
        asked = self.root / "asked"
        return done, [line.replace(str(self.root), "ROOT") for line in asked.read_text().splitlines()] if asked.exists() else []

    def test_everything_in_its_order(self):
        done, asked = self.run_script("--all", "--sanitize", "--threads", "--tidy", "v1", "--fuzz", "--coverage")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual([line.split(" -j")[0].strip() for line in asked], [
            "setup.sh --all --no-build", "cmake --preset ci", "cmake --build --preset ci", "ctest --preset ci",
            "cmake --preset tidy", "tidy.sh build/tidy --since v1",
            "cmake --preset asan", "cmake --build --preset asan", "ctest --preset asan",
            "cmake --preset tsan", "cmake --build --preset tsan", "ctest --preset tsan", "run.sh 10", "cmake --preset coverage",
            "cmake --build --preset coverage", "ctest --preset coverage",
            "gcovr --root . --object-directory build/coverage --filter framework/ --filter plugins/"])
        self.assertIn("ctest --preset ci -j 3 --no-tests=error --output-junit ROOT/build/ci/tests.xml", asked)
        self.assertEqual(done.stdout.splitlines()[-1], "100% tests passed, 0 tests failed out of 2")
        for step in ("install", "configure ci", "build ci", "test ci", "clang-tidy", "test asan", "fuzz", "coverage table", "all"):
            self.assertRegex(done.stdout, rf"(?m)^ +\d+ s  {step}$")
        self.assertRegex(done.stdout, r"plugins/models +4   75\.0 % +0 +-")

    def test_without_setup_nothing_is_installed(self):
        done, asked = self.run_script("--no-setup")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual([line.split(" -j")[0] for line in asked],
                         ["cmake --preset ci", "cmake --build --preset ci", "ctest --preset ci"])
        self.assertNotRegex(done.stdout, r"(?m)^ +\d+ s  install$")

    def test_skipped_tests_are_listed_once_and_with_their_reason(self):
        lines = self.run_script("--sanitize")[0].stdout.splitlines()
        self.assertEqual(lines[-2:], ["skipped: slurm: needs slurmctld (framework/setup.sh --all installs it)",
                                      "100% tests passed, 0 tests failed out of 2"])
        self.assertNotIn("skipped: whole", "\n".join(lines))

    def test_tests_that_fail_give_the_summary_and_the_exit_code(self):
        done, asked = self.run_script("--tidy-all", "--sanitize", fail="ctest --preset asan")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.splitlines()[-3:],
                         ["run.sh: failed: the tests of preset 'asan'", "  2 - whole (Failed)", "50% tests passed, 1 tests failed out of 2"])
        self.assertIn("tidy.sh build/tidy", asked)

    def test_clang_tidy_that_complains_fails_the_run(self):
        done, asked = self.run_script("--tidy", "--sanitize", fail="tidy.sh")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.splitlines()[-3:],
                         ["run.sh: failed: clang-tidy", "  a.cpp:3:4: warning: a variable [a-check]", "100% tests passed, 0 tests failed out of 2"])
        self.assertIn("tidy.sh build/tidy --since", asked)
        self.assertIn("ctest --preset asan", [line.split(" -j")[0] for line in asked])

    def test_a_step_that_fails_without_such_lines_is_reported_too(self):
        (self.root / "tests/house/tidy.sh").write_text("#!/bin/bash\necho 'tidy.sh: clang-tidy is not installed' >&2\nexit 2\n")
        done = self.run_script("--tidy")[0]
        self.assertEqual((done.returncode, done.stdout.splitlines()[-2:]),
                         (1, ["run.sh: failed: clang-tidy", "100% tests passed, 0 tests failed out of 2"]))

    def test_a_build_that_fails_stops_the_run(self):
        for fail, step in (("--build --preset asan", "the build of preset 'asan'"), ("setup.sh", "the installation of packages"),
                           ("cmake --preset ci", "preset 'ci' cannot be configured")):
            with self.subTest(fail):
                done, asked = self.run_script("--sanitize", fail=fail)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stdout.splitlines()[-1], f"run.sh: failed: {step}; the steps after it were not run")
                self.assertIn(fail, asked[-1])
                (self.root / "asked").unlink()

    def test_a_table_of_coverage_that_fails_is_reported(self):
        done = self.run_script("--coverage", fail="gcovr")[0]
        self.assertEqual((done.returncode, done.stdout.splitlines()[-2]),
                         (1, "run.sh: failed: the table of coverage"))

    def test_a_finding_of_a_fuzzer_fails_the_run(self):
        done = self.run_script("--fuzz", fail="run.sh")[0]
        self.assertEqual((done.returncode, done.stdout.splitlines()[-2]),
                         (1, "run.sh: failed: fuzzing; build/fuzz/findings has the inputs"))

    def test_checks_that_need_clang_fail_without_it(self):
        (self.root / "bin/clang++").unlink()
        for tool in ("bash", "cat", "dirname", "env", "grep", "rm", "tail", "tee"):
            (self.root / "bin" / tool).symlink_to(f"/usr/bin/{tool}")
        done, asked = self.run_script("--sanitize", "--threads", "--fuzz", path=str(self.root / "bin"))
        self.assertEqual((done.returncode, done.stdout.splitlines()[-4:]), (1, [
            *(f"run.sh: failed: {check}: clang++ is not installed (framework/setup.sh --all installs it)"
              for check in ("sanitizing", "the check of threads", "fuzzing")),
            "100% tests passed, 0 tests failed out of 2"]))
        self.assertFalse([line for line in asked if "asan" in line or "tsan" in line])

    def refused(self, *options):
        done, asked = self.run_script(*options)
        self.assertEqual((done.returncode, done.stdout, asked), (2, "", []))
        return done.stderr

    def test_an_unknown_option_is_refused(self):
        for options, unknown in ((["--tydi"], "--tydi"), (["--tidy", "-x"], "-x"), (["--tidy", "v1", "v2"], "v2")):
            with self.subTest(options):
                self.assertEqual(self.refused(*options),
                                 f"run.sh: unknown option '{unknown}'; there are --all, --no-setup, --sanitize, --threads, "
                                 "--tidy [BASE], --tidy-all, --fuzz and --coverage\n")

    def test_options_that_exclude_each_other_are_refused(self):
        for options in (["--tidy-all", "--tidy"], ["--tidy", "v1", "--tidy-all"]):
            with self.subTest(options):
                self.assertEqual(self.refused(*options),
                                 "run.sh: --tidy checks what changed and --tidy-all all sources; give one of them\n")
        for options in (["--all", "--no-setup"], ["--no-setup", "--all"]):
            with self.subTest(options):
                self.assertEqual(self.refused(*options),
                                 "run.sh: --all installs more packages and --no-setup none; give one of them\n")


class ReportTest(unittest.TestCase):
    def test_a_test_that_gives_no_reason_is_listed_all_the_same(self):
        report = '<testsuite><testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase></testsuite>'
        self.assertEqual(list(skipped.skipped_tests(report)), [("a", "no reason was given (SKIP_RETURN_CODE=77)")])

    def test_a_reason_that_no_package_cures_has_no_hint(self):
        self.assertEqual(skipped.line_of("a", "only root may mount"), "skipped: a: only root may mount")

    def test_rooms(self):
        for file, room in {"framework/sdk/include/engram/a.hpp": "framework/sdk", "framework/host/run/a.cpp": "framework/host/run",
                           "plugins/models/a.cpp": "plugins/models", "plugins/a.hpp": None, "tests/a.cpp": None,
                           "framework/templates/a.cpp": None}.items():
            self.assertEqual(coverage_rooms.room_of(file), room)

    def test_a_summary_without_rooms_is_refused(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('{"files": []}')
            file.flush()
            done = subprocess.run([sys.executable, HOUSE / "coverage_rooms.py", file.name], capture_output=True, text=True)
        self.assertEqual(done.stderr, f"coverage_rooms.py: {file.name} has no file of framework/sdk, framework/host or plugins\n")
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
