// Mistakes of claims that are found before anything runs.
#include "evaluation/claim_spec.hpp"

#include <string>
#include <utility>
#include <vector>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;

namespace {

const std::string distance = "dataset: analyses/perturbation/distance";
const std::string success = "dataset: summary/results.analyses.perturbation.success";
const std::string no_own = "have no target of their own | target: nearest and target: all do not need it";

}  // namespace

TEST_CASE("claim check: a claim that fits its dataset has no problem") {
  for (const std::string& claim :
       {distance, distance + ", target: own, select: [time=last, trial=0]", distance + ", target: others",
        distance + ", target: nearest, relative_to: first", distance + ", relative_to: first",
        std::string("dataset: analyses/perturbation/success"),
        std::string("dataset: analyses/jacobian_eigenvalues/overlap, target: nearest"),
        std::string("dataset: analyses/silent/anything, select: [nothing=1], target: own"),
        std::string("dataset: training/loss, select: [nothing=1]")}) {
    CAPTURE(claim);
    CHECK(claim_problems(claim) == no_problems);
  }
}

TEST_CASE("claim check: what a claim asks of its dataset and the dataset does not have is a problem") {
  const std::vector<std::pair<std::string, std::string>> table{
      {distance + ", select: [time=1, tirla=0]",
       "select: dataset 'distance' has no dimension 'tirla' | did you mean 'trial'? | dimensions: trial, target, "
       "time"},
      {"dataset: analyses/perturbation/success, select: [time=1]",
       "select: dataset 'success' has no dimension 'time' | it is a single number"},
      {"dataset: analyses/perturbation/time, target: nearest",
       "target: dataset 'time' has no dimension 'target' | its dimensions: time"},
      {"dataset: analyses/perturbation/success, target: own",
       "target: dataset 'success' has no dimension 'target' | it is a single number"},
      {"dataset: analyses/jacobian_eigenvalues/overlap, target: own",
       "target: the trials of dataset 'overlap' " + no_own},
      {"dataset: analyses/jacobian_eigenvalues/overlap, target: others",
       "target: the trials of dataset 'overlap' " + no_own},
      {"dataset: analyses/jacobian_eigenvalues/to_targets, target: own",
       "target: the trials of dataset 'to_targets' " + no_own},
      {"dataset: analyses/perturbation/success, relative_to: first",
       "relative_to: dataset 'success' is a single number and has no first one"},
      {distance + ", over: seeds", "over: a single run has no other cells"},
      {distance + ", tolerance: 1", "a tolerance belongs to `compare: equals`"},
      {"dataset: analyses/perturbation/distence",
       "analysis 'perturbation' (perturbation) records no dataset 'distence' | did you mean 'distance'? | datasets: "
       "time, distance, low, high, final_distance, target_of_trial, mean_final_distance, success"}};
  for (const auto& [claim, problem] : table) {
    CAPTURE(claim);
    CHECK(claim_problems(claim) == Lines{problem});
  }
}

TEST_CASE("claim check: own targets need a dimension of trials, also where the analysis records them") {
  // Trials and their targets are recorded, and this dataset runs over targets alone.
  CHECK(claim_problems("dataset: analyses/perturbation/final_distance, target: own") == no_problems);
  CHECK(claim_problems("dataset: analyses/jacobian_eigenvalues/to_targets, target: nearest") == no_problems);
}

TEST_CASE("claim check: a condition on a swept setting holds for one of its values") {
  const auto where = [](const std::string& condition, const std::string& sweep) {
    return claim_problems(success + ", where: [\"" + condition + "\"]", "sweep: {" + sweep + "}\n");
  };
  const std::string numbers =
      "where: column '{}' holds numbers, in seconds for durations, and '{}' is neither a number "
      "nor a range from..to";
  const std::string seeds = "seed: [1, 2, 4]";
  for (const char* there : {"seed=1", "seed=2", "seed=4", "seed=3..4", "seed=0..1"}) {
    CHECK(where(there, seeds) == no_problems);
  }
  for (const std::string absent : {"seed=3", "seed=5", "seed=0", "seed=5..9"}) {
    CHECK(where(absent, seeds) == Lines{"where: no cell of the sweep has " + absent + " | its values: 1, 2, 4"});
  }
  CHECK(where("seed=first", seeds).size() == 1);
  CHECK(where("seed=one", seeds) ==
        Lines{"where: column 'seed' holds numbers, in seconds for durations, and 'one' is "
              "neither a number nor a range from..to"});
  const std::string durations = "model.tau_v: [50 ms, 1 s]";
  CHECK(where("model.tau_v=0.05", durations) == no_problems);
  CHECK(where("model.tau_v=1", durations) == no_problems);
  CHECK(where("model.tau_v=0.5", durations) ==
        Lines{"where: no cell of the sweep has model.tau_v=0.5 | its values: 50 ms, 1 s"});
  CHECK(
      where("model.tau_v=50 ms", durations) ==
      Lines{
          "where: column 'model.tau_v' holds numbers, in seconds for durations, and '50 ms' is neither a number nor "
          "a range from..to"});
  // The second axis has values of its own.
  CHECK(where("model.tau_v=4", seeds + ", " + durations) ==
        Lines{"where: no cell of the sweep has model.tau_v=4 | its values: 50 ms, 1 s"});
  CHECK(where("patterns.count=4", "zip: {seed: [1, 2], patterns.count: [3, 4]}") == no_problems);
  CHECK(where("patterns.count=2", "zip: {seed: [1, 2], patterns.count: [3, 4]}") ==
        Lines{"where: no cell of the sweep has patterns.count=2 | its values: 3, 4"});
  CHECK(where("model.topology=loop", "model.topology: [single, loop]") == no_problems);
  CHECK(where("model.activation=tanh", "model.activation.plugin: [tanh, relu]") == no_problems);
}

TEST_CASE("claim check: claims over several cells name columns and cases that the run has") {
  const std::string cells = "cases: {high: {}, low: {model.tau_v: 1 s}}\nsweep: {seed: [1, 2]}\n";
  CHECK(claim_problems(success + ", over: seeds, against: low, cases: [high], certain: true", cells) == no_problems);
  CHECK(claim_problems(success + ", over: cells, combine: crossing, along: model.tau_v", cells) == no_problems);
  CHECK(claim_problems(success + ", against: lwo", cells) ==
        Lines{"there is no case 'lwo' | did you mean 'low'? | cases: high.seed=1, high, high.seed=2, "
              "low.seed=1, low, low.seed=2"});
  CHECK(claim_problems(success + ", over: cells, combine: slope, along: model.tau_w", cells).size() == 1);
  CHECK(claim_problems(success + ", combine: slope", cells) ==
        Lines{"`combine` is about several cells; say which with `over: seeds` or `over: cells`"});
}

TEST_CASE("claim check: every condition is checked, and only those on columns of the summary are met") {
  const std::string sweep = "sweep: {seed: [1, 2], model.tau_v: [1 s, 2 s]}\n";
  CHECK(claim_problems(success + ", where: [seed=1, model.tau_v=3]", sweep) ==
        Lines{"where: no cell of the sweep has model.tau_v=3 | its values: 1 s, 2 s"});
  CHECK(claim_problems(success + ", where: [sede=1]", sweep) ==
        Lines{"the summary has no column 'sede' | did you mean 'seed'? | columns: model.tau_v, seed"});
  CHECK(claim_problems(distance + ", where: [seed=1]") ==
        Lines{"there is no summary of a single run | the summary has a row for each case and each cell of a sweep"});
}
