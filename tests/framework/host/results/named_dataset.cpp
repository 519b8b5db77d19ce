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

TEST_CASE("named dataset: a place of the sweep chooses a cell, which the results must hold") {
  test::FakeSource source = test::two_cases();
  source.labels = {"real.seed=1", "real.seed=2"};
  for (const std::string& label : source.labels) {
    test::put_perturbation(source, "cases/" + label + "/analyses/perturbation/");
  }
  const Located found = locate(distance, "real", {{"seed", "2"}}, source);
  CHECK(found.path == "cases/real.seed=2/" + distance);
  CHECK(found.cases == std::vector<std::string>{"real.seed=2"});
  CHECK_THROWS_WITH(locate(distance, "real", {{"seed", "3"}}, source),
                    "the results do not hold the cell 'real.seed=3', which `at` chooses");
}

TEST_CASE("named dataset: without a case a dataset is that of the file, of its only case, or refused") {
  test::FakeSource source = test::two_cases();
  CHECK_THROWS_WITH(locate(distance, "", {}, source),
                    "dataset '" + distance +
                        "' belongs to a case, and the panel does not name it; there are real, "
                        "binary");
  CHECK_THROWS_WITH(locate("analyses/perturbation/distnace", "", {}, source),
                    "there is no dataset 'analyses/perturbation/distnace'; did you mean '" + distance + "'?");
  CHECK_THROWS_WITH(locate("summary/fractoin", "", {}, source),
                    "there is no dataset 'summary/fractoin'; did you mean 'summary/fraction'?");
  source.labels = {"real"};
  source.stored.erase("summary/case");
  CHECK(locate(distance, "", {}, source).path == "cases/real/" + distance);
  CHECK(locate("summary/fraction", "", {}, source).group == "summary/");
}

TEST_CASE("named dataset: a message lists twelve names and the number of the others") {
  const std::vector<std::string> twelve{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
  CHECK(suggestion("xyz", {}) == "; there are none");
  CHECK(suggestion("xyz", twelve) == "; there are a, b, c, d, e, f, g, h, i, j, k, l");
  std::vector<std::string> more = twelve;
  more.insert(more.end(), {"m", "n"});
  CHECK(suggestion("xyz", more) == "; there are a, b, c, d, e, f, g, h, i, j, k, l and 2 more");
  CHECK(suggestion("lefd", {"left", "right"}) == "; did you mean 'left'?");
  CHECK(nearest_match("xyz", twelve).empty());
  CHECK(case_prefix("").empty());
  CHECK(case_prefix("a") == "cases/a/");
}
