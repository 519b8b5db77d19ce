// Sweeps: the cells of a grid.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "fixture.hpp"

namespace engram::spec::test {

namespace {

using Lines = std::vector<std::string>;

const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh}
learning: predictive_coding
)";

Resolved with_sweep(const std::string& sweep, std::vector<std::string> sets = {}) {
  return resolve_text(base + "sweep:\n" + sweep, std::move(sets));
}

Lines labels_of(const Resolved& resolved) {
  INFO(render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  Lines labels;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    labels.push_back(cell.label);
  }
  return labels;
}

Lines problems_of(const std::string& sweep, std::vector<std::string> sets = {}) {
  return lines_of(with_sweep(sweep, std::move(sets)).problems);
}

}  // namespace

TEST_CASE("a sweep is a grid, its first path changing most slowly") {
  const Resolved resolved = with_sweep("  patterns.count: [2, 5]\n  seed: {from: 1, to: 3}\n");
  CHECK(labels_of(resolved) == Lines{"count=2,seed=1", "count=2,seed=2", "count=2,seed=3", "count=5,seed=1",
                                     "count=5,seed=2", "count=5,seed=3"});
  CHECK(resolved.spec.has_cases);
  CHECK(resolved.spec.cases[4].seed == 2);
  CHECK(std::get<std::int64_t>(resolved.spec.cases[4].patterns->value("count")) == 5);
}

TEST_CASE("every case of a spec has all cells of its sweep") {
  const Resolved resolved =
      resolve_text(base + "cases: {a: {}, b: {model.activation: relu}}\nsweep: {seed: [7, 9]}\n");
  CHECK(labels_of(resolved) == Lines{"a.seed=7", "a.seed=9", "b.seed=7", "b.seed=9"});
  CHECK(resolved.spec.cases[3].case_name == "b");
  CHECK(resolved.spec.cases[3].seed == 9);
}

TEST_CASE("ranges: linear, by steps, and on a log scale, with units") {
  CHECK(labels_of(with_sweep("  model.tau_v: {from: 10 ms, to: 1 s, count: 3, scale: log}\n")) ==
        Lines{"tau_v=0.01s", "tau_v=0.1s", "tau_v=1s"});
  CHECK(labels_of(with_sweep("  model.tau_v: {from: 0.1, to: 0.3, step: 0.1}\n")) ==
        Lines{"tau_v=0.1", "tau_v=0.2", "tau_v=0.3"});
  CHECK(labels_of(with_sweep("  model.tau_v: {from: 1, to: 2, count: 3}\n")) ==
        Lines{"tau_v=1", "tau_v=1.5", "tau_v=2"});
}

TEST_CASE("parts may be swept, and labels hold what may stand in a name") {
  CHECK(labels_of(with_sweep("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh}]\n")) ==
        Lines{"activation=relu", "activation=tanh", "activation=tanh2"});
}

TEST_CASE("a resolved sweep resolves to the same cells") {
  const Resolved first = resolve_text(base + "cases: {a: {}, b: {model.activation: relu}}\nsweep: {seed: [7, 9]}\n");
  const Resolved again = resolve_text(first.spec.resolved);
  CHECK(labels_of(again) == labels_of(first));
  CHECK(again.spec.resolved == first.spec.resolved);
  for (std::size_t cell = 0; cell < 4; ++cell) {
    CHECK(again.spec.cases[cell].resolved == first.spec.cases[cell].resolved);
  }
  const Resolved alone = with_sweep("  seed: {from: 1, to: 2}\n");
  CHECK(labels_of(resolve_text(alone.spec.resolved)) == Lines{"seed=1", "seed=2"});
}

TEST_CASE("the option --set changes a sweep, and what it does not sweep") {
  CHECK(labels_of(with_sweep("  seed: {from: 1, to: 20}\n", {"sweep.seed.to=2"})) == Lines{"seed=1", "seed=2"});
  CHECK(problems_of("  seed: {from: 1, to: 2}\n", {"seed=3"}) ==
        Lines{"--set seed=3: 'seed' is swept and cannot be set here as well | it is swept at fig.yaml:5:3"});
}

TEST_CASE("mistakes in a sweep are told where they are") {
  CHECK(problems_of("  sed: [1]\n")
            .front()
            .starts_with("fig.yaml:5:3: there is no 'sed' to sweep | did you mean 'seed'?"));
  CHECK(problems_of("  seed: []\n") ==
        Lines{"fig.yaml:5:9: a sweep over no values runs nothing | give at least one value"});
  CHECK(problems_of("  seed: [1, 2, 1]\n") == Lines{"fig.yaml:5:16: '1' stands twice among the values of a sweep"});
  CHECK(problems_of("  seed: 5\n")
            .front()
            .starts_with("fig.yaml:5:9: a swept path takes a list of values or a range; found '5'"));
  CHECK(problems_of("  seed: {from: 1, too: 2}\n")
            .front()
            .starts_with("fig.yaml:5:19: a range has no key 'too' | did you mean 'to'?"));
  CHECK(problems_of("  seed: {from: 1}\n").front().starts_with("fig.yaml:5:9: a range needs 'to'"));
  CHECK(problems_of("  seed: {from: 3, to: 1}\n") == Lines{"fig.yaml:5:23: 'to' must not be below 'from'"});
  CHECK(problems_of("  model.tau_v: {from: 1 s, to: 2}\n") ==
        Lines{"fig.yaml:5:32: 'from' and 'to' must have the same unit"});
  CHECK(problems_of("  model.tau_v: {from: 0, to: 2, count: 3, scale: log}\n") ==
        Lines{"fig.yaml:5:23: a range on a log scale begins above 0"});
  CHECK(problems_of("  model.tau_v: {from: 0.1, to: 2}\n") ==
        Lines{"fig.yaml:5:16: a range needs a 'step' above 0 or a 'count', unless it runs over whole numbers"});
  CHECK(problems_of("  seed: {from: 1, to: 1000}\n  patterns.count: {from: 1, to: 1000}\n") ==
        Lines{"fig.yaml:5:3: the sweep has 1000000 cells, and 100000 are the most"});
  CHECK(
      problems_of("  patterns: [gaussian]\n  patterns.count: [1]\n").front() ==
      "fig.yaml:6:3: 'patterns.count' and 'patterns' cannot both be swept: one lies within the other | the other one "
      "is at fig.yaml:5:3");
  CHECK(lines_of(resolve_text(base + "cases: {a: {seed: 3}}\nsweep: {seed: [1]}\n").problems) ==
        Lines{"fig.yaml:4:13: 'seed' is swept and cannot be set here as well | it is swept at fig.yaml:5:9"});
}

TEST_CASE("a mistake that all cells share is told once, a mistyped value at its place") {
  CHECK(problems_of("  seed: {from: 1, to: 20}\n  model.tauv: [1]\n").size() == 1);
  CHECK(problems_of("  patterns.count: [1, two]\n").front().starts_with("fig.yaml:5:23:"));
}

}  // namespace engram::spec::test
