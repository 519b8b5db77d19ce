// Columns that the summary of a spec will have, before anything runs.
#include "evaluation/summary_columns.hpp"

#include <string>
#include <utility>
#include <vector>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;

namespace {

/// The problems of a column of the summary.
Lines column(const std::string& name, const std::string& more) {
  return claim_problems("dataset: summary/" + name, more);
}

const std::string seeds = "sweep: {seed: [1, 2]}\n";
const std::string cases_and_seeds = "cases: {a: {}, b: {model.tau_v: 1 s}}\nsweep: {seed: [1, 2]}\n";

}  // namespace

TEST_CASE("summary columns: labels, swept settings and settings that differ are columns") {
  for (const char* name : {"case", "case_name", "seed", "model.tau_v"}) {
    CAPTURE(name);
    CHECK(column(name, cases_and_seeds) == no_problems);
  }
  CHECK(column("case", seeds) == no_problems);
  CHECK(column("case_name", seeds) == Lines{"the summary has no column 'case_name' | columns: seed"});
  CHECK(column("case_name", "cases: {a: {}, b: {}}\n").size() == 1);
  CHECK(column("model.activation", "sweep: {model.activation.plugin: [tanh, relu]}\n") == no_problems);
  CHECK(column("model.activation.plugin", "sweep: {model.activation.plugin: [tanh, relu]}\n") == no_problems);
  CHECK(column("seed", "") ==
        Lines{"there is no summary of a single run | the summary has a row for each case and each cell of a sweep"});
}

TEST_CASE("summary columns: a setting that is the same everywhere is no column, and the message says its value") {
  CHECK(column("model.tau_v", seeds) ==
        Lines{"the summary has no column 'model.tau_v', which is the same everywhere | model.tau_v is 0.1 s"});
  CHECK(column("seed", "sweep: {seed: [3]}\n") ==
        Lines{"the summary has no column 'seed', which is the same everywhere | seed is 3"});
  CHECK(column("model.tau_w", cases_and_seeds) ==
        Lines{"the summary has no column 'model.tau_w' | did you mean 'model.tau_v'? | columns: model.tau_v, seed"});
}

TEST_CASE("summary columns: a setting that some cells lack is a column, whichever cell comes first") {
  const std::string tanh_first = "cases: {a: {}, b: {model.activation: relu}}\n";
  const std::string relu_first = "cases: {a: {model.activation: relu}, b: {}}\n";
  for (const std::string& cases : {tanh_first, relu_first}) {
    CHECK(column("model.activation.gain", cases) == no_problems);
    CHECK(column("model.activation", cases) == no_problems);
  }
}

TEST_CASE("summary columns: a difference in a late cell of a large sweep is found") {
  // The cells of the first case are alike, and there are more of them than a first look reads.
  const std::string late = "cases: {a: {}, b: {model.tau_v: 1 s}}\nsweep: {seed: {from: 1, to: 40}}\n";
  CHECK(column("model.tau_v", late) == no_problems);
  CHECK(column("model.topology", late).size() == 1);
  CHECK(claim_problems("dataset: summary/model.topology, where: [model.tau_v=1]", late).size() == 1);
}

TEST_CASE("summary columns: single numbers of analyses are columns") {
  const std::string prefix = "results.analyses.";
  for (const char* name : {"perturbation.success", "perturbation.mean_final_distance", "jacobian_eigenvalues.largest",
                           "on.total", "silent.anything"}) {
    CAPTURE(name);
    CHECK(column(prefix + name, seeds) == no_problems);
  }
  CHECK(column("results.training.rounds", seeds) == no_problems);
  const std::vector<std::pair<std::string, std::string>> table{
      {"perturbation.distance",
       "analysis 'perturbation' records no single number 'distance' | single numbers: "
       "mean_final_distance, success"},
      {"perturbation.succes",
       "analysis 'perturbation' records no single number 'succes' | did you mean 'success'? | "
       "single numbers: mean_final_distance, success"},
      {"none.success",
       "there is no analysis 'none' | a result of an analysis is the column results.analyses.LABEL.NAME"},
      {"success", "there is no analysis '' | a result of an analysis is the column results.analyses.LABEL.NAME"}};
  for (const auto& [name, problem] : table) {
    CAPTURE(name);
    CHECK(column(prefix + name, seeds) == Lines{problem});
  }
  CHECK(column(prefix + "b.c.largest", "cases: {a: {}, b: {}}\n").size() == 1);
}

TEST_CASE("summary columns: the columns of a panel are checked, each at its key") {
  const std::string panel = "dataset: summary/results.analyses.perturbation.success, ";
  const std::string sweep = "sweep: {seed: [1, 2], model.tau_v: [1 s, 2 s]}\n";
  CHECK(panel_problems(panel + "x: model.tau_v", sweep) == no_problems);
  CHECK(panel_problems(panel + "x: model.tau_v, average: seed", sweep) == no_problems);
  CHECK(panel_problems(panel + "x: model.tau_v, average: cell", sweep) == no_problems);
  CHECK(panel_problems(panel + "x: seed, average: model.tau_v", sweep) == no_problems);
  CHECK(panel_problems(panel + "x: seed, lines: model.tau_v", sweep) == no_problems);
  CHECK(panel_problems(panel + "x: seed, y: model.tau_v, style: matrix", sweep) == no_problems);
  for (const std::string key : {"x: model.tau_w", "lines: model.tau_w, x: seed", "average: model.tau_w, x: seed",
                                "y: model.tau_w, x: seed, style: matrix"}) {
    CAPTURE(key);
    CHECK(
        panel_problems(panel + key, sweep) ==
        Lines{"the summary has no column 'model.tau_w' | did you mean 'model.tau_v'? | columns: model.tau_v, seed"});
  }
  CHECK(panel_problems("dataset: summary/grid/anything", sweep) == no_problems);
  // A dataset that is a column by its case alone leaves the other keys to be checked, and a missing one does not.
  CHECK(panel_problems("dataset: summary/model.tau_v, x: sede", cases_and_seeds).size() == 1);
  CHECK(panel_problems("dataset: summary/seed, x: seed").size() == 1);
  CHECK(panel_problems("x: nothing, dataset: summary/sede", sweep).size() == 1);
}
