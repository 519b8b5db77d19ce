// The datasets that figures and claims use, cell by cell.
#include "evaluation/used_datasets.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;
using engram::evaluation::UsedDatasets;

namespace {

/// For each dataset that is used, a letter for each cell: '+' where it is used.
std::map<std::string, std::string> used_by(const std::string& more) {
  const auto checked = cells_of(base + more);
  INFO(engram::yaml::render(checked->problems));
  REQUIRE(checked->problems.empty());
  const UsedDatasets used(*checked->cells);
  std::map<std::string, std::string> found;
  for (const std::string& dataset : used.datasets()) {
    for (std::size_t cell = 0; cell < checked->cells->labels().size(); ++cell) {
      found[dataset] += used.uses(cell, dataset) ? '+' : '-';
    }
  }
  return found;
}

using Used = std::map<std::string, std::string>;

std::string figure(const std::string& panels) {
  return "figures: [{name: f, panels: [" + panels + "]}]\n";
}

const std::string distance = "analyses/perturbation/distance";
const std::string cases = "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n";

}  // namespace

TEST_CASE("used datasets: a panel uses its dataset, those beside it and the ends of its band") {
  CHECK(used_by(figure("{dataset: " + distance + ", x: other, low: low, high: high}")) ==
        Used{{distance, "+"},
             {"analyses/perturbation/other", "+"},
             {"analyses/perturbation/low", "+"},
             {"analyses/perturbation/high", "+"}});
  CHECK(used_by(figure("{dataset: analyses/p/a, style: images, beside: [analyses/q/b, model/W]}")) ==
        Used{{"analyses/p/a", "+"}, {"analyses/q/b", "+"}, {"model/W", "+"}});
  CHECK(used_by("").empty());
}

TEST_CASE("used datasets: a panel uses those of the cells that it shows") {
  const auto of_panel = [](const std::string& keys) {
    return used_by(cases + figure("{dataset: " + distance + ", " + keys + "}")).at(distance);
  };
  CHECK(of_panel("case: a") == "+---");
  CHECK(of_panel("case: b") == "--+-");
  CHECK(of_panel("case: b.seed=2") == "---+");
  CHECK(of_panel("case: b, at: {seed: last}") == "---+");
  CHECK(of_panel("cases: [b]") == "--++");
  CHECK(of_panel("cases: [a, b]") == "++++");
  CHECK(used_by(cases + figure("{dataset: " + distance + ", case: a}, {dataset: " + distance +
                               ", case: b.seed=2}")) == Used{{distance, "+--+"}});
}

TEST_CASE("used datasets: a claim uses those of its cases, or of all") {
  const auto claim = [](const std::string& keys) { return "expect: [{claim: Words., value: 1, " + keys + "}]\n"; };
  CHECK(used_by(cases + claim("dataset: " + distance)) == Used{{distance, "++++"}});
  CHECK(used_by(cases + claim("dataset: " + distance + ", cases: [b]")) == Used{{distance, "--++"}});
  CHECK(used_by(cases + figure("{dataset: model/W, case: a}") + claim("dataset: model/W, cases: [b.seed=1]")) ==
        Used{{"model/W", "+-+-"}});
}

TEST_CASE("used datasets: a dataset that a panel names in its cell is that of the cell") {
  CHECK(used_by(cases + figure("{dataset: cases/b.seed=1/" + distance + "}")) == Used{{distance, "--+-"}});
  CHECK(used_by(cases + figure("{dataset: cases/elsewhere/" + distance + "}")) == Used{{distance, "----"}});
  CHECK(used_by(cases + figure("{dataset: cases/b}")).empty());
}

TEST_CASE("used datasets: a dataset that nothing names is not used") {
  const auto checked = cells_of(base + figure("{dataset: " + distance + "}"));
  const UsedDatasets used(*checked->cells);
  CHECK(used.uses(0, distance));
  CHECK_FALSE(used.uses(0, "model/W"));
}
