// Mistakes of panels that are found before anything runs.
#include "evaluation/panel_check.hpp"

#include <string>
#include <utility>
#include <vector>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;

namespace {

const std::string distance = "dataset: analyses/perturbation/distance";
const std::string final_distance = "dataset: analyses/perturbation/final_distance";
const std::string number = "dataset: analyses/perturbation/mean_final_distance";
const std::string overlap = "dataset: analyses/jacobian_eigenvalues/overlap";
const std::string to_targets = "dataset: analyses/jacobian_eigenvalues/to_targets";
const std::string dimensions = "dimensions: trial, target, time";
const std::string own_needs =
    "jacobian_eigenvalues does not record the trials' own targets, 'target_of_trial' | target: nearest and target: "
    "all do not need it";
const std::string leave_free = " | `style: histogram` and `lines` leave it free";

const std::string sweep = "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n";
const std::string two_cases = "cases: {a: {}, b: {}}\n";

}  // namespace

TEST_CASE("panel check: a panel that fits its dataset has no problem") {
  for (const std::string& panel : {distance,
                                   distance + ", x: time, average: trial",
                                   distance + ", x: trial, lines: target",
                                   distance + ", x: low",
                                   distance + ", target: own",
                                   distance + ", target: others",
                                   distance + ", target: nearest",
                                   distance + ", x: low, target: own",
                                   distance + ", low: low, high: high",
                                   final_distance,
                                   final_distance + ", style: matrix",
                                   final_distance + ", style: images",
                                   final_distance + ", style: histogram, target: own",
                                   final_distance + ", x: trial, target: nearest",
                                   final_distance + ", target: all",
                                   number + ", style: histogram",
                                   overlap + ", target: nearest",
                                   to_targets + ", target: nearest",
                                   std::string("dataset: training/loss, x: nothing"),
                                   std::string("dataset: analyses/silent/anything, lines: nothing")}) {
    CAPTURE(panel);
    CHECK(panel_problems(panel) == no_problems);
  }
}

TEST_CASE("panel check: what a panel asks of its dataset and the dataset does not have is a problem") {
  const std::vector<std::pair<std::string, std::string>> table{
      {distance + ", style: matrix",
       "dataset 'distance' has 3 dimensions; a matrix or images need two | " + dimensions},
      {number + ", style: images",
       "dataset 'mean_final_distance' has 0 dimensions; a matrix or images need two | dimensions: "},
      {number,
       "dataset 'mean_final_distance' is a single number and has no dimension to run along x | single numbers "
       "of cases and sweeps are columns of the summary: summary/results.analyses.LABEL.NAME"},
      {number + ", style: histogram, x: time",
       "dataset 'mean_final_distance' is a single number and has no dimension to run along x | single numbers of "
       "cases "
       "and sweeps are columns of the summary: summary/results.analyses.LABEL.NAME"},
      {distance + ", x: tiem",
       "'tiem' is neither a dimension of dataset 'distance' nor a dataset beside it | did you "
       "mean 'time'? | allowed: trial, target, time, low, high"},
      {distance + ", x: final_distance",
       "dataset 'final_distance' has other dimensions than 'distance' | "
       "final_distance: trial, target | distance: trial, target, time"},
      {distance + ", x: low, average: trial",
       "average has no meaning if x is a dataset, 'low', and not a dimension | " + dimensions},
      {distance + ", x: low, target: nearest",
       "target: nearest has no meaning if x is a dataset, 'low', and not a dimension | " + dimensions},
      {number + ", style: histogram, target: nearest",
       "target: nearest: dataset 'mean_final_distance' has no dimension 'target' | it is a single number"},
      {"dataset: analyses/perturbation/time, target: own",
       "target: own: dataset 'time' has no dimension 'target' | its dimensions: time"},
      {to_targets + ", target: others",
       "target: others: dataset 'to_targets' has no dimension 'trial' | its dimensions: pattern, target, mode"},
      {final_distance + ", target: nearest",
       "target: nearest: dimension 'target' runs along x, so that nothing is left to choose" + leave_free},
      {final_distance + ", target: own",
       "target: own: dimension 'target' runs along x, so that nothing is left to choose" + leave_free},
      {final_distance + ", x: trial, target: others",
       "target: others: dimension 'trial' runs along x, so that nothing is left to choose" + leave_free},
      {overlap + ", target: own", "target: own: " + own_needs},
      {overlap + ", target: others", "target: others: " + own_needs},
      {distance + ", lines: tiral",
       "lines: dataset 'distance' has no dimension 'tiral' | did you mean 'trial'? | " + dimensions},
      {distance + ", lines: time", "lines: dimension 'time' runs along x already | " + dimensions},
      {distance + ", average: time", "average: dimension 'time' runs along x already | " + dimensions},
      {distance + ", x: trial, average: cell", "average: dataset 'distance' has no dimension 'cell' | " + dimensions},
      {distance + ", low: lwo, high: high",
       "low: there is no dataset 'lwo' of the same dimensions beside 'distance' | "
       "did you mean 'low'? | datasets: distance, low, high"},
      {distance + ", low: low, high: final_distance",
       "high: there is no dataset 'final_distance' of the same dimensions beside 'distance' | datasets: "
       "distance, low, high"},
      {"dataset: analyses/perturbation/distence",
       "analysis 'perturbation' (perturbation) records no dataset 'distence' | did you mean 'distance'? | datasets: "
       "time, distance, low, high, final_distance, target_of_trial, mean_final_distance, success"},
      {"dataset: analyses/pertubation/distance",
       "there is no analysis 'pertubation' | did you mean 'perturbation'? | analyses: perturbation, "
       "jacobian_eigenvalues, silent, off, on"}};
  for (const auto& [panel, problem] : table) {
    CAPTURE(panel);
    CHECK(panel_problems(panel) == Lines{problem});
  }
}

TEST_CASE("panel check: a histogram leaves every dimension free, and other styles run along the last one") {
  CHECK(panel_problems(distance + ", style: histogram, lines: time") == no_problems);
  CHECK(panel_problems(distance + ", style: points, lines: time") ==
        Lines{"lines: dimension 'time' runs along x already | " + dimensions});
}

TEST_CASE("panel check: several cases are a dimension, and the cells of a case of a sweep are another") {
  const std::string of_cases = distance + ", cases: [a, b]";
  CHECK(panel_problems(of_cases + ", lines: case, average: cell", sweep) == no_problems);
  CHECK(panel_problems(of_cases + ", lines: case", two_cases) == no_problems);
  CHECK(panel_problems(of_cases + ", average: cell", two_cases) ==
        Lines{"average: dataset 'distance' has no dimension 'cell' | dimensions: case, trial, target, time"});
  CHECK(panel_problems(distance + ", case: a, average: case", two_cases) ==
        Lines{"average: dataset 'distance' has no dimension 'case' | " + dimensions});
  CHECK(panel_problems(number + ", cases: [a, b]", sweep) == no_problems);
}

TEST_CASE("panel check: images beside others are datasets of the same analyses") {
  const std::string images = final_distance + ", style: images, beside: ";
  CHECK(panel_problems(images + "[analyses/perturbation/final_distance]") == no_problems);
  CHECK(panel_problems(images + "[analyses/perturbation/final_distanse]") ==
        Lines{"analysis 'perturbation' (perturbation) records no dataset 'final_distanse' | did you mean "
              "'final_distance'? | datasets: time, distance, low, high, final_distance, target_of_trial, "
              "mean_final_distance, success"});
}

TEST_CASE("panel check: cases in one panel have as many cells each") {
  const std::string slow =
      "cases: {a: {}, b: {model.tau_v: 1 s}}\n"
      "sweep: {seed: [1, 2, 3], exclude: {seed: 3, model.tau_v: 1 s}}\n";
  CHECK(panel_problems(distance + ", cases: [a, b], average: cell", sweep) == no_problems);
  CHECK(panel_problems(distance + ", cases: [a, b], average: cell", slow) ==
        Lines{"'a' has 3 cells and 'b' has 2 | cases in one panel have as many cells each"});
  CHECK(panel_problems(distance + ", cases: [a.seed=1, b.seed=1]", slow) == no_problems);
  // A case that is not there is one mistake, and has no cells to be counted.
  for (const char* cases : {", cases: [a, left]", ", cases: [left, a]"}) {
    CHECK(panel_problems(distance + cases, sweep).size() == 1);
  }
}
