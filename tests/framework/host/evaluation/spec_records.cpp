// The cells of a spec by name, and the datasets that their analyses record.
#include "evaluation/spec_records.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;
using engram::evaluation::CellIndex;
using engram::evaluation::notes_on;

namespace {

using Label = std::optional<std::string>;

const std::string sweep = "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2], model.tau_v: [1 s, 2 s]}\n";
const std::string two_cases = "cases: {a: {}, b: {}}\n";
const std::string distance = "dataset: analyses/perturbation/distance";

}  // namespace

TEST_CASE("cell index: runs are found by label, and the cells of a sweep by the name of their case too") {
  const auto checked = cells_of(base + sweep);
  const CellIndex& cells = *checked->cells;
  REQUIRE(cells.labels().size() == 8);
  for (std::size_t cell = 0; cell < cells.labels().size(); ++cell) {
    CHECK(cells.find(cells.labels()[cell]) == cell);
    CHECK(cells.count(cells.labels()[cell]) == 1);
    CHECK(cells.first_of(cells.labels()[cell]) == cells.labels()[cell]);
  }
  CHECK_FALSE(cells.find("a"));
  CHECK(cells.first_of("a") == cells.labels()[0]);
  CHECK(cells.first_of("b") == cells.labels()[4]);
  CHECK(cells.count("a") == 4);
  CHECK(cells.count("b") == 4);
  CHECK(cells.count("c") == 0);
  CHECK_FALSE(cells.first_of("c"));
  CHECK(cells.has_case_names());
  CHECK(cells.resolved());
  CHECK(cells.known() == Lines{"a.seed=1,tau_v=1s", "a", "a.seed=1,tau_v=2s", "a.seed=2,tau_v=1s",
                               "a.seed=2,tau_v=2s", "b.seed=1,tau_v=1s", "b", "b.seed=1,tau_v=2s",
                               "b.seed=2,tau_v=1s", "b.seed=2,tau_v=2s"});
}

TEST_CASE("cell index: a part of a label names its cell if it is that of one") {
  const auto checked = cells_of(base + "sweep: {seed: [1, 2], model.tau_v: [1 s, 2 s]}\n");
  const CellIndex& cells = *checked->cells;
  CHECK(cells.first_of("seed=2,tau_v=1s") == cells.labels()[2]);
  CHECK_THROWS_AS(cells.first_of("seed=2"), engram::RequestError);
  CHECK_FALSE(cells.has_case_names());
  const auto seeds = cells_of(base + "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n");
  CHECK(seeds->cells->count("b.seed=2") == 1);
  const auto plain = cells_of(base + two_cases);
  CHECK_FALSE(plain->cells->has_case_names());
  CHECK(plain->cells->known() == Lines{"a", "b"});
  CHECK(plain->cells->count("a") == 1);
  const auto single = cells_of(base);
  CHECK(single->cells->labels() == Lines{""});
  CHECK(single->cells->known().empty());
  CHECK_FALSE(single->cells->find(""));
}

TEST_CASE("cell index: each run has the analyses of its own case, and one with a mistake has none") {
  const auto checked = cells_of(base + "cases: {a: {}, b: {analyses: [jacobian_eigenvalues]}}\n");
  const CellIndex& cells = *checked->cells;
  REQUIRE(cells.analysis(0, "perturbation") != nullptr);
  CHECK(cells.analysis(0, "perturbation")->name == "perturbation");
  CHECK(cells.analysis(1, "perturbation") == nullptr);
  CHECK(cells.analysis(1, "jacobian_eigenvalues")->name == "jacobian_eigenvalues");
  CHECK(cells.analysis(0, "on")->name == "watch");
  const auto wrong = cells_of(base + "cases: {a: {}, b: {model.tau_w: 1}, c: {}}\n");
  CHECK_FALSE(wrong->cells->resolved());
  CHECK(wrong->cells->analysis(0, "perturbation") != nullptr);
  CHECK(wrong->cells->analysis(1, "perturbation") == nullptr);
  CHECK(wrong->cells->analysis(2, "perturbation") != nullptr);
}

TEST_CASE("cell index: a dataset that a switch turns off is a problem that names the switch") {
  CHECK(panel_problems("dataset: analyses/on/states, x: trial") == no_problems);
  CHECK(panel_problems("dataset: analyses/on/counts") == no_problems);
  CHECK(
      panel_problems("dataset: analyses/off/states, x: trial") ==
      Lines{"analysis 'off' does not record 'states' without record_states | give the analysis record_states: true"});
  CHECK(panel_problems("dataset: analyses/off/counts") ==
        Lines{"analysis 'off' does not record 'counts' without window | give the analysis window"});
  CHECK(
      panel_problems("case: b, dataset: analyses/on/states, x: trial",
                     "cases: {a: {}, b: {analyses.on.record_states: false}}\n") ==
      Lines{"analysis 'on' of 'b' does not record 'states' without record_states | give the analysis record_states: "
            "true"});
  CHECK(panel_problems("case: a, dataset: analyses/on/states, x: trial",
                       "cases: {a: {}, b: {analyses.on.record_states: false}}\n") == no_problems);
}

TEST_CASE("cell index: a dataset is checked in each case that the record names") {
  const std::string cases = "cases: {a: {}, b: {analyses: [jacobian_eigenvalues]}}\n";
  CHECK(claim_problems(distance + ", cases: [a]", cases) == no_problems);
  CHECK(claim_problems(distance + ", cases: [b]", cases) ==
        Lines{"there is no analysis 'perturbation' | analyses: jacobian_eigenvalues"});
  CHECK(claim_problems(distance, cases) ==
        Lines{"there is no analysis 'perturbation' | analyses: jacobian_eigenvalues"});
  CHECK(claim_problems("dataset: analyses/perturbation", "") ==
        Lines{"analysis 'perturbation' (perturbation) records no dataset '' | datasets: time, distance, low, high, "
              "final_distance, target_of_trial, mean_final_distance, success"});
}

TEST_CASE("cell index: cases that a record names and the spec does not have are a problem with the nearest match") {
  CHECK(claim_problems(distance + ", cases: [a, b.seed=1]", "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n") ==
        no_problems);
  CHECK(claim_problems(distance + ", cases: [left, rihgt]", "cases: {left: {}, right: {}}\n") ==
        Lines{"there is no case 'rihgt' | did you mean 'right'? | cases: left, right"});
  CHECK(claim_problems(distance + ", cases: [left]") == Lines{"there is no case 'left' | this spec has no cases"});
  CHECK(
      claim_problems(distance + ", cases: [seed=1]", "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n") ==
      Lines{"'seed=1' is part of the labels of 2 cells; there are a.seed=1, b.seed=1; write more of the one that is "
            "meant"});
}

TEST_CASE("cell index: a message lists twelve words and the number of the others") {
  const Lines twelve{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
  CHECK(notes_on("xyz", "cases", twelve) == Lines{"cases: a, b, c, d, e, f, g, h, i, j, k, l"});
  Lines more = twelve;
  more.insert(more.end(), {"m", "n"});
  CHECK(notes_on("xyz", "cases", more) == Lines{"cases: a, b, c, d, e, f, g, h, i, j, k, l, and 2 more"});
  CHECK(notes_on("lefd", "cases", {"left"}) == Lines{"did you mean 'left'?", "cases: left"});
}

TEST_CASE("panel cells: a panel names its case where there are several") {
  const std::string no_case = "the panel does not name its case | cases: a, b";
  CHECK(panel_problems(distance) == no_problems);
  CHECK(panel_problems(distance, two_cases) == Lines{no_case});
  CHECK(panel_problems(distance + ", case: b", two_cases) == no_problems);
  CHECK(panel_problems("dataset: cases/a/analyses/perturbation/distance", two_cases) == no_problems);
  CHECK(panel_problems("dataset: summary/results.analyses.perturbation.success", two_cases) == no_problems);
  CHECK(panel_problems(distance + ", case: c", two_cases) == Lines{"there is no case 'c' | cases: a, b"});
  CHECK(panel_problems(distance + ", case: c") == Lines{"there is no case 'c' | this spec has no cases"});
  CHECK(
      panel_problems(distance + ", case: seed=1", "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n") ==
      Lines{"'seed=1' is part of the labels of 2 cells; there are a.seed=1, b.seed=1; write more of the one that is "
            "meant"});
}

TEST_CASE("panel cells: a panel chooses its cell by the place in the sweep") {
  const std::string seeds = "sweep: {seed: [1, 2]}\n";
  CHECK(panel_problems(distance + ", at: {seed: last}", seeds) == no_problems);
  CHECK(panel_problems(distance + ", at: {seed: 2}", seeds) == no_problems);
  const Lines wrong = panel_problems(distance + ", at: {seed: 3}", seeds);
  REQUIRE(wrong.size() == 1);
  CHECK_THAT(wrong.front(), Catch::Matchers::Contains("seed") && Catch::Matchers::Contains("3"));
  CHECK(panel_problems(distance + ", at: {seed: 2}").size() == 1);
}
