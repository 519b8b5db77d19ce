// Probes from files, from the spec to the figure: two CSV files answer which memory each probe is recalled as.
#include <string>
#include <vector>

#include "catch.hpp"
#include "program.hpp"

using namespace engram::test;
using Catch::Matchers::Contains;

namespace {

const std::string stored = "T,1,1,1,-1,1,-1,-1,1,-1\nL,1,-1,-1,1,-1,-1,1,1,1\n";
const std::string shown = "T,1,1,1,-1,1,-1,-1,-1,-1\nL,1,-1,-1,1,-1,-1,0,0,0\nL,1,1,1,-1,1,-1,-1,1,1\n";

/// The ten lines that a user writes.
const std::string spec = R"(seed: 1
patterns: {plugin: csv, file: stored.csv, label_column: 0}
model: {plugin: hopfield, units: 9}
learning: pseudo_inverse
analyses:
  - {plugin: recall, starts: {plugin: csv, file: shown.csv, label_column: 0}}
figures:
  - name: confusion
    panels:
      - {dataset: analyses/recall/confusion, style: matrix}
)";

/// A folder with the two files and the spec.
struct Files : Workshop {
  Files() {
    write("stored.csv", stored);
    write("shown.csv", shown);
    write("probes.yaml", spec);
  }
};

}  // namespace

TEST_CASE("probes: two files, ten lines and one command tell which memory each probe is recalled as") {
  const Files files;
  const Outcome ran = files.engram("run probes.yaml -q");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(files.engram("show probes.h5 analyses/recall/recalled_label_of_trial").out ==
        "analyses/recall/recalled_label_of_trial: 3 trial\n"
        "  Label of the target that the trial ended nearest to.\n  T\n  L\n  T\n");
  CHECK_THAT(files.engram("show probes.h5 analyses/recall/accuracy").out, Contains("\n  0.6666666666666666\n"));
  CHECK(files.engram("plot probes.h5 -q").code == 0);
  CHECK_FALSE(read(files / "probes_confusion.png").empty());
  CHECK_THAT(files.engram("show probes.h5 provenance").out, Contains("shown.csv"));
}

TEST_CASE("probes: the resolved spec runs again, and null leaves a part out") {
  const Files files;
  REQUIRE(files.engram("run probes.yaml -q").code == 0);
  REQUIRE(files.shell("'" ENGRAM_TEST_PROGRAM "' show probes.h5 spec > resolved.yaml").code == 0);
  CHECK_THAT(read(files / "resolved.yaml"), Contains("corruption: null") && Contains("held: null"));
  REQUIRE(files.engram("run resolved.yaml -q -o again.h5").code == 0);
  const Outcome diff = files.engram("diff probes.h5 again.h5");
  INFO(diff.out);
  CHECK(diff.code == 0);
  const Outcome damaged = files.engram(
      "run probes.yaml -q -o damaged.h5 --set analyses.recall.starts=null --set 'analyses.recall.corruption={plugin: "
      "sign_flips, count: 1}'");
  INFO(damaged.err);
  CHECK(damaged.code == 0);
  CHECK(files.engram("show damaged.h5 analyses/recall/target_of_trial").code == 0);
}

TEST_CASE("probes: their mistakes are reported where the spec has them, before anything runs") {
  const Files files;
  files.write("short.csv", "1,1,-1\n");
  files.write("grey.csv", "1,0,0,1,0,1,1,0,0\n");
  files.write("marks.csv", "1,0,0,0,0,0,0,0,0\n1,1,0,0,0,0,0,0,0\n");
  const auto refusal = [&](const std::string& starts) {
    files.write("wrong.yaml",
                spec.substr(0, spec.find("  - {plugin: recall")) + "  - {plugin: recall, " + starts + "}\n");
    const Outcome outcome = files.engram("validate wrong.yaml");
    CHECK(outcome.code == 2);
    return outcome.out + outcome.err;
  };
  CHECK_THAT(
      refusal("starts: {plugin: csv, file: short.csv}"),
      Contains("wrong.yaml:6:") && Contains("patterns of `starts` have 3 values, and the network has 9 units"));
  CHECK_THAT(
      refusal("starts: {plugin: csv, file: grey.csv}"),
      Contains("units of a Hopfield network with `response: sign` are +1 or -1, and pattern 0 has 0 at unit 1; "
               "the parameters `threshold`"));
  CHECK_THAT(refusal("starts: {plugin: csv, file: missing.csv}"),
             Contains("cannot open '") && Contains("missing.csv'"));
  CHECK_THAT(
      refusal("starts: {plugin: csv, file: shown.csv, label_column: 0}, held: {plugin: csv, file: marks.csv}"),
      Contains("`held` has 2 patterns, and there are 3 trials; one pattern for all trials, or one for each, is "
               "allowed"));
  CHECK_THAT(refusal("trials_per_target: 3"), Contains("give a `corruption`, which damages the targets that trials "
                                                       "start from, or `starts`, patterns of another source"));
  CHECK_THAT(refusal("starts: {plugin: csb, file: shown.csv}"),
             Contains("there is no pattern source 'csb'") && Contains("did you mean 'csv'?") &&
                 Contains("plugins were looked for in ") && Contains("; --plugin-path DIR adds a folder"));
}

TEST_CASE("probes: a sweep computes again the cells whose probes changed, and those alone") {
  const Files files;
  files.write("other.csv", shown);
  files.write("sweep.yaml", spec.substr(0, spec.find("figures:")) +
                                "sweep: {analyses.recall.starts.file: [shown.csv, other.csv]}\n");
  REQUIRE(files.engram("run sweep.yaml -q").code == 0);
  files.write("other.csv", "T,1,1,1,-1,1,-1,-1,1,-1\n");
  const Outcome refused = files.engram("run sweep.yaml --resume");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err,
             Contains("1 computed cell of 'sweep' is not what the spec asks for: ") && Contains("other.csv"));
  const Outcome again = files.engram("run sweep.yaml --resume --recompute");
  INFO(again.err);
  CHECK_THAT(again.out, Contains("2 cells (1 computed, 1 there before)"));
  REQUIRE(files.engram("run sweep.yaml -q -o whole.h5").code == 0);
  CHECK(files.engram("diff sweep.h5 whole.h5").code == 0);
}

TEST_CASE("probes: states of another result are shown again, and that result is among the files that were read") {
  const Files files;
  REQUIRE(files.engram("run probes.yaml -q --set analyses.recall.record_state=true").code == 0);
  const std::string starts = "  - {plugin: recall, starts: {plugin: array, file: probes.h5, dataset: ";
  files.write("again.yaml",
              spec.substr(0, spec.find("  - {plugin: recall")) + starts + "analyses/recall/recalled}}\n");
  const Outcome ran = files.engram("run again.yaml -q");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  // Recalled states are at rest, each at the target that it was recalled as.
  CHECK(files.engram("export again.h5 analyses/recall/nearest_target analyses/recall/iterations").out ==
        "trial,nearest_target,iterations (update)\n0,0,0\n1,1,0\n2,0,0\n");
  CHECK_THAT(files.engram("show again.h5 provenance").out, Contains("probes.h5"));
  files.write("wrong.yaml",
              spec.substr(0, spec.find("  - {plugin: recall")) + starts + "analyses/recall/overlap}}\n");
  CHECK_THAT(files.engram("validate wrong.yaml").err,
             Contains("patterns of `starts` have 2 values, and the network has 9 units"));
}
