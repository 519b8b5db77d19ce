// Correct requests with runs that fail: exit code 1, the place and time of the failure, and the results before it.
#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

Outcome python(const Workshop& workshop, const std::string& code) {
  workshop.write("look.py", "import h5py, numpy as np\n" + code);
  return workshop.shell("/usr/bin/python3 look.py");
}

}  // namespace

TEST_CASE("failures: training that blows up says at which target and when, and keeps what came before") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  const Outcome outcome = workshop.engram(
      "run spec.yaml --set learning.time_step=0.2 --set learning.rounds=100 --set learning.presentation=10");
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("training") && Contains("became infinite or NaN at target ") &&
                              Contains("of simulated time") && Contains("time_step, now 0.2 s"));
  CHECK_THAT(outcome.out, Contains("1 failure; what was computed before is in the file"));
  const Outcome look = python(workshop,
                              "f = h5py.File('spec.h5')\n"
                              "print(f.attrs['status'].decode(), f['patterns/targets'].shape, 'analyses' in f)\n"
                              "print(f['training/residual'].shape[1], f['training/failures'][0].decode()[:12])\n");
  CHECK(look.out == "failed (2, 6) False\n2 the residual\n");
}

TEST_CASE("failures: recall that blows up says which trial, from which target and when") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  const Outcome outcome = workshop.engram(
      "run spec.yaml --set integrator.time_step=0.5 --set learning.time_step=0.001 --set model.activation=identity "
      "--set analyses.perturbation.duration=100000 --set analyses.perturbation.sampling_interval=100");
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("analyses/perturbation: trial 0, from target 0, became infinite or NaN between "));
  const Outcome look = python(workshop,
                              "f = h5py.File('spec.h5')\n"
                              "d = f['analyses/perturbation/distance'][0, 0]\n"
                              "print(f.attrs['status'].decode(), np.isfinite(d[0]), np.isnan(d[-1]))\n");
  CHECK(look.out == "failed True True\n");
}

TEST_CASE("failures: one case that fails leaves the others whole") {
  const Workshop workshop;
  workshop.write("spec.yaml",
                 std::string(small_spec) +
                     "cases:\n"
                     "  bad: {learning.time_step: 0.2, learning.rounds: 100, learning.presentation: 10}\n"
                     "  good: {}\n");
  const Outcome outcome = workshop.engram("run spec.yaml");
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("cases/bad/training") && !Contains("cases/good"));
  const Outcome look = python(
      workshop,
      "f = h5py.File('spec.h5')\n"
      "s = f['summary']\n"
      "print([c.decode() for c in s['case']], np.isnan(s['results.analyses.perturbation.fraction_nearer'][:]))\n"
      "print(f['cases/good/analyses/perturbation/distance'].shape)\n");
  CHECK(look.out == "['bad', 'good'] [ True False]\n(2, 2, 11)\n");
}

TEST_CASE("failures: a plugin that throws while it runs fails its group, one that throws when made is named") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  const std::string path = " --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS;
  Outcome outcome = workshop.engram("run spec.yaml --set analyses.perturbation.corruption=throws_in_apply" + path);
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("analyses/perturbation: the corruption gave up"));
  outcome = workshop.engram("run spec.yaml -o b.h5 --set model.activation=throws_in_constructor" + path);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("activation 'throws_in_constructor' could not be made: the constructor gave up"));
}

TEST_CASE("failures: Ctrl-C keeps what was finished, leaves no hidden file, and replaces no result") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  const std::string before = engram::test::read(workshop / "spec.h5");
  // The hidden file appears when the network begins to move.
  const Outcome outcome =
      workshop.shell("'" ENGRAM_TEST_PROGRAM "' run spec.yaml --overwrite --set learning.rounds=1000000000 & " +
                     engram::test::wait_for_part_file + "kill -INT $!; wait $!");
  INFO(outcome.err);
  CHECK_THAT(outcome.err, Contains("spec.h5 exists and was not replaced; the results of this run are in spec-"));
  CHECK(engram::test::read(workshop / "spec.h5") == before);
  CHECK(workshop.shell("ls -A | grep -c part").out == "0\n");
  const Outcome look = python(workshop,
                              "import glob\n"
                              "f = h5py.File(glob.glob('spec-*.h5')[0])\n"
                              "print(f.attrs['status'].decode(), f['training/failures'][0].decode())\n");
  CHECK(look.out == "failed stopped by the user\n");
}

TEST_CASE("failures: the first few of many are printed, and a picture of a failed run says so") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  const Outcome outcome = workshop.engram(
      "run spec.yaml --set integrator.time_step=0.5 --set learning.time_step=0.001 --set model.activation=identity "
      "--set analyses.perturbation.duration=100000 --set analyses.perturbation.sampling_interval=1000 "
      "--set analyses.perturbation.trials_per_target=20");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.err, Contains("and 30 more failures"));
  const Outcome plot = workshop.engram("plot spec.h5");
  CHECK(plot.code == 0);
  CHECK_THAT(plot.err, Contains("warning: spec.h5 has 40 failures, the first in analyses/perturbation: trial 0"));
}
