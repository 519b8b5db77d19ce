#include "results/named_dataset.hpp"

#include "catch.hpp"
#include "fake_results.hpp"
#include "results/summary.hpp"

using namespace engram;
using namespace engram::results;

namespace {

const std::string distance = "analyses/perturbation/distance";

}  // namespace

TEST_CASE("named dataset: a dataset is found in a single run, in a case and outside of cases") {
  const test::FakeSource run = test::single_run();
  const test::FakeSource cases = test::two_cases();
  CHECK(locate(distance, "", {}, run).path == distance);
  CHECK(locate(distance, "", {}, run).cases == std::vector<std::string>{""});
  const Located real = locate(distance, "real", {}, cases);
  CHECK(real.path == "cases/real/" + distance);
  CHECK(real.group == "cases/real/analyses/perturbation/");
  CHECK(real.cases == std::vector<std::string>{"real"});
  CHECK(locate("summary/fraction", "", {}, cases).cases == std::vector<std::string>{"real", "binary"});
}

TEST_CASE("named dataset: a missing case or dataset is refused with the nearest match") {
  const test::FakeSource run = test::single_run();
  const test::FakeSource cases = test::two_cases();
  CHECK_THROWS_WITH(locate(distance, "rael", {}, cases), "there is no case 'rael'; did you mean 'real'?");
  CHECK_THROWS_WITH(locate(distance, "real", {}, run), "there is no case 'real': the results are of a single run");
  CHECK_THROWS_WITH(
      locate("analyses/perturbation/distnace", "real", {}, cases),
      "there is no dataset 'analyses/perturbation/distnace' in case 'real'; did you mean '" + distance + "'?");
}

TEST_CASE("named dataset: the columns of the summary in which rows differ are settings, and no seeds") {
  test::FakeSource source = test::two_cases();
  source.put("summary/", {"seed", {"case"}, {2}, std::vector<double>{1, 2}, "1", "Setting."});
  source.put("summary/", {"model.xi", {"case"}, {2}, std::vector<double>{1, 1}, "1", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {2}, std::vector<double>{1, 2}, "1", "Result."});
  source.stored.erase("summary/fraction");
  CHECK(Summary(source).differing_columns({0, 1}) == std::vector<std::string>{"model.tau_v", "model.topology"});
  CHECK(Summary(source).differing_columns({1}).empty());
}

TEST_CASE("named_dataset: some pieces of a label in a row name it, if no other label has them") {
  const std::vector<std::string> labels{"a.count=1,seed=2", "a.count=1,seed=20", "b.count=1,seed=20", "hebbian_fast"};
  CHECK(label_with("seed=2", labels) == "a.count=1,seed=2");
  CHECK(label_with("b.count=1", labels) == "b.count=1,seed=20");
  CHECK(!label_with("hebbian", labels));
  CHECK(!label_with("count=1,seed", labels));
  CHECK(!label_with("", labels));
  CHECK_THROWS_WITH(
      label_with("seed=20", labels),
      "'seed=20' is part of the labels of 2 cells; there are a.count=1,seed=20, b.count=1,seed=20; write "
      "more of the one that is meant");
}
