// Filters of a sweep as a spec writes them: `where` and `exclude`.
#include <string>
#include <vector>

#include "catch.hpp"
#include "sweep_fixture.hpp"

namespace engram::spec::test {

namespace {

Lines labels_of(const std::string& sweep) {
  return test::labels_of(with_sweep(sweep));
}

}  // namespace

TEST_CASE("a condition keeps the double that its text means") {
  CHECK(labels_of("  model.tau_v: [8 ms, 9 ms, 10 ms]\n  where: model.tau_v >= 9 ms\n") ==
        Lines{"tau_v=9ms", "tau_v=10ms"});
  CHECK(labels_of("  model.tau_v: [8 ms, 9 ms, 10 ms]\n  where: model.tau_v > 8e6 ns && model.tau_v != 0.01 s\n") ==
        Lines{"tau_v=9ms"});
}

TEST_CASE("a mistake in a condition is underlined at its own place") {
  const std::string seeds = "  seed: {from: 1, to: 4}\n";
  const std::string note = ": '=' assigns, and a condition compares | did you mean `seed == 1`?";
  CHECK(problems_of(seeds + "  where: seed = 1\n") == Lines{"fig.yaml:6:15" + note});
  CHECK(problems_of(seeds + "  where: \"seed = 1\"\n") == Lines{"fig.yaml:6:16" + note});
  CHECK(problems_of(seeds + "  where: [seed < 3, seed = 1]\n") == Lines{"fig.yaml:6:26" + note});
  CHECK(problems_of(seeds + "  where: 1 < seed < 3\n") ==
        Lines{"fig.yaml:6:19: a comparison has two sides | write `1 < seed && seed < 3`"});
  CHECK(render(with_sweep(seeds + "  where: seed = 1\n").problems).find("\n       |               ^\n") !=
        std::string::npos);
  // A text over several lines has no exact column, so the message has the place of its start.
  CHECK(problems_of(seeds + "  where: seed\n    = 1\n").front().starts_with("fig.yaml:6:10: '=' assigns"));
  CHECK(lines_of(resolve_text(base + "sweep:\n" + seeds, {"sweep.where=seed = 1"}).problems) ==
        Lines{"--set sweep.where=seed = 1" + note});
}

TEST_CASE("a condition is a text") {
  const std::string seeds = "  seed: {from: 1, to: 4}\n";
  const std::string note = " | such as `patterns.count <= 0.14 * patterns.size`";
  CHECK(problems_of(seeds + "  where: {seed: 1}\n") ==
        Lines{"fig.yaml:6:10: a condition is a text; found a mapping" + note});
  CHECK(problems_of(seeds + "  where:\n").front().find("a condition is a text; found nothing") != std::string::npos);
  CHECK(problems_of(seeds + "  where: [[seed == 1]]\n") ==
        Lines{"fig.yaml:6:11: a condition is a text; found a list" + note});
}

TEST_CASE("a condition that begins with ! stands in quotes, since YAML takes it for a tag") {
  CHECK(labels_of("  seed: {from: 1, to: 4}\n  where: \"!(seed == 3)\"\n") == Lines{"seed=1", "seed=2", "seed=4"});
  CHECK(problems_of("  seed: {from: 1, to: 4}\n  where: !(seed == 3)\n")
            .front()
            .find("put a text that begins with '!' or looks like a number in quotes") != std::string::npos);
}

TEST_CASE("filters without anything to filter are refused") {
  CHECK(
      problems_of("  where: seed == 1\n") ==
      Lines{"fig.yaml:5:3: 'where' leaves out cells of a sweep, and nothing is swept | write a path beside it, such "
            "as `seed: {from: 1, to: 20}`; cases are removed by hand"});
  CHECK(problems_of("  exclude: {seed: 1}\n")
            .front()
            .starts_with("fig.yaml:5:3: 'exclude' leaves out cells of a sweep, and nothing is swept"));
  CHECK(problems_of("  where: seed == 1\n  exclude: {seed: 1}\n").size() == 2);
  CHECK(problems_of("  seed: [1, 2]\n  where: []\n") ==
        Lines{"fig.yaml:6:10: 'where' is empty and leaves out nothing | write a condition, or leave 'where' out"});
  CHECK(problems_of("  seed: [1, 2]\n  exclude: []\n").front().starts_with("fig.yaml:6:12: 'exclude' is empty"));
  // Only the mistake of a swept path is reported.
  CHECK(problems_of("  seed: []\n  where: seed == 1\n").size() == 1);
}

TEST_CASE("a filter of cases that are none is no crash") {
  const Lines lines = lines_of(resolve_text(base + "cases: [a]\nsweep: {seed: [1, 2], where: seed > 1}\n").problems);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().starts_with("fig.yaml:4:8: 'cases' takes a mapping of labels"));
  CHECK(lines_of(resolve_text(base + "cases: {a: [1], b: x}\nsweep: {seed: [1, 2], where: seed > 1}\n").problems)
            .size() == 2);
}

TEST_CASE("a combination may name a part with its parameters") {
  CHECK(labels_of("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh, gain: 2}]\n"
                  "  exclude: {model.activation: {plugin: tanh, gain: 2}}\n")
            .size() == 2);
  CHECK(labels_of("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh, gain: 2}]\n"
                  "  exclude: {model.activation: tanh}\n") == Lines{"activation=relu"});
  CHECK(problems_of("  seed: [1, 2]\n  exclude: {patterns.cuont: 1}\n")
            .front()
            .find("did you mean 'patterns.count'?") != std::string::npos);
}

}  // namespace engram::spec::test
