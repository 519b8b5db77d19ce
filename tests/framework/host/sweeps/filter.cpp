// Filters of a sweep as a spec writes them: `where` and `exclude`.
#include <string>
#include <vector>

#include "catch.hpp"
#include "sweep_fixture.hpp"

namespace engram::specification::test {

namespace {

Lines labels_of(const std::string& sweep) {
  return test::labels_of(with_sweep(sweep));
}

}  // namespace

TEST_CASE("filter: a condition keeps the double that its text means") {
  CHECK(labels_of("  model.tau_v: [8 ms, 9 ms, 10 ms]\n  where: model.tau_v >= 9 ms\n") ==
        Lines{"tau_v=9ms", "tau_v=10ms"});
  CHECK(labels_of("  model.tau_v: [8 ms, 9 ms, 10 ms]\n  where: model.tau_v > 8e6 ns && model.tau_v != 0.01 s\n") ==
        Lines{"tau_v=9ms"});
}

TEST_CASE("filter: a mistake in a condition is underlined at its own place") {
  const std::string seeds = "  seed: {from: 1, to: 4}\n";
  const std::string note = ": '=' assigns, and a condition compares | did you mean `seed == 1`?";
  CHECK(problems_of(seeds + "  where: seed = 1\n") == Lines{"fig.yaml:6:15" + note});
  CHECK(problems_of(seeds + "  where: \"seed = 1\"\n") == Lines{"fig.yaml:6:16" + note});
  CHECK(problems_of(seeds + "  where: [seed < 3, seed = 1]\n") == Lines{"fig.yaml:6:26" + note});
  CHECK(problems_of(seeds + "  where: 1 < seed < 3\n") ==
        Lines{"fig.yaml:6:19: a comparison has two sides | write `1 < seed && seed < 3`"});
  CHECK(yaml::render(with_sweep(seeds + "  where: seed = 1\n").problems).find("\n       |               ^\n") !=
        std::string::npos);
  // A text over several lines has no exact column, so the message has the place of its start.
  CHECK(problems_of(seeds + "  where: seed\n    = 1\n").front().starts_with("fig.yaml:6:10: '=' assigns"));
  CHECK(lines_of(resolve_text(base + "sweep:\n" + seeds, {"sweep.where=seed = 1"}).problems) ==
        Lines{"--set sweep.where=seed = 1" + note});
}

TEST_CASE("filter: a condition is a text") {
  const std::string seeds = "  seed: {from: 1, to: 4}\n";
  const std::string note = " | such as `patterns.count <= 0.14 * patterns.size`";
  CHECK(problems_of(seeds + "  where: {seed: 1}\n") ==
        Lines{"fig.yaml:6:10: a condition is a text; found a mapping" + note});
  CHECK(problems_of(seeds + "  where:\n").front().find("a condition is a text; found nothing") != std::string::npos);
  CHECK(problems_of(seeds + "  where: [[seed == 1]]\n") ==
        Lines{"fig.yaml:6:11: a condition is a text; found a list" + note});
}

TEST_CASE("filter: a condition that begins with ! is written in quotes, since YAML takes it for a tag") {
  CHECK(labels_of("  seed: {from: 1, to: 4}\n  where: \"!(seed == 3)\"\n") == Lines{"seed=1", "seed=2", "seed=4"});
  CHECK(problems_of("  seed: {from: 1, to: 4}\n  where: !(seed == 3)\n")
            .front()
            .find("put a text that begins with '!' or looks like a number in quotes") != std::string::npos);
}

TEST_CASE("filter: filters without anything to filter are refused") {
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

TEST_CASE("filter: a filter without valid cases does not crash") {
  const Lines lines = lines_of(resolve_text(base + "cases: [a]\nsweep: {seed: [1, 2], where: seed > 1}\n").problems);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().starts_with("fig.yaml:4:8: 'cases' takes a mapping of labels"));
  CHECK(lines_of(resolve_text(base + "cases: {a: [1], b: x}\nsweep: {seed: [1, 2], where: seed > 1}\n").problems)
            .size() == 2);
}

TEST_CASE("filter: a combination may name a part with its parameters") {
  CHECK(labels_of("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh, gain: 2}]\n"
                  "  exclude: {model.activation: {plugin: tanh, gain: 2}}\n")
            .size() == 2);
  CHECK(labels_of("  model.activation: [relu, {plugin: tanh, gain: 0.5}, {plugin: tanh, gain: 2}]\n"
                  "  exclude: {model.activation: tanh}\n") == Lines{"activation=relu"});
  CHECK(problems_of("  seed: [1, 2]\n  exclude: {patterns.cuont: 1}\n")
            .front()
            .find("did you mean 'patterns.count'?") != std::string::npos);
}

TEST_CASE("filter: filters tell whole numbers beyond 2^53 apart") {
  const std::string seeds = "  seed: {from: 9007199254740991, to: 9007199254740995}\n";
  const Lines others{"seed=9007199254740991", "seed=9007199254740992", "seed=9007199254740994",
                     "seed=9007199254740995"};
  CHECK(labels_of(seeds + "  where: seed != 9007199254740993\n") == others);
  CHECK(labels_of(seeds + "  exclude: {seed: 9007199254740993}\n") == others);
  CHECK(labels_of(seeds + "  where: seed == 9007199254740992 + 1\n") == Lines{"seed=9007199254740993"});
}

TEST_CASE("filter: a condition computes as on paper, without rounding") {
  const std::string seeds = "  seed: {from: 1, to: 29}\n";
  CHECK(labels_of(seeds + "  where: seed <= 0.29 * 100\n").size() == 29);
  CHECK(labels_of(seeds + "  where: 0.1 * seed <= 0.3\n").size() == 3);
  CHECK(labels_of(seeds + "  where: seed*0.1 ms <= 0.3 ms\n").size() == 3);
  CHECK(labels_of(seeds + "  where: seed / 10 + 0.1 <= 0.3\n").size() == 2);
  CHECK(labels_of("  patterns.count: {from: 28, to: 30}\n  where: patterns.count <= 0.29 * patterns.size\n") ==
        Lines{"count=28", "count=29"});
}

TEST_CASE("filter: a number without a unit has the unit of its parameter") {
  const std::string seeds = "  seed: {from: 1, to: 4}\n";
  CHECK(problems_of(seeds + "  where: seed <= 2 s\n") ==
        Lines{"fig.yaml:6:10: '<=' takes two numbers of one unit; 'seed' is a pure number, and '2 s' is a duration | "
              "multiply it by a duration, such as `1 ms`, or leave the other unit out"});
  CHECK(problems_of(seeds + "  where: patterns.count <= 100 ms\n")
            .front()
            .find("'patterns.count' is a pure number, and '100 ms' is a duration") != std::string::npos);
  CHECK(labels_of(seeds + "  where: seed * 1 s <= 2 s\n").size() == 2);
  CHECK(labels_of("  model.tau_v: [0.1, 0.2]\n  where: model.tau_v <= 100 ms\n") == Lines{"tau_v=0.1"});
  CHECK(problems_of("  model.tau_v: [0.1, 0.2]\n  where: model.tau_v <= 0.1\n")
            .front()
            .find("'model.tau_v' is a duration, and '0.1' is a pure number") != std::string::npos);
  // A part's parameter is known from the cells that have it, also where others leave it unused.
  CHECK(problems_of("  model.activation: [{plugin: tanh, gain: 2}]\n  where: model.activation.gain < 1 s\n")
            .front()
            .find("'model.activation.gain' is a pure number") != std::string::npos);
}

namespace {

const std::string recalls = R"(analyses:
  - {plugin: perturbation, corruption: {plugin: gaussian_noise, sigma: 0.1}, remark: 1e3, tags: a, record_state: true}
)";

Lines labels_with_recall(const std::string& sweep) {
  return test::labels_of(resolve_text(base + recalls + "sweep:\n" + sweep));
}

Lines problems_with_recall(const std::string& sweep) {
  return lines_of(resolve_text(base + recalls + "sweep:\n" + sweep).problems);
}

}  // namespace

TEST_CASE("filter: the values of an exclusion are read as those of the spec") {
  CHECK(labels_of("  model.noise: [null, 1, 2]\n  exclude: {model.noise: null}\n") == Lines{"noise=1", "noise=2"});
  CHECK(labels_of("  model.noise: [null, 1, 2]\n  exclude: {model.noise: none}\n") == Lines{"noise=1", "noise=2"});
  CHECK(labels_of("  model.layers: [10, [20, 30]]\n  exclude: {model.layers: [10]}\n") == Lines{"layers=1"});
  CHECK(labels_of("  model.tau_v: [10 ms, 20 ms]\n  exclude: {model.tau_v: 0.01}\n") == Lines{"tau_v=20ms"});
  CHECK(labels_with_recall("  analyses.perturbation.remark: [1e3, 1000]\n"
                           "  exclude: {analyses.perturbation.remark: 1000}\n") == Lines{"remark=1e3"});
  CHECK(labels_with_recall("  seed: [1, 2]\n  exclude: {seed: 1, analyses.perturbation.tags: [a]}\n") ==
        Lines{"seed=2"});
}

TEST_CASE("filter: an exclusion names a part by its plugin, its parameters or its label") {
  const std::string parts = "  model.activation: [relu, {plugin: tanh, gain: 0.3}, tanh]\n";
  CHECK(labels_of(parts + "  exclude: {model.activation: {plugin: tanh}}\n") == Lines{"activation=relu"});
  CHECK(labels_of(parts + "  exclude: {model.activation: \"tanh(gain=0.3)\"}\n") ==
        Lines{"activation=relu", "activation=tanh"});
  // A cell that could not be resolved can be left out.
  CHECK(labels_of("  model.activation: [relu, nowhere]\n  exclude: {model.activation: nowhere}\n") ==
        Lines{"activation=relu"});
  // The default counts as if it were written.
  CHECK(labels_of(parts + "  exclude: {model.activation: {plugin: tanh, gain: 1.0}}\n") ==
        Lines{"activation=relu", "activation=tanh(gain=0.3)"});
  CHECK(labels_with_recall("  seed: [1, 2]\n  exclude: {seed: 2, analyses.perturbation.corruption: {plugin: "
                           "gaussian_noise}}\n") == Lines{"seed=1"});
}

TEST_CASE("filter: a value of an exclusion that the parameter cannot take is refused") {
  const std::string seeds = "  seed: [1, 2]\n";
  CHECK(problems_of(seeds + "  exclude: {seed: \"1\"}\n") ==
        Lines{"fig.yaml:6:19: 'seed' takes a whole number of at least 0; found '1' | a value in quotes is a text; "
              "leave the quotes out"});
  CHECK(problems_of(seeds + "  exclude: {seed: 1 s}\n").front().find("'seed' takes a whole number") !=
        std::string::npos);
  CHECK(problems_of(seeds + "  exclude: {seed: [1, 2]}\n").front().find("found a list") != std::string::npos);
  CHECK(problems_with_recall(seeds + "  exclude: {analyses.perturbation.record_state: yes}\n")
            .front()
            .find("write true or false, without quotes") != std::string::npos);
  CHECK(problems_of("  model.activation: [relu, tanh]\n  exclude: {model.activation: {plugin: tanh, gian: 1}}\n") ==
        Lines{"fig.yaml:6:46: 'tanh' has no parameter 'gian' | did you mean 'gain'? | allowed: gain"});
}

TEST_CASE("filter: an exclusion that matches no cell is refused") {
  const std::string seeds = "  seed: [11, 12, 30]\n";
  CHECK(
      problems_of(seeds + "  exclude: {seed: 13}\n") ==
      Lines{"fig.yaml:6:19: 'exclude' leaves out nothing: no cell has '13' at 'seed' | did you mean '12'? | values: "
            "11, 12, 30"});
  CHECK(problems_of(seeds + "  exclude: {patterns.count: 9, seed: 11}\n").front().find("values: 10") !=
        std::string::npos);
  CHECK(problems_of(seeds + "  exclude: {model.activation: thanh}\n").front().find("did you mean 'tanh'?") !=
        std::string::npos);
  CHECK(problems_of(seeds + "  exclude: {model.activation: {plugin: tanh, gain: 3}}\n") ==
        Lines{"fig.yaml:6:31: 'exclude' leaves out nothing: no cell has such a part at 'model.activation' | values: "
              "tanh"});
  CHECK(problems_of("  zip: {seed: [1, 2], patterns.count: [3, 4]}\n  exclude: {seed: 1, patterns.count: 4}\n") ==
        Lines{"fig.yaml:6:12: 'exclude' leaves out nothing: no cell has all of these values together"});
}

TEST_CASE("filter: a --set may take away the values that an exclusion names, which the resolved spec then drops") {
  const std::string sweep = "  seed: [11, 12, 30]\n  exclude: [{seed: 30}, {seed: 11}]\n";
  const Resolved fewer = with_sweep(sweep, {"sweep.seed=[11, 12]"});
  CHECK(test::labels_of(fewer) == Lines{"seed=12"});
  const Resolved again = resolve_text(fewer.spec.resolved);
  CHECK(test::labels_of(again) == Lines{"seed=12"});
  CHECK(again.spec.resolved == fewer.spec.resolved);
  const Resolved none = with_sweep(sweep, {"sweep.seed=[1, 2]"});
  CHECK(test::labels_of(resolve_text(none.spec.resolved)).size() == 2);
}

TEST_CASE("filter: a name with a '-' is allowed in a condition as in any path") {
  const std::string list = R"(analyses:
  - {plugin: perturbation, label: a-b, corruption: {plugin: gaussian_noise, sigma: 0.1}, duration: 1 s}
  - {plugin: perturbation, label: a-b-c, corruption: {plugin: gaussian_noise, sigma: 0.1}, duration: 3 s}
)";
  const auto labels = [&](const std::string& condition) {
    return test::labels_of(resolve_text(base + list + "sweep:\n  seed: [1, 2]\n  where: " + condition + "\n"));
  };
  CHECK(labels("seed == 1 && analyses.a-b.duration == 1 s") == Lines{"seed=1"});
  CHECK(labels("analyses.a-b-c.duration-analyses.a-b.duration-1 s == seed * 1 s") == Lines{"seed=1"});
  CHECK(labels("patterns.count-seed == 9") == Lines{"seed=1"});
}

}  // namespace engram::specification::test
