#include "results/targets.hpp"

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
