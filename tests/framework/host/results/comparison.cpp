// Settings that differ between results, and numbers with their tests.
#include "results/comparison.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "fake_results.hpp"

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
  // The same values under other seeds are the same sample.
  CHECK(compare(run({0, 0}, 1), run({0, 0}, 7)).equal == 1);
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
