// Cells chosen by their case and their places along the axes of a sweep.
#include "specification/cell_choice.hpp"

#include <string>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "sweep_fixture.hpp"

namespace engram::specification::test {

namespace {

Resolved two_cases(const std::string& sweep) {
  return resolve_text(base + "cases: {a: {}, b: {model.activation: relu}}\nsweep:\n" + sweep);
}

/// The cells of the stored spec, which need no plugin.
Cells stored_cells_of(const Resolved& resolved) {
  Lines labels;
  for (std::size_t cell = 0; cell < resolved.spec.cases.size(); ++cell) {
    labels.push_back(resolved.spec.cases.label(cell));
  }
  return stored_cells(resolved.spec.resolved, labels);
}

std::string chosen(const Resolved& resolved, const std::string& name, const NamedTexts& at) {
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  std::string label = choose_cell(resolved.spec.cases, name, at);
  // The stored spec gives the same cells without any plugin.
  CHECK(choose_cell(stored_cells_of(resolved), name, at) == label);
  return label;
}

std::string refusal_of(const Resolved& resolved, const std::string& name, const NamedTexts& at) {
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  std::vector<std::string> messages;
  for (const Cells& cells : {resolved.spec.cases, stored_cells_of(resolved)}) {
    try {
      messages.push_back("chose " + choose_cell(cells, name, at));
    } catch (const RequestError& error) {
      messages.emplace_back(error.what());
    }
  }
  CHECK(messages[0] == messages[1]);
  return messages[0];
}

const std::string seeds = "  seed: {from: 101, to: 103}\n";

}  // namespace

TEST_CASE("cell choice: a cell is chosen by its case and by the first, the last or a value of an axis") {
  const Resolved resolved = two_cases("  model.tau_v: [50 ms, 100 ms]\n" + seeds);
  CHECK(chosen(resolved, "b", {{"seed", "first"}}) == "b.tau_v=50ms,seed=101");
  CHECK(chosen(resolved, "b", {{"seed", "last"}}) == "b.tau_v=50ms,seed=103");
  CHECK(chosen(resolved, "a", {{"seed", "102"}, {"model.tau_v", "last"}}) == "a.tau_v=100ms,seed=102");
  for (const char* duration : {"100 ms", "100ms", "0.1", "0.1 s", "100e-3 s"}) {
    CHECK(chosen(resolved, "a", {{"model.tau_v", duration}}) == "a.tau_v=100ms,seed=101");
  }
  CHECK(chosen(with_sweep(seeds), "", {{"seed", "last"}}) == "seed=103");
}

TEST_CASE("cell choice: a cell is chosen among swept plugins, lists and texts") {
  const Resolved parts =
      with_sweep("  model.activation: [relu, {plugin: tanh, gain: 0.3}, {plugin: tanh, gain: 1.5}]\n" + seeds);
  CHECK(chosen(parts, "", {{"model.activation", "tanh(gain=1.5)"}}) == "activation=tanh(gain=1.5),seed=101");
  CHECK(chosen(parts, "", {{"model.activation.plugin", "relu"}}) == "activation=relu,seed=101");
  CHECK(chosen(parts, "", {{"model.activation", "last"}}) == "activation=tanh(gain=1.5),seed=101");
  CHECK(refusal_of(parts, "", {{"model.activation", "tanh"}}) ==
        "at: 'tanh' stands for several values of 'model.activation': tanh(gain=0.3), tanh(gain=1.5)");
  CHECK(
      refusal_of(parts, "", {{"model.activation", "rleu"}}) ==
      "at: 'model.activation' has no value rleu; did you mean 'relu'? values: relu, tanh(gain=0.3), tanh(gain=1.5)");
  const Resolved names = with_sweep("  model.activation.plugin: [relu, tanh]\n");
  CHECK(chosen(names, "", {{"model.activation", "tanh"}}) == "activation=tanh");
  const Resolved lists = with_sweep("  model.layers: [[100], [60, 40]]\n");
  CHECK(chosen(lists, "", {{"model.layers", "[60, 40]"}}) == "layers=1");
  CHECK(chosen(lists, "", {{"model.layers", "[60,40]"}}) == "layers=1");
}

TEST_CASE("cell choice: a cell is chosen along a zip and a sample") {
  const Resolved zip = with_sweep("  zip: {patterns.count: [2, 5], seed: [7, 9]}\n  model.tau_v: [1, 2]\n");
  CHECK(chosen(zip, "", {{"seed", "9"}}) == "count=5,seed=9,tau_v=1");
  CHECK(chosen(zip, "", {{"patterns.count", "last"}, {"model.tau_v", "last"}}) == "count=5,seed=9,tau_v=2");
  CHECK(refusal_of(zip, "", {{"seed", "9"}, {"patterns.count", "2"}}) ==
        "at: no cell has seed 9 and patterns.count 2: the sweep leaves that combination out");
  const Resolved sample =
      with_sweep("  sample: {count: 3, method: random, over: {patterns.count: {from: 1, to: 50}}}\n");
  CHECK(chosen(sample, "", {{"sample", "3"}}) == "sample=3");
  CHECK(chosen(sample, "", {{"sample", "last"}}) == "sample=3");
}

TEST_CASE("cell choice: first and last are those of the cells that values and conditions leave") {
  const Resolved resolved =
      with_sweep("  patterns.count: [1, 2, 3]\n  seed: [1, 2, 3]\n  where: seed >= patterns.count\n");
  CHECK(chosen(resolved, "", {{"seed", "first"}, {"patterns.count", "3"}}) == "count=3,seed=3");
  CHECK(chosen(resolved, "", {{"seed", "first"}, {"patterns.count", "last"}}) == "count=1,seed=1");
  CHECK(refusal_of(resolved, "", {{"seed", "1"}, {"patterns.count", "3"}}) ==
        "at: no cell has seed 1 and patterns.count 3: the sweep leaves that combination out");
}

TEST_CASE("cell choice: a case, an axis or a value that is not there is refused with the nearest match") {
  const Resolved resolved = two_cases("  model.tau_v: [50 ms, 100 ms]\n" + seeds);
  CHECK(refusal_of(resolved, "a", {{"sede", "first"}}) ==
        "at: 'sede' is not swept; did you mean 'seed'? swept: model.tau_v, seed");
  CHECK(refusal_of(resolved, "a", {{"tau_v", "first"}}) ==
        "at: 'tau_v' is not swept; did you mean 'model.tau_v'? swept: model.tau_v, seed");
  CHECK(refusal_of(resolved, "a", {{"seed", "1"}}) ==
        "at: 'seed' has no value 1; did you mean '101'? values: 101, 102, 103");
  CHECK(refusal_of(resolved, "a", {{"model.tau_v", "90 ms"}}) ==
        "at: 'model.tau_v' has no value 90 ms; did you mean '100 ms'? values: 50 ms, 100 ms");
  CHECK(refusal_of(resolved, "a", {{"seed", "frist"}}) ==
        "at: 'seed' has no value frist; values: 101, 102, 103, or first and last");
  CHECK(refusal_of(resolved, "", {{"seed", "first"}}) == "at: the panel does not name its case; cases: a, b");
  CHECK(refusal_of(resolved, "c", {{"seed", "first"}}) == "there is no case 'c'; cases: a, b");
}

TEST_CASE("cell choice: a cell by its label and at a place, or at a place where nothing is swept, is refused") {
  CHECK(refusal_of(two_cases(seeds), "a.seed=102", {{"seed", "first"}}) ==
        "at: case 'a.seed=102' is one cell already, and `at` chooses among the cells of a case; write case: a, or "
        "leave `at` out");
  CHECK(refusal_of(with_sweep(seeds), "seed=102", {{"seed", "first"}}) ==
        "at: case 'seed=102' is one cell already, and `at` chooses among the cells of a case; leave `case` out");
  CHECK(refusal_of(with_sweep(seeds), "a", {{"seed", "first"}}) ==
        "there is no case 'a': the sweep has no cases; leave `case` out");
  CHECK(refusal_of(resolve_text(base), "", {{"seed", "first"}}) ==
        "at: nothing is swept, so there is no 'seed' to choose a cell by");
  CHECK(refusal_of(resolve_text(base + "cases: {a: {}, b: {}}\n"), "a", {{"seed", "first"}}) ==
        "at: nothing is swept, so there is no 'seed' to choose a cell by");
}

TEST_CASE("cell choice: a stored spec has the cells that a file holds, whatever its filters say of them") {
  const std::string text = base + "sweep: {seed: [1, 2, 3], where: \"patterns.count + seed <= 12\"}\nanalyses: []\n";
  const Cells cells = stored_cells(text, {"seed=1", "seed=3"});
  REQUIRE(cells.size() == 2);
  CHECK(cells.label(1) == "seed=3");
  CHECK(choose_cell(cells, "", {{"seed", "last"}}) == "seed=3");
  CHECK_THROWS_AS(stored_cells(text, {"other=1"}), RequestError);
}

TEST_CASE("cell choice: a stored spec has the cells of its result, without reading its filters again") {
  const Resolved resolved = resolve_text(base + "cases: {a: {model.layers: 10}, b: {model.layers: 20}}\nsweep:\n" +
                                         seeds + "  exclude: {model.layers: 10, seed: 103}\n");
  CHECK(chosen(resolved, "a", {{"seed", "last"}}) == "a.seed=102");
  CHECK(chosen(resolved, "b", {{"seed", "last"}}) == "b.seed=103");
}

TEST_CASE("cell choice: whole numbers beyond 2^53 are chosen by all of their digits") {
  const Resolved resolved = with_sweep("  seed: {from: 9007199254740991, to: 9007199254740994}\n");
  CHECK(chosen(resolved, "", {{"seed", "+9007199254740993"}}) == "seed=9007199254740993");
}

}  // namespace engram::specification::test
