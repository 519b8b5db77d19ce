// The values of a sweep: their types, their labels, and refusal of equal values.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "catch.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh}
learning: predictive_coding
analyses: [{plugin: perturbation, corruption: {plugin: gaussian_noise, sigma: 1}}]
)";

Resolved with_sweep(const std::string& sweep, std::vector<std::string> sets = {}) {
  return resolve_text(base + "sweep:\n" + sweep, std::move(sets));
}

Lines problems_of(const std::string& sweep, std::vector<std::string> sets = {}) {
  return lines_of(with_sweep(sweep, std::move(sets)).problems);
}

/// The labels of all cells; a written sweep must have the same cells.
Lines labels_of(const std::string& sweep) {
  const Resolved resolved = with_sweep(sweep);
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  const Resolved again = resolve_text(resolved.spec.resolved);
  REQUIRE(again.problems.empty());
  Lines labels;
  for (std::size_t cell = 0; cell < resolved.spec.cases.size(); ++cell) {
    labels.push_back(resolved.spec.cases.label(cell));
    CHECK(again.spec.cases.label(cell) == labels.back());
    CHECK(again.spec.cases[cell].identity == resolved.spec.cases[cell].identity);
  }
  return labels;
}

std::vector<std::uint64_t> seeds_of(const std::string& range) {
  const Resolved resolved = with_sweep("  seed: " + range + "\n");
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  std::vector<std::uint64_t> seeds;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    CHECK(cell.label == "seed=" + std::to_string(cell.seed));
    seeds.push_back(cell.seed);
  }
  return seeds;
}

std::vector<double> times_of(const std::string& range) {
  const Resolved resolved = with_sweep("  model.tau_v: " + range + "\n");
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  std::vector<double> times;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    times.push_back(std::get<double>(cell.model->value("tau_v")));
  }
  return times;
}

}  // namespace

TEST_CASE("swept values: ranges of whole numbers are exact, however large they are") {
  using Seeds = std::vector<std::uint64_t>;
  CHECK(seeds_of("{from: 1732571000123, to: 1732571000323, step: 100}") ==
        Seeds{1732571000123, 1732571000223, 1732571000323});
  CHECK(seeds_of("{from: 9007199254740993, to: 9007199254740995}") ==
        Seeds{9007199254740993, 9007199254740994, 9007199254740995});
  CHECK(seeds_of("{from: 9223372036854775803, to: 9223372036854775807, count: 3}") ==
        Seeds{9223372036854775803U, 9223372036854775805U, 9223372036854775807U});
  CHECK(seeds_of("{from: 1e5, to: 3e5, step: 1e5}") == Seeds{100000, 200000, 300000});
  CHECK(problems_of("  seed: {from: 9223372036854775806, to: 9223372036854775808}\n")
            .back()
            .find("the number is out of range") != std::string::npos);
  CHECK(problems_of("  seed: {from: 9007199254740994, to: 9007199254740993}\n") ==
        Lines{"fig.yaml:6:38: 'to' must not be below 'from'"});
}

TEST_CASE("swept values: ranges of real numbers have the doubles that a person would write") {
  using Times = std::vector<double>;
  CHECK(times_of("{from: 0.1, to: 0.7, step: 0.1}") == Times{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7});
  CHECK(times_of("{from: 1 ms, to: 9 ms, count: 9}") ==
        Times{0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009});
  CHECK(times_of("{from: 1 ms, to: 10 s, count: 5, scale: log}") == Times{0.001, 0.01, 0.1, 1.0, 10.0});
  CHECK(times_of("{from: 1, to: 2, count: 4}") == Times{1.0, 4.0 / 3.0, 5.0 / 3.0, 2.0});
  CHECK(times_of("{from: 1 min, to: 0.05 h, step: 30 s}") == Times{60, 90, 120, 150, 180});
  CHECK(times_of("{from: 1e-310, to: 1, count: 2}") == Times{1e-310, 1.0});
  CHECK(times_of("{from: 1e-310, to: 1, count: 3, scale: log}").front() == 1e-310);
  CHECK(times_of("{from: 0.1234567890123456, to: 0.1234567890123458, step: 1e-16}") ==
        Times{0.1234567890123456, 0.1234567890123457, 0.1234567890123458});
  CHECK(labels_of("  model.tau_v: {from: 0.1, to: 0.3, step: 0.1}\n") ==
        Lines{"tau_v=0.1", "tau_v=0.2", "tau_v=0.3"});
  CHECK(problems_of("  model.tau_v: {from: 1, to: 1.0000000000000004, count: 9}\n").front() ==
        "fig.yaml:6:16: neighbouring values of the range are the same number, 1 | double precision has no further "
        "numbers between them: ask for fewer, or for a wider range");
}

TEST_CASE("swept values: samples are drawn with all digits, whole ones from ranges of any size") {
  const Resolved resolved = with_sweep(
      "  sample: {count: 50, over: {seed: {from: 9007199254740993, to: 9007199254740994},"
      " model.tau_v: {from: 1.0, to: 2.0}}}\n");
  REQUIRE(resolved.problems.empty());
  std::map<std::uint64_t, int> seeds;
  bool more_digits = false;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    ++seeds[cell.seed];
    const double time = std::get<double>(cell.model->value("tau_v"));
    CHECK(time >= 1.0);
    CHECK(time < 2.0);
    more_digits = more_digits || std::stod(fmt::format("{:.12g}", time)) != time;
  }
  CHECK(seeds.size() == 2);
  CHECK(seeds.count(9007199254740993) == 1);
  CHECK(seeds.count(9007199254740994) == 1);
  CHECK(more_digits);
}

TEST_CASE("swept values: values that are the same are refused, with both places") {
  CHECK(
      problems_of("  model.tau_v: [10 ms, 10ms]\n") ==
      Lines{
          "fig.yaml:6:24: '10ms' is given twice among the values of a sweep, first as '10 ms' | the first one is at "
          "fig.yaml:6:17"});
  CHECK(problems_of("  model.tau_v: [0.01, 2, 1e-2]\n").front().starts_with("fig.yaml:6:26: '1e-2' is given twice"));
  CHECK(problems_of("  seed: [1, 1.0]\n").front().starts_with("fig.yaml:6:13: '1.0' is given twice"));
  CHECK(problems_of("  model.activation: [{plugin: tanh, gain: 1}, tanh]\n").front() ==
        "fig.yaml:6:47: 'tanh' is given twice among the values of a sweep, first as 'activation=tanh(gain=1)' | the "
        "first one is at fig.yaml:6:22");
  CHECK(problems_of("  zip: {model.tau_v: [1, 1.0], seed: [2, 2.0]}\n").front() ==
        "fig.yaml:6:26: 'tau_v=1.0,seed=2.0' is given twice among the values of a sweep, first as 'tau_v=1,seed=2' | "
        "the first one is at fig.yaml:6:23");
  // A zip may repeat a value along one of its paths, and texts are not numbers.
  CHECK(labels_of("  zip: {model.tau_v: [1, 1], seed: [2, 3]}\n") == Lines{"tau_v=1,seed=2", "tau_v=1,seed=3"});
  CHECK(labels_of("  analyses.perturbation.remark: [1, 1.0]\n") == Lines{"remark=1", "remark=1.0"});
}

TEST_CASE("swept values: labels that would be equal are made different") {
  CHECK(labels_of("  analyses.perturbation.remark: [data/a.csv, data_a.csv, data a.csv]\n") ==
        Lines{"remark=data_a.csv", "remark=data_a.csv~2", "remark=dataa.csv"});
  CHECK(labels_of("  zip: {analyses.perturbation.remark: [a/b, a_b], seed: [1, 1]}\n") ==
        Lines{"remark=a_b,seed=1", "remark=a_b~2,seed=1"});
  const std::string text(100, 'x');
  CHECK(labels_of("  analyses.perturbation.remark: [" + text + "a, " + text + "b]\n") ==
        Lines{"remark=" + text.substr(0, 40) + "~" + text.substr(0, 19) + "a",
              "remark=" + text.substr(0, 40) + "~" + text.substr(0, 19) + "b"});
}

TEST_CASE("swept values: paths with one short name are written in full") {
  CHECK(labels_of("  model.activation.plugin: [relu]\n  analyses.perturbation.remark: [a]\n") ==
        Lines{"activation=relu,remark=a"});
  CHECK(resolve_text(
            "patterns: {plugin: gaussian, count: 1, size: 1}\nmodel: pc_hopfield\nlearning: predictive_coding\n"
            "analyses: [{plugin: perturbation, label: activation, corruption: sign_flips}]\n"
            "sweep: {model.activation.plugin: [relu], analyses.activation.plugin: [perturbation]}\n")
            .spec.cases.label(0) == "model.activation.plugin=relu,analyses.activation.plugin=perturbation");
}

TEST_CASE("swept values: two ways to write one path are one path") {
  CHECK(
      problems_of("  analyses[0].duration: [1, 2]\n  analyses.perturbation.duration: [1, 2]\n") ==
      Lines{
          "fig.yaml:7:3: 'analyses.perturbation.duration' and 'analyses[0].duration' cannot both be swept: one is or "
          "holds the other | the other one is at fig.yaml:6:3"});
}

TEST_CASE("swept values: a swept setting cannot be set by another way to write its path") {
  const std::string swept = "  analyses.perturbation.duration: [1, 2]\n";
  CHECK(problems_of(swept, {"analyses[0].duration=3"}) ==
        Lines{"--set analyses[0].duration=3: 'analyses[0].duration' is swept and cannot be set here as well | it is "
              "swept at fig.yaml:6:3"});
  CHECK(lines_of(resolve_text(base + "cases: {a: {'analyses[0].duration': 3}, b: {}}\nsweep:\n" + swept).problems) ==
        Lines{"fig.yaml:5:13: 'analyses[0].duration' is swept and cannot be set here as well | it is swept at "
              "fig.yaml:7:3"});
  CHECK(problems_of(swept, {"analyses.perturbation=[1"}).size() == 1);
}

TEST_CASE("swept values: a swept path names one setting in all cases") {
  const std::string first = "{plugin: perturbation, corruption: sign_flips}";
  const std::string second = "{label: second, plugin: perturbation, corruption: sign_flips}";
  const std::string cases = "cases:\n  x: {analyses: [" + first + ", " + second + "]}\n  y: {analyses: [" + second +
                            ", " + first + "]}\nsweep:\n";
  CHECK(lines_of(resolve_text(base + cases + "  analyses[0].duration: [1, 2]\n").problems) ==
        Lines{"fig.yaml:9:3: 'analyses[0].duration' is 'analyses.perturbation.duration' in case 'x' and "
              "'analyses.second.duration' in case 'y' | write one of these, which names the same setting in every "
              "case"});
  CHECK(lines_of(resolve_text(base + cases + "  analyses.second.duration: [1, 2]\n").problems).empty());
}

TEST_CASE("swept values: a label that is too long for a file is refused") {
  const std::string label(210, 'c');
  const Lines lines = lines_of(resolve_text(base + "cases: {" + label + ": {}}\n").problems);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().starts_with("fig.yaml:5:9: the label of a cell has 210 letters: 'cccc"));
  CHECK(lines.front().ends_with("it names files, so at most 200 are allowed: sweep fewer paths, or shorter words"));
  const std::string name(150, 'c');
  const std::string text(60, 'x');
  const std::string swept =
      base + "cases: {" + name + ": {}}\nsweep: {analyses.perturbation.remark: [" + text + "]}\n";
  CHECK(lines_of(resolve_text(swept).problems)
            .front()
            .starts_with("fig.yaml:6:9: the label of a cell has 218 letters"));
}

TEST_CASE("swept values: parts with one plugin are called by what differs") {
  CHECK(labels_of("  model.activation: [relu, {plugin: tanh, gain: 0.3}, {plugin: tanh, gain: 1.5}]\n") ==
        Lines{"activation=relu", "activation=tanh(gain=0.3)", "activation=tanh(gain=1.5)"});
  CHECK(labels_of("  analyses.perturbation.corruption: [sign_flips, {plugin: gaussian_noise, sigma: 1}]\n") ==
        Lines{"corruption=sign_flips", "corruption=gaussian_noise"});
  CHECK(
      labels_of("  learning:\n    - [{plugin: predictive_coding, label: a}, {plugin: predictive_coding, label: b}]\n"
                "    - {plugin: predictive_coding, rounds: 2}\n    - {plugin: predictive_coding, rounds: 3}\n") ==
      Lines{"learning=a+b", "learning=predictive_coding(rounds=2)", "learning=predictive_coding(rounds=3)"});
  CHECK(labels_of("  model:\n    - {plugin: pc_hopfield, activation: {plugin: tanh, gain: 2}, tau_v: 1}\n"
                  "    - {plugin: pc_hopfield, activation: {plugin: tanh, gain: 3}, tau_v: 1}\n") ==
        Lines{"model=pc_hopfield(activation=tanh(gain=2))", "model=pc_hopfield(activation=tanh(gain=3))"});
}

TEST_CASE("swept values: an axis knows its settings, and a swept part is a setting by its word") {
  const Resolved resolved = with_sweep(
      "  model.activation: [relu, {plugin: tanh, gain: 0.3}, {plugin: tanh, gain: 1.5}]\n"
      "  analyses[0].duration: [1, 2]\n  learning.plugin: [predictive_coding]\n");
  REQUIRE(resolved.problems.empty());
  const Cells& cells = resolved.spec.cases;
  CHECK(cells.axes()[0].settings == Lines{"model.activation"});
  CHECK(cells.axes()[1].settings == Lines{"analyses.perturbation.duration"});
  CHECK(cells.axes()[2].settings == Lines{"learning"});
  CHECK(cells.axes()[0].words == std::vector<Lines>{{"relu", "tanh(gain=0.3)", "tanh(gain=1.5)"}});
  CHECK(cells.axes()[1].words == std::vector<Lines>{{}});
  CHECK(text_of(cells.settings(5).at("model.activation")) == "tanh(gain=1.5)");
  CHECK(text_of(cells.settings(0).at("model.activation")) == "relu");
  CHECK(cells.settings(5).at("analyses.perturbation.duration") == Setting{2.0, "s"});
}

TEST_CASE("swept values: typed settings have the paths and the words of the resolved text") {
  const auto check = [](const Spec& spec) {
    for (const ExperimentSpec& run : spec.cases) {
      std::map<std::string, std::string> words;
      for (const auto& [path, setting] : settings_of(run)) {
        words[path] = text_of(setting);
      }
      CHECK(words == settings(run.resolved));
    }
  };
  check(resolve_text(good_spec).spec);
  check(with_sweep("  seed: [1, 9223372036854775807]\n  model.noise: [none, 0.5]\n"
                   "  model.topology: [[[0, 1]], loop]\n")
            .spec);
  check(resolve_text("patterns: {plugin: gaussian, count: 1, size: 1}\nmodel: pc_hopfield\n"
                     "learning: [predictive_coding, {plugin: predictive_coding, label: b}]\nanalyses: []\n")
            .spec);
  const Settings typed = settings_of(with_sweep("  seed: [1]\n").spec.cases.front());
  CHECK(typed.at("seed") == Setting{std::int64_t{1}});
  CHECK(typed.at("patterns.count").value == Value{std::int64_t{10}});
  CHECK(typed.at("model.tau_v") == Setting{0.1, "s"});
  CHECK(typed.at("model.noise").value == Value{});
  CHECK(typed.at("analyses.perturbation.record_state").value == Value{false});
}

}  // namespace engram::specification::test
