// Sweeps: the cells of a grid.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "sweep_fixture.hpp"

namespace engram::specification::test {

TEST_CASE("sweep: a sweep is a grid, its first path changing most slowly") {
  const Resolved resolved = with_sweep("  patterns.count: [2, 5]\n  seed: {from: 1, to: 3}\n");
  CHECK(labels_of(resolved) == Lines{"count=2,seed=1", "count=2,seed=2", "count=2,seed=3", "count=5,seed=1",
                                     "count=5,seed=2", "count=5,seed=3"});
  CHECK(resolved.spec.has_cases);
  CHECK(resolved.spec.cases[4].seed == 2);
  CHECK(std::get<std::int64_t>(resolved.spec.cases[4].patterns->value("count")) == 5);
}

TEST_CASE("sweep: every case of a spec has all cells of its sweep") {
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

TEST_CASE("sweep: parts may be swept, and labels hold what may stand in a name") {
  CHECK(labels_of(with_sweep("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh}]\n")) ==
        Lines{"activation=relu", "activation=tanh(gain=0.5)", "activation=tanh"});
}

TEST_CASE("sweep: a resolved sweep resolves to the same cells") {
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

TEST_CASE("sweep: the option --set changes a sweep, and what it does not sweep") {
  CHECK(labels_of(with_sweep("  seed: {from: 1, to: 20}\n", {"sweep.seed.to=2"})) == Lines{"seed=1", "seed=2"});
  CHECK(problems_of("  seed: {from: 1, to: 2}\n", {"seed=3"}) ==
        Lines{"--set seed=3: 'seed' is swept and cannot be set here as well | it is swept at fig.yaml:5:3"});
}

TEST_CASE("sweep: numbers of a range that stand in quotes are refused") {
  CHECK(problems_of("  seed: {from: \"1\", to: 3}\n") ==
        Lines{"fig.yaml:5:16: 'from' of a range takes a number or a duration; found '1' | a value in quotes is a "
              "text; leave the quotes out"});
  for (const std::string range : {"{from: 1, to: \"3\"}", "{from: 1, to: 3, count: \"2\"}",
                                  R"({from: 1, to: 3, step: "1"})", "{from: [1], to: 3}", "{from: {a: 1}, to: 3}"}) {
    INFO(range);
    CHECK(problems_of("  seed: " + range + "\n").size() == 1);
  }
  CHECK(problems_of("  sample: {count: \"3\", over: {seed: {from: 1, to: 3}}}\n").size() == 1);
}

TEST_CASE("sweep: mistakes in a sweep are reported at their place") {
  CHECK(problems_of("  sed: [1]\n")
            .front()
            .starts_with("fig.yaml:5:3: there is no 'sed' to sweep | did you mean 'seed'?"));
  CHECK(problems_of("  seed: []\n") ==
        Lines{"fig.yaml:5:9: a sweep over no values runs nothing | give at least one value"});
  CHECK(problems_of("  seed: [1, 2, 1]\n") ==
        Lines{"fig.yaml:5:16: '1' is given twice among the values of a sweep | the first one is at fig.yaml:5:10"});
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
  CHECK(problems_of("  seed: {from: 1, to: 1000}\n  patterns.count: {from: 1, to: 1001}\n") ==
        Lines{"fig.yaml:5:3: the sweep has 1001000 cells; at most 1000000 are allowed"});
  CHECK(
      problems_of("  patterns: [gaussian]\n  patterns.count: [1]\n").front() ==
      "fig.yaml:6:3: 'patterns.count' and 'patterns' cannot both be swept: one lies within the other | the other one "
      "is at fig.yaml:5:3");
  CHECK(lines_of(resolve_text(base + "cases: {a: {seed: 3}}\nsweep: {seed: [1]}\n").problems) ==
        Lines{"fig.yaml:4:13: 'seed' is swept and cannot be set here as well | it is swept at fig.yaml:5:9"});
}

TEST_CASE("sweep: a mistake that all cells share is reported once, a mistyped value at its place") {
  CHECK(problems_of("  seed: {from: 1, to: 20}\n  model.tauv: [1]\n").size() == 1);
  CHECK(problems_of("  patterns.count: [1, two]\n").front().starts_with("fig.yaml:5:23:"));
}

TEST_CASE("sweep: zipped paths change together, and each zip is one axis") {
  const Resolved resolved = with_sweep("  zip: {patterns.count: [2, 5], patterns.size: [10, 20]}\n  seed: [1, 2]\n");
  CHECK(labels_of(resolved) == Lines{"count=2,size=10,seed=1", "count=2,size=10,seed=2", "count=5,size=20,seed=1",
                                     "count=5,size=20,seed=2"});
  CHECK(std::get<std::int64_t>(resolved.spec.cases[3].patterns->value("size")) == 20);
  REQUIRE(resolved.spec.cases.axes().size() == 2);
  CHECK(resolved.spec.cases.axes()[0].name == "patterns.count");
  CHECK(resolved.spec.cases.axes()[0].paths == Lines{"patterns.count", "patterns.size"});
  CHECK(resolved.spec.cases.position(2) == std::vector<std::size_t>{0, 1, 0});
  CHECK(labels_of(with_sweep("  zip:\n    - {patterns.count: [2, 5], seed: [1, 2]}\n"
                             "    - {model.tau_v: [1, 2], model.activation: [relu, tanh]}\n")) ==
        Lines{"count=2,seed=1,tau_v=1,activation=relu", "count=2,seed=1,tau_v=2,activation=tanh",
              "count=5,seed=2,tau_v=1,activation=relu", "count=5,seed=2,tau_v=2,activation=tanh"});
  CHECK(problems_of("  zip: {patterns.count: [2, 5], seed: [1, 2, 3]}\n") ==
        Lines{"fig.yaml:5:39: 'seed' has 3 values and 'patterns.count' has 2: the paths of a zip change together"});
  CHECK(problems_of("  zip: 3\n")
            .front()
            .starts_with(
                "fig.yaml:5:8: 'zip' takes a mapping of paths, each with its values; found '3' | write `zip: {"));
}

TEST_CASE("sweep: plugins may be swept by their names") {
  const Resolved resolved = with_sweep("  model.activation.plugin: [relu, tanh]\n");
  CHECK(labels_of(resolved) == Lines{"activation=relu", "activation=tanh"});
  CHECK(std::get<PartPointer>(resolved.spec.cases[0].model->value("activation"))->plugin->name == "relu");
}

TEST_CASE("samples: random ones stay when their number grows, those of a Latin hypercube fill every slice") {
  const auto times = [](const std::string& sample) {
    const Resolved resolved = with_sweep("  sample: {" + sample + "}\n");
    REQUIRE(lines_of(resolved.problems).empty());
    std::vector<double> values;
    for (const ExperimentSpec& cell : resolved.spec.cases) {
      values.push_back(std::get<double>(cell.model->value("tau_v")));
    }
    return values;
  };
  const auto few = times("count: 3, over: {model.tau_v: {from: 1.0, to: 2.0}}");
  auto many = times("count: 5, over: {model.tau_v: {from: 1.0, to: 2.0}}");
  CHECK(std::vector<double>(many.begin(), many.begin() + 3) == few);
  CHECK(times("count: 3, seed: 2, over: {model.tau_v: {from: 1.0, to: 2.0}}") != few);

  auto sliced = times("count: 8, method: latin_hypercube, over: {model.tau_v: {from: 1 s, to: 9 s}}");
  std::sort(sliced.begin(), sliced.end());
  for (std::size_t slice = 0; slice < 8; ++slice) {
    CHECK(sliced[slice] >= 1.0 + static_cast<double>(slice));
    CHECK(sliced[slice] < 2.0 + static_cast<double>(slice));
  }
  const auto log =
      times("count: 200, method: latin_hypercube, over: {model.tau_v: {from: 0.01, to: 100, scale: log}}");
  CHECK(std::count_if(log.begin(), log.end(), [](double value) { return value < 1.0; }) == 100);
}

TEST_CASE("sweep: samples of whole numbers and of words are such, and labelled by their numbers") {
  const Resolved resolved =
      with_sweep("  sample: {count: 40, over: {patterns.count: {from: 1, to: 3}, model.activation: [relu, tanh]}}\n");
  CHECK(labels_of(resolved).front() == "sample=1");
  CHECK(labels_of(resolved).back() == "sample=40");
  std::set<std::int64_t> counts;
  std::set<std::string> activations;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    counts.insert(std::get<std::int64_t>(cell.patterns->value("count")));
    activations.insert(std::get<PartPointer>(cell.model->value("activation"))->plugin->name);
  }
  CHECK(counts == std::set<std::int64_t>{1, 2, 3});
  CHECK(activations == std::set<std::string>{"relu", "tanh"});
  CHECK(problems_of("  sample: {count: 3, method: sobol, over: {seed: {from: 1, to: 3}}}\n") ==
        Lines{"fig.yaml:5:30: a sample has no method 'sobol' | allowed: random, latin_hypercube"});
  CHECK(problems_of("  sample: {count: 0, over: {seed: {from: 1, to: 3}}}\n") ==
        Lines{"fig.yaml:5:19: 'count' of a sample takes a whole number from 1 to 100000"});
  CHECK(problems_of("  sample: {cuont: 3}\n").front() ==
        "fig.yaml:5:12: a sample has no key 'cuont' | did you mean 'count'? | allowed: count, method, seed, over");
  CHECK(
      problems_of("  sample: {count: 3}\n").front().starts_with("fig.yaml:5:11: 'over' of a sample takes a mapping"));
}

TEST_CASE("sweep: filters leave cells out") {
  const std::string grid = "  patterns.count: [10, 20]\n  patterns.size: [100, 150]\n";
  CHECK(labels_of(with_sweep(grid + "  where: patterns.count <= 0.14 * patterns.size\n")) ==
        Lines{"count=10,size=100", "count=10,size=150", "count=20,size=150"});
  CHECK(labels_of(with_sweep(grid + "  exclude: [{patterns.count: 10, patterns.size: 150}]\n")) ==
        Lines{"count=10,size=100", "count=20,size=100", "count=20,size=150"});
  CHECK(labels_of(with_sweep("  model.activation: [relu, tanh]\n  model.tau_v: [10 ms, 1 s]\n"
                             "  where: [model.tau_v > 5 ms && model.tau_v < 2 s]\n"
                             "  exclude: {model.activation: relu, model.tau_v: 1}\n")) ==
        Lines{"activation=relu,tau_v=10ms", "activation=tanh,tau_v=10ms", "activation=tanh,tau_v=1s"});
  const Resolved resolved = with_sweep(grid + "  where: patterns.count < 15\n");
  CHECK(resolved.spec.cases.position(1) == std::vector<std::size_t>{0, 0, 1});
  CHECK(labels_of(resolve_text(resolved.spec.resolved)) == labels_of(resolved));
}

TEST_CASE("sweep: mistakes in filters are reported") {
  const std::string grid = "  patterns.count: [10, 20]\n";
  CHECK(problems_of(grid + "  where: patterns.cuont < 3\n") ==
        Lines{"fig.yaml:6:10: the spec has no value at 'patterns.cuont' | did you mean 'patterns.count'? | a filter "
              "reads what the spec writes, not defaults: write the value, or sweep it"});
  CHECK(
      problems_of(grid + "  where: model.activation < 3\n") ==
      Lines{"fig.yaml:6:10: 'model.activation' is not a number here: 'tanh' | `exclude: [{model.activation: VALUE}]` "
            "leaves out cells by a word"});
  CHECK(problems_of(grid + "  where: patterns.count > 100\n") ==
        Lines{"fig.yaml:5:3: 'where' and 'exclude' leave out all 2 cells of the sweep"});
  CHECK(problems_of(grid + "  exclude: [{patterns.cuont: 3}]\n") ==
        Lines{"fig.yaml:6:14: the spec has no value at 'patterns.cuont' | did you mean 'patterns.count'? | a filter "
              "reads what the spec writes, not defaults: write the value, or sweep it"});
}

TEST_CASE("sweep: a timeout belongs to the spec as a whole, and changes no run") {
  const Resolved plain = resolve_text(base);
  const Resolved limited = resolve_text(base + "timeout: 2 min\n");
  REQUIRE(limited.problems.empty());
  CHECK(limited.spec.timeout == 120.0);
  CHECK(limited.spec.cases.front().identity == plain.spec.cases.front().identity);
  CHECK(resolve_text(limited.spec.resolved).spec.timeout == 120.0);
  CHECK(
      lines_of(resolve_text(base + "timeout: soon\n").problems) ==
      Lines{
          "fig.yaml:4:10: 'timeout' takes a duration above 0 and at most 8760 h, a year; found 'soon' | such as 90 s "
          "or 2 h; a run that takes longer is stopped"});
  const auto refusal = [](const std::string& timeout) {
    return lines_of(resolve_text(base + "timeout: " + timeout + "\n").problems);
  };
  CHECK(refusal("\"90 s\"") ==
        Lines{"fig.yaml:4:10: 'timeout' takes a duration above 0 and at most 8760 h, a year; found '90 s' | a value "
              "in quotes is a text; leave the quotes out | such as 90 s or 2 h; a run that takes longer is stopped"});
  CHECK(refusal("3000000 h").at(0).find("at most 8760 h, a year; found '3000000 h'") != std::string::npos);
  CHECK(refusal("8761 h").size() == 1);
  CHECK(refusal("8760 h").empty());
  for (const std::string timeout : {"0", "-1 s", "1e-400", "[90 s]", "{s: 90}", "\"\"", "1e300 h"}) {
    CHECK(refusal(timeout).size() == 1);
  }
}

TEST_CASE("sweep: the identity of a run has neither its title nor its place in the sweep") {
  const Resolved small = resolve_text("title: A\n" + base + "sweep: {seed: [1, 2]}\n");
  const Resolved large = resolve_text("title: B\n" + base + "sweep: {seed: [5, 2, 1]}\n");
  CHECK(small.spec.cases[1].identity == large.spec.cases[1].identity);
  CHECK(small.spec.cases[1].resolved != large.spec.cases[1].resolved);
}

TEST_CASE("sweep: very many cells are made when they are asked for") {
  const Resolved resolved = with_sweep("  seed: {from: 1, to: 20000}\n");
  REQUIRE(resolved.spec.cases.size() == 20000);
  CHECK(resolved.spec.cases[19999].seed == 20000);
  CHECK(resolved.spec.cases[3].seed == 4);
  CHECK(resolved.spec.cases.label(12344) == "seed=12345");
}

TEST_CASE("sweep: a cell stays what it is, however many others are asked for") {
  const Resolved resolved = with_sweep("  seed: {from: 1, to: 1000}\n");
  const ExperimentSpec& first = resolved.spec.cases[2];
  const Part& model = *first.model;
  const auto iterator = std::next(resolved.spec.cases.begin(), 2);
  for (std::size_t cell = 100; cell < 100 + 2 * Cells::kept; ++cell) {
    REQUIRE(resolved.spec.cases[cell].seed == cell + 1);
  }
  CHECK(first.seed == 3);
  CHECK(first.label == "seed=3");
  CHECK(first.resolved == resolved.spec.cases[2].resolved);
  CHECK(model.plugin->name == "pc_hopfield");
  CHECK((*iterator).seed == 3);
}

TEST_CASE("sweep: the ends and the step of a range have one unit") {
  const std::string note = ": 'from', 'to' and 'step' must have the same unit";
  CHECK(problems_of("  model.tau_v: {from: 10 ms, to: 50 ms, step: 10}\n") == Lines{"fig.yaml:5:47" + note});
  CHECK(problems_of("  model.tau_v: {from: 1, to: 2, step: 10 ms}\n") == Lines{"fig.yaml:5:39" + note});
  CHECK(labels_of(with_sweep("  model.tau_v: {from: 10 ms, to: 50 ms, step: 0.02 s}\n")).size() == 3);
}

TEST_CASE("sweep: 0 and -0 are one value") {
  CHECK(problems_of("  model.noise: [0, -0]\n") ==
        Lines{"fig.yaml:5:20: '-0' is given twice among the values of a sweep, first as '0' | the first one is at "
              "fig.yaml:5:17"});
  CHECK(problems_of("  model.noise: [-0.0, 0]\n").size() == 1);
}

TEST_CASE("sweep: texts that read as one number are two values of a part") {
  const std::string part = "{plugin: perturbation, corruption: sign_flips, remark: ";
  const Resolved resolved = resolve_text(base + "analyses: [jacobian_eigenvalues]\nsweep:\n  analyses[0]: [" + part +
                                         "1e3}, " + part + "1000}]\n  seed: [1, 2]\n");
  const Lines labels = labels_of(resolved);
  REQUIRE(labels.size() == 4);
  CHECK(labels.front() == "analyses[0]=perturbation(remark=1e3),seed=1");
  CHECK(labels.back() == "analyses[0]=perturbation(remark=1000),seed=2");
  // The stored spec has the texts in quotes, so it gives the same words without any plugin.
  const Cells stored = stored_cells(resolved.spec.resolved, labels);
  REQUIRE(stored.size() == 4);
  CHECK(stored.axes()[0].words == resolved.spec.cases.axes()[0].words);
}

}  // namespace engram::specification::test
