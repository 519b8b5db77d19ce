// The datasets that each cell stores by `keep`, and the line in its record that says so.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cells/keep_plan.hpp"
#include "cells/kept_cells.hpp"
#include "studies.hpp"
#include "study/checked_spec.hpp"
#include "yaml/read.hpp"

using engram::Dataset;
using engram::Index;
using engram::cells::KeepFilter;
using engram::cells::KeepPlan;
using engram::test::registry;
using engram::test::small_spec;
namespace specification = engram::specification;
namespace yaml = engram::yaml;

namespace {

/// Four cells: a.seed=1, a.seed=2, b.seed=1, b.seed=2.
const std::string sweep = "cases: {a: {}, b: {}}\nsweep: {seed: [1, 2]}\n";

KeepPlan plan_of(const std::string& more) {
  yaml::Problems problems;
  const auto root = yaml::read_text(small_spec + more, "small.yaml", problems);
  REQUIRE(root);
  const specification::Spec spec = engram::study::compose_spec(*root, {}, registry().catalogue(), problems);
  INFO(yaml::render(problems));
  REQUIRE(problems.empty());
  engram::evaluation::CellIndex cells(spec);
  for (const specification::ExperimentSpec& cell : spec.cases) {
    cells.add(cell);
  }
  return KeepPlan(spec, cells);
}

Dataset array(const std::string& name, const std::vector<std::string>& dimensions) {
  return {name, dimensions, std::vector<Index>(dimensions.size(), 2), std::vector<double>{}, "1", "Numbers."};
}

/// A character for each cell: '-' if it does not store the dataset, '1' if it does alone, '+' if all cells of its
/// case do.
std::string shares(const KeepPlan& plan, const std::string& group, const Dataset& dataset, std::size_t cells = 4) {
  std::string letters;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const KeepPlan::Share share = plan.share(cell, group, dataset);
    letters += share == KeepPlan::Share::none ? '-' : share == KeepPlan::Share::this_cell ? '1' : '+';
  }
  return letters;
}

std::string lines(const KeepPlan& plan) {
  return plan.line(0) + plan.line(1) + plan.line(2) + plan.line(3);
}

const Dataset weights = array("W", {"unit", "source_unit"});
const Dataset targets = array("targets", {"pattern", "unit"});
const Dataset distance = array("distance", {"trial", "target", "time"});
const Dataset states = array("recalled", {"trial", "unit"});
const Dataset grid = array("grid", {"row", "column"});
const std::string recall = "analyses/perturbation";
const std::string path = "analyses/perturbation/distance";

std::string figure(const std::string& panels) {
  return "figures: [{name: f, panels: [" + panels + "]}]\n";
}

}  // namespace

TEST_CASE("keep: all cells store all without rules, and single numbers and lists in any case") {
  const KeepPlan all = plan_of(sweep);
  CHECK(shares(all, "model", weights) == "++++");
  CHECK(shares(all, recall, distance) == "++++");
  CHECK(lines(all).empty());
  const KeepPlan none = plan_of(sweep + "keep: none\n");
  CHECK(shares(none, "model", weights) == "----");
  CHECK(shares(none, "patterns", targets) == "----");
  CHECK(shares(none, "training", grid) == "----");
  CHECK(shares(none, recall, states) == "----");
  CHECK(shares(none, recall, distance) == "----");
  CHECK(shares(none, recall, grid) == "----");
  CHECK(shares(none, recall, array("time", {"time"})) == "++++");
  CHECK(shares(none, recall, array("success", {})) == "++++");
  CHECK(none.line(0) == "keep weights,patterns,training,states,trajectories,arrays \n");
  CHECK(plan_of(sweep + "keep: all\n").line(0).empty());
}

TEST_CASE("keep: each content has a rule of its own") {
  const KeepPlan plan = plan_of(sweep + "keep: {weights: none, trajectories: all, states: first seed}\n");
  CHECK(shares(plan, "model", weights) == "----");
  CHECK(shares(plan, recall, distance) == "++++");
  CHECK(shares(plan, recall, states) == "1-1-");
  CHECK(shares(plan, recall, grid) == "++++");
  CHECK(plan.line(0) == "keep weights \n");
  CHECK(plan.line(1) == "keep weights,states \n");
  CHECK(plan.line(2) == "keep weights \n");
  CHECK(plan.line(3) == "keep weights,states \n");
}

TEST_CASE("keep: the first seed is that of the sweep, and every cell has it if no seed is swept") {
  const std::string keep = "keep: {weights: first seed}\n";
  CHECK(shares(plan_of("sweep: {seed: [5, 3, 4], model.tau_v: [50 ms, 100 ms]}\n" + keep), "model", weights, 6) ==
        "11----");
  CHECK(shares(plan_of("sweep: {model.tau_v: [50 ms, 100 ms], seed: [5, 3]}\n" + keep), "model", weights) == "1-1-");
  const KeepPlan other = plan_of("sweep: {model.tau_v: [50 ms, 100 ms]}\n" + keep);
  CHECK(shares(other, "model", weights, 2) == "++");
  CHECK(other.line(0).empty());
  const KeepPlan one_seed = plan_of("sweep: {seed: [5], model.tau_v: [50 ms, 100 ms]}\n" + keep);
  CHECK(shares(one_seed, "model", weights, 2) == "++");
}

TEST_CASE("keep: a dataset is used in the cells that a figure or a claim shows") {
  const std::string keep =
      "keep: {weights: all, patterns: all, training: all, states: all, trajectories: used, arrays: all}\n";
  const KeepPlan some =
      plan_of(sweep + keep + figure("{dataset: " + path + ", case: a}, {dataset: " + path + ", cases: [b]}"));
  CHECK(shares(some, recall, distance) == "1-++");
  CHECK(some.line(0) == "keep trajectories " + path + "\n");
  CHECK(some.line(1) == "keep trajectories \n");
  CHECK(some.line(2) == "keep trajectories " + path + "\n");
  const KeepPlan none = plan_of(sweep + keep + figure("{dataset: summary/results.training.final_residual}"));
  CHECK(shares(none, recall, distance) == "----");
  const KeepPlan claimed = plan_of(sweep + keep + "expect: [{claim: W., value: 1, dataset: " + path + "}]\n");
  CHECK(shares(claimed, recall, distance) == "++++");
}

TEST_CASE("keep: a single run stores what its figures and claims use") {
  const KeepPlan shown = plan_of("keep: used\n" + figure("{dataset: " + path + "}"));
  CHECK(shares(shown, recall, distance, 1) == "+");
  CHECK(shares(shown, recall, states, 1) == "-");
  CHECK(shares(shown, "model", weights, 1) == "-");
  const KeepPlan claimed = plan_of("keep: used\nexpect: [{claim: W., value: 1, dataset: " + path + "}]\n");
  CHECK(shares(claimed, recall, distance, 1) == "+");
  CHECK(shares(plan_of("keep: first seed\n"), recall, distance, 1) == "+");
  CHECK(shares(plan_of("keep: none\n"), recall, distance, 1) == "-");
}

TEST_CASE("keep: the record of a cell says what it lacks of what the plan asks for") {
  const auto lacks = [](const std::string& keep, std::size_t cell, const std::string& made_with) {
    return plan_of(sweep + keep).lacking(cell, made_with);
  };
  const std::string used = "keep: {trajectories: used}\n" + figure("{dataset: " + path + ", case: a}");
  CHECK(lacks("", 0, "").empty());
  CHECK(lacks("", 0, "numerics x\nfile keep y\n").empty());
  CHECK(lacks("", 0, "numerics x\nkeep weights \nmath y\n") == "weights");
  CHECK(lacks("", 0, "keep \n").empty());
  CHECK(lacks("keep: {weights: none}\n", 0, "keep weights \n").empty());
  CHECK(lacks("keep: {weights: none}\n", 0, "keep weights,states \n") == "states");
  CHECK(lacks("keep: {weights: none}\n", 0, "keep holograms \n") == "holograms");
  CHECK(lacks("keep: {states: first seed}\n", 0, "keep states \n") == "states");
  CHECK(lacks("keep: {states: first seed}\n", 1, "keep states \n").empty());
  CHECK(lacks(used, 0, "keep trajectories \n") == path);
  CHECK(lacks(used, 0, "keep trajectories other/path," + path + "\n").empty());
  CHECK(lacks(used, 0, "keep trajectories analyses/other\n") == path);
  CHECK(lacks(used, 1, "keep trajectories \n").empty());
  // The dataset is a trajectory, and a record without states has it.
  CHECK(lacks("keep: {trajectories: used, weights: used}\n" + figure("{dataset: " + path + ", case: a}"), 0,
              "keep weights \n")
            .empty());
}

TEST_CASE("keep: a cell that has all that the plan asks for gets the line of the plan") {
  const auto with_line = [](const std::string& keep, std::string made_with) {
    plan_of(sweep + keep).set_line(1, made_with);
    return made_with;
  };
  CHECK(with_line("", "numerics x\nmath y\n") == "numerics x\nmath y\n");
  CHECK(with_line("keep: {weights: none}\n", "numerics x\nmath y\n") == "numerics x\nmath y\nkeep weights \n");
  CHECK(with_line("keep: {weights: none, states: first seed}\n", "numerics x\nkeep weights \nmath y\n") ==
        "numerics x\nmath y\nkeep weights,states \n");
  // It lacks the states, and so its line stays.
  CHECK(with_line("keep: {weights: none}\n", "numerics x\nkeep states \n") == "numerics x\nkeep states \n");
}

TEST_CASE("keep: the datasets of one cell come with the lists of their dimensions and coordinates") {
  struct Names : engram::journals::CellListener {
    void group(const std::string& /*path*/) override {}
    void dataset(const std::string& /*group*/, Dataset dataset) override { all.push_back(dataset.name); }
    void failure(const std::string& /*group*/, std::string /*sentence*/) override {}
    std::vector<std::string> all;
  };
  const KeepPlan plan = plan_of(sweep + "keep: {trajectories: used}\n" + figure("{dataset: " + path + ", case: a}"));
  Names shared;
  engram::cells::SharedOnly cell(plan, 0, shared);
  Dataset own = distance;
  own.coordinates = {"target_of_trial"};
  for (const Dataset& dataset :
       {array("time", {"time"}), own, array("target_of_trial", {"trial"}), array("other", {"i"})}) {
    cell.dataset(recall, dataset);
  }
  cell.dataset("training", array("time", {"time"}));
  CHECK(shared.all == std::vector<std::string>{"time", "target_of_trial", "other", "time"});
  const auto found = cell.take_own();
  REQUIRE(found.size() == 1);
  std::vector<std::string> names;
  for (const Dataset& dataset : found.at(recall)) {
    names.push_back(dataset.name);
  }
  CHECK(names == std::vector<std::string>{"distance", "time", "target_of_trial"});
}

TEST_CASE("keep: patterns that are not stored leave their indices, unless a coordinate has their place") {
  const KeepPlan none = plan_of(sweep + "keep: none\n");
  const Dataset pattern{"pattern", {"pattern"}, {2}, std::vector<std::string>{"one", "two"}, "", "Names."};
  {
    KeepFilter filter(none, 0);
    CHECK_FALSE(filter.passes("patterns", targets));
    const std::optional<Dataset> indices = filter.take_indices();
    REQUIRE(indices);
    CHECK(indices->name == "pattern");
    CHECK(indices->dimensions == std::vector<std::string>{"pattern"});
    CHECK(indices->shape == std::vector<Index>{2});
    CHECK(indices->values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 1}));
    CHECK_FALSE(filter.take_indices());
  }
  {
    KeepFilter filter(none, 0);
    CHECK_FALSE(filter.passes("patterns", targets));
    CHECK(filter.passes("analyses/other", pattern));
    CHECK(filter.passes("patterns", array("image", {"pattern"})));
    CHECK(filter.take_indices());
  }
  {
    KeepFilter filter(none, 0);
    CHECK_FALSE(filter.passes("patterns", targets));
    CHECK(filter.passes("patterns", pattern));
    CHECK_FALSE(filter.take_indices());
  }
  KeepFilter others(none, 0);
  CHECK_FALSE(others.passes("patterns", array("other", {"pattern", "unit"})));
  CHECK_FALSE(others.passes("model", array("targets", {"pattern", "unit"})));
  CHECK_FALSE(others.take_indices());
  const KeepPlan plan = plan_of(sweep);
  KeepFilter all(plan, 0);
  CHECK(all.passes("patterns", targets));
  CHECK_FALSE(all.take_indices());
}
