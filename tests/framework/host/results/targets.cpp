#include "results/targets.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "fake_results.hpp"

using namespace engram;
using namespace engram::results;
using Catch::Matchers::Contains;

namespace {

const std::string group = "analyses/perturbation/";

/// The first number of each row that is left.
std::vector<double> first_numbers(TargetChoice choice) {
  const test::FakeSource source = test::single_run();
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  Table table = make_table(distance, 2);
  choose_targets(table, resolved_choice(choice, table, beside), distance, beside);
  std::vector<double> numbers;
  for (const Row& row : table.rows) {
    numbers.push_back(row.y.front());
  }
  return numbers;
}

}  // namespace

TEST_CASE("targets: rows to the own, the other, the nearest and all targets of trials") {
  using Numbers = std::vector<double>;
  CHECK(first_numbers(TargetChoice::own) == Numbers{0, 100, 210, 310});
  CHECK(first_numbers(TargetChoice::others) == Numbers{10, 110, 200, 300});
  CHECK(first_numbers(TargetChoice::nearest) == Numbers{0, 100, 200, 300});
  CHECK(first_numbers(TargetChoice::all).size() == 8);
  CHECK(first_numbers(TargetChoice::automatic) == first_numbers(TargetChoice::own));
}

TEST_CASE("targets: targets of rows without targets, and of trials without a target of their own, are refused") {
  test::FakeSource source = test::single_run();
  source.stored.erase(group + "target_of_trial");
  const DatasetGroup beside(group, source);
  const Dataset distance = source.dataset(group + "distance");
  Table by_time = make_table(distance, 2);
  CHECK(resolved_choice(TargetChoice::automatic, by_time, beside) == TargetChoice::all);
  CHECK_THROWS_WITH(choose_targets(by_time, TargetChoice::own, distance, beside),
                    Contains("target: own needs to know the trials' own targets"));
  Table by_target = make_table(distance, 1);
  CHECK_THROWS_WITH(choose_targets(by_target, TargetChoice::nearest, distance, beside),
                    Contains("dimension 'target' of dataset 'distance' runs along x"));
}

TEST_CASE("targets: the nearest is the least of each place, and NaN only if all are NaN") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  test::FakeSource source;
  const Dataset distances{"d",
                          {"target", "time"},
                          {3, 4},
                          std::vector<double>{4, 1, nan, nan,  //
                                              2, 3, 5, nan,    //
                                              3, 2, 6, nan},
                          "1",
                          "Distances."};
  const DatasetGroup beside("a/", source);
  Table table = make_table(distances, 1);
  choose_targets(table, TargetChoice::nearest, distances, beside);
  REQUIRE(table.rows.size() == 1);
  const std::vector<double>& least = table.rows[0].y;
  CHECK(std::vector<double>(least.begin(), least.begin() + 3) == std::vector<double>{2, 1, 5});
  CHECK(std::isnan(least[3]));
  CHECK_FALSE(table.rows[0].places[0]);
}

TEST_CASE("targets: own targets may differ from cell to cell, and their list must be long enough") {
  const std::vector<std::string> dimensions{"cell", "trial", "target", "time"};
  const Dataset distances{"d", dimensions, {2, 2, 2, 1}, std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7}, "1", "D."};
  const auto own = [&](std::vector<std::int64_t> targets, std::vector<Index> shape,
                       std::vector<std::string> along = {"cell", "trial"}) {
    test::FakeSource source;
    source.put("a/", {"target_of_trial", std::move(along), std::move(shape), std::move(targets), "1", "Own."});
    const DatasetGroup beside("a/", source);
    Table table = make_table(distances, 3);
    choose_targets(table, TargetChoice::own, distances, beside);
    std::vector<double> numbers;
    for (const Row& row : table.rows) {
      numbers.push_back(row.y.front());
    }
    return numbers;
  };
  CHECK(own({0, 1, 1, 0}, {2, 2}) == std::vector<double>{0, 3, 5, 6});
  CHECK(own({1, 1, 0, 0}, {2, 2}) == std::vector<double>{1, 3, 4, 6});
  CHECK(own({1, 0}, {2}, {"trial"}) == std::vector<double>{1, 2, 5, 6});
  CHECK_THROWS_WITH(own({0, 1, 1}, {2, 2}),
                    "dataset 'target_of_trial' has 3 entries, and another dataset has at least 4 trials");
  CHECK_THROWS_WITH(own({0, 1}, {2}, {"cell"}), Contains("target: own needs to know the trials' own targets"));
  CHECK_THROWS_WITH(own({0, 1}, {2}, {"other"}), Contains("target: own needs to know the trials' own targets"));
}

TEST_CASE("targets: a dataset without targets, or without trials, is refused with its dimensions") {
  test::FakeSource source;
  const DatasetGroup beside("a/", source);
  const Dataset plain{"d", {"trial", "time"}, {1, 1}, std::vector<double>{1}, "1", "D."};
  Table table = make_table(plain, 1);
  CHECK_THROWS_WITH(choose_targets(table, TargetChoice::nearest, plain, beside),
                    "target: nearest: dataset 'd' has no dimension 'target'; its dimensions: trial, time");
  CHECK_NOTHROW(choose_targets(table, TargetChoice::all, plain, beside));
  const Dataset no_trials{"d", {"target", "time"}, {1, 1}, std::vector<double>{1}, "1", "D."};
  Table of_targets = make_table(no_trials, 1);
  CHECK_THROWS_WITH(choose_targets(of_targets, TargetChoice::others, no_trials, beside),
                    "target: others: dataset 'd' has no dimension 'trial'; its dimensions: target, time");
  CHECK(resolved_choice(TargetChoice::automatic, table, beside) == TargetChoice::all);
  CHECK(resolved_choice(TargetChoice::nearest, table, beside) == TargetChoice::nearest);
}
