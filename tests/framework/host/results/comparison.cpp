// Settings that differ between results, and numbers with their tests.
#include "results/comparison.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "catch.hpp"
#include "fake_results.hpp"
#include "results/sample.hpp"

using namespace engram;
using namespace engram::results;
using engram::results::test::FakeSource;

namespace {

/// Cells of two cases with some seeds; the second case has a setting of its own.
FakeSource cells(const std::vector<std::string>& seeds, const std::string& gain, double shift) {
  FakeSource source;
  std::vector<std::string> names;
  std::vector<double> numbers;
  for (const char* name : {"plain", "steep"}) {
    for (const std::string& seed : seeds) {
      const std::string label = std::string(name) + ".seed=" + seed;
      source.labels.push_back(label);
      names.emplace_back(name);
      source.set[label] = {{"seed", seed}, {"model.gain", std::string(name) == "steep" ? gain : "1"}};
      const double number = std::stod(seed);
      numbers.push_back(std::string(name) == "steep" ? 10 + number + shift * number : number);
    }
  }
  const auto count = static_cast<Index>(names.size());
  source.put("summary/", {"case", {"case"}, {count}, source.labels, "", "Labels."});
  source.put("summary/", {"case_name", {"case"}, {count}, names, "", "Names."});
  source.put("summary/", {"results.analyses.a.score", {"case"}, {count}, numbers, "bit", "Score."});
  return source;
}

}  // namespace

TEST_CASE("comparison: each setting that differs stands once, with the values of all cells") {
  const FakeSource a = cells({"1", "2", "3"}, "2", 0);
  const FakeSource b = cells({"1", "2", "3"}, "5", 0);
  const std::vector<DifferingSetting> settings = differing_settings({&a, &b});
  REQUIRE(settings.size() == 1);
  CHECK(settings[0].path == "model.gain");
  CHECK(settings[0].values == std::vector<std::string>{"1, 2", "1, 5"});
  CHECK(differing_settings({&a, &a}).empty());
  FakeSource c = cells({"1", "2", "3", "4", "5"}, "2", 0);
  c.set["plain.seed=1"]["model.bias"] = "0";
  const std::vector<DifferingSetting> more = differing_settings({&a, &c});
  REQUIRE(more.size() == 2);
  CHECK(more[0].values == std::vector<std::string>{"", "0"});
  CHECK(more[1].values == std::vector<std::string>{"1, 2, 3", "1, 2, ..., 5 (5 values)"});
}

TEST_CASE("comparison: cells of one case are compared, also if the results set it differently") {
  const Comparison comparison = compare(cells({"1", "2", "3"}, "2", 0), cells({"1", "2", "3"}, "5", 1));
  CHECK(comparison.equal == 1);
  CHECK(comparison.only_first == 0);
  REQUIRE(comparison.numbers.size() == 1);
  const ComparedNumber& number = comparison.numbers[0];
  CHECK(number.name == "analyses.a.score");
  CHECK(number.unit == "bit");
  CHECK(number.settings == "steep");
  CHECK(number.first.mean == 12);
  CHECK(number.first.deviation == 1);
  CHECK(number.difference == 2);
  CHECK(number.paired);
  // The differences are 1, 2 and 3: t = 2 / (1 / sqrt(3)) with two degrees of freedom, by scipy.stats.ttest_rel.
  CHECK(*number.p == Approx(0.07417990022744853));
}

TEST_CASE("comparison: other seeds are compared by Welch's test, and one value has none") {
  const Comparison welch = compare(cells({"1", "2", "3"}, "2", 0), cells({"4", "5", "9", "2"}, "2", 0));
  REQUIRE(welch.numbers.size() == 2);
  CHECK(!welch.numbers[0].paired);
  // scipy.stats.ttest_ind([1, 2, 3], [4, 5, 9, 2], equal_var=False)
  CHECK(*welch.numbers[0].p == Approx(0.13327216743579043));
  const Comparison one = compare(cells({"1"}, "2", 0), cells({"7"}, "2", 0));
  CHECK(!one.numbers.at(0).p);
}

TEST_CASE("comparison: values without variance or beyond all bounds have no test") {
  const auto run = [](std::vector<double> numbers, int first) {
    FakeSource source;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string seed = std::to_string(first + static_cast<int>(i));
      source.labels.push_back("a.seed=" + seed);
      source.set[source.labels.back()] = {{"seed", seed}};
    }
    const auto count = static_cast<Index>(numbers.size());
    source.put("summary/", {"case", {"case"}, {count}, source.labels, "", "Labels."});
    source.put("summary/",
               {"case_name", {"case"}, {count}, std::vector<std::string>(numbers.size(), "a"), "", "Names."});
    source.put("summary/", {"results.analyses.a.score", {"case"}, {count}, std::move(numbers), "1", "Score."});
    return source;
  };
  CHECK(!compare(run({1, 1, 1}, 1), run({0.5, 0.5, 0.5}, 1)).numbers.at(0).p);
  CHECK(!compare(run({1e200, 2e200}, 1), run({3e200, 5e200}, 7)).numbers.at(0).p);
  CHECK(!compare(run({1e-200, 2e-200}, 1), run({3e-200, 5e-200}, 7)).numbers.at(0).p);
  // The same values under other seeds are the same sample, in any order.
  CHECK(compare(run({0, 0}, 1), run({0, 0}, 7)).equal == 1);
  CHECK(compare(run({1, 2, 3}, 1), run({3, 1, 2}, 7)).equal == 1);
}

TEST_CASE("comparison: single runs are compared by their datasets that are single numbers") {
  const auto run = [](double score) {
    FakeSource source;
    source.set[""] = {{"seed", "1"}};
    source.put("analyses/a/", {"score", {}, {}, std::vector<double>{score}, "1", "Score."});
    source.put("analyses/a/", {"list", {"trial"}, {2}, std::vector<double>{score, 1}, "1", "List."});
    return source;
  };
  const Comparison comparison = compare(run(1), run(4));
  REQUIRE(comparison.numbers.size() == 1);
  CHECK(comparison.numbers[0].name == "analyses.a.score");
  CHECK(comparison.numbers[0].difference == 3);
  CHECK(compare(run(1), run(1)).numbers.empty());
}

TEST_CASE("comparison: numbers that are not finite are left out, in either result") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  FakeSource a = cells({"1", "2", "3"}, "2", 0);
  FakeSource b = cells({"1", "2", "3"}, "2", 1);
  auto& numbers = std::get<std::vector<double>>(a.stored.at("summary/results.analyses.a.score").values);
  numbers[3] = nan;
  const Comparison comparison = compare(a, b);
  REQUIRE(comparison.numbers.size() == 1);
  CHECK(comparison.numbers[0].first.count == 2);
  CHECK(comparison.numbers[0].second.count == 3);
  CHECK_FALSE(comparison.numbers[0].paired);
  CHECK(comparison.numbers[0].first.mean == 12.5);
  constexpr double infinite = std::numeric_limits<double>::infinity();
  numbers = {1, 2, 3, nan, infinite, -infinite};
  const Comparison none = compare(a, b);
  CHECK(none.equal == 1);
  CHECK(none.numbers.empty());
  // A cell without the number is left out as well.
  b.stored.erase("summary/results.analyses.a.score");
  CHECK(compare(a, b).equal == 0);
  CHECK(compare(a, b).numbers.empty());
}

TEST_CASE("comparison: a setting that only one result varies tells its cells apart") {
  const auto result = [](const std::vector<std::string>& units) {
    FakeSource source;
    std::vector<double> numbers;
    for (const std::string& unit : units) {
      source.labels.push_back("a.units=" + unit);
      source.set[source.labels.back()] = {{"seed", "1"}, {"model.units", unit}};
      numbers.push_back(std::stod(unit));
    }
    const auto count = static_cast<Index>(units.size());
    source.put("summary/", {"case", {"case"}, {count}, source.labels, "", "Labels."});
    source.put("summary/",
               {"case_name", {"case"}, {count}, std::vector<std::string>(units.size(), "a"), "", "Names."});
    source.put("summary/", {"results.analyses.a.score", {"case"}, {count}, numbers, "1", "Score."});
    return source;
  };
  const Comparison second = compare(result({"5"}), result({"5", "7", "9"}));
  CHECK(second.equal == 1);
  CHECK(second.only_first == 0);
  CHECK(second.only_second == 2);
  const Comparison first = compare(result({"5", "7", "9"}), result({"5"}));
  CHECK(first.equal == 1);
  CHECK(first.only_first == 2);
  CHECK(first.only_second == 0);
  CHECK(compare(result({"5", "7"}), result({"7", "5"})).equal == 2);
}

TEST_CASE("comparison: cells belong to the case of their name; without names, all cells of a sweep are one case") {
  const auto compared = [](bool has_names, bool has_axes) {
    FakeSource a = cells({"1", "2"}, "2", 0);
    FakeSource b = cells({"1", "2"}, "2", 1);
    for (FakeSource* source : {&a, &b}) {
      if (!has_names) {
        source->stored.erase("summary/case_name");
      }
      if (has_axes) {
        source->put("summary/grid/", {"model.gain", {"model.gain"}, {2}, std::vector<double>{1, 2}, "1", "Axis."});
      }
    }
    std::vector<std::string> words;
    for (const ComparedNumber& number : compare(a, b).numbers) {
      words.push_back(number.settings);
    }
    return words;
  };
  using Words = std::vector<std::string>;
  CHECK(compared(true, false) == Words{"steep"});
  CHECK(compared(true, true) == Words{"steep"});
  CHECK(compared(false, true) == Words{"model.gain=2"});
  CHECK(compared(false, false) == Words{"steep.seed=1", "steep.seed=2"});
}

TEST_CASE("comparison: numbers stand by name and then by cell, with the words of the cell") {
  const auto result = [](double shift) {
    FakeSource source;
    for (const char* label : {"x.a", "x.b", "y.a", "y.b"}) {
      source.labels.emplace_back(label);
      source.set[label] = {{"seed", "1"}, {"model.units", std::string(label).ends_with("a") ? "1" : "2"}};
    }
    source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
    source.put("summary/", {"case_name", {"case"}, {4}, std::vector<std::string>{"x", "x", "y", "y"}, "", "Names."});
    source.put("summary/", {"results.n.second", {"case"}, {4}, std::vector<double>{1 + shift, 2, 3, 4}, "s", "N."});
    source.put("summary/",
               {"results.n.first", {"case"}, {4}, std::vector<double>{1, 2 + shift, 3 + shift, 4}, "1", "N."});
    return source;
  };
  const Comparison comparison = compare(result(0), result(1));
  CHECK(comparison.equal == 5);
  REQUIRE(comparison.numbers.size() == 3);
  CHECK(comparison.numbers[0].name == "n.first");
  CHECK(comparison.numbers[0].settings == "x, model.units=2");
  CHECK(comparison.numbers[1].name == "n.first");
  CHECK(comparison.numbers[1].settings == "y, model.units=1");
  CHECK(comparison.numbers[2].name == "n.second");
  CHECK(comparison.numbers[2].unit == "s");
  CHECK(comparison.numbers[2].difference == 1);
}

TEST_CASE("comparison: only the numbers of analyses and of training are those of a single run") {
  const auto run = [](double score) {
    FakeSource source;
    source.set[""] = {{"seed", "1"}};
    source.put("training/",
               {"rounds", {}, {}, std::vector<std::int64_t>{static_cast<std::int64_t>(score)}, "1", "N."});
    source.put("training/", {"word", {}, {}, std::vector<std::string>{"x"}, "", "Word."});
    source.put("model/", {"size", {}, {}, std::vector<double>{score}, "1", "N."});
    source.put("provenance/", {"seed", {}, {}, std::vector<double>{score}, "1", "N."});
    return source;
  };
  const Comparison comparison = compare(run(1), run(3));
  REQUIRE(comparison.numbers.size() == 1);
  CHECK(comparison.numbers[0].name == "training.rounds");
  CHECK(comparison.numbers[0].difference == 2);
  CHECK(comparison.numbers[0].settings.empty());
}

TEST_CASE("comparison: the deviation of a sample is that of n - 1 values") {
  CHECK(sample_of({2, 4, 4, 4, 5, 5, 7, 9}).mean == 5);
  CHECK(sample_of({2, 4, 4, 4, 5, 5, 7, 9}).deviation == Approx(2.138089935299395));
  CHECK(sample_of({1, 3}).deviation == Approx(1.4142135623730951));
  CHECK(sample_of({3}).deviation == 0);
  CHECK(sample_of({3}).mean == 3);
  CHECK(sample_of({}).count == 0);
  CHECK(std::isnan(sample_of({}).mean));
}
