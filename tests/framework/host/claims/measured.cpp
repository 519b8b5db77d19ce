// The numbers that a claim selects, and the one that they are reduced to.
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "judged.hpp"

using namespace engram;
using namespace engram::claims;
using namespace engram::claims::test;
using Catch::Matchers::Contains;

TEST_CASE("claims: the middle of numbers does not depend on their order, nor on the number of them") {
  const auto median = [](const std::vector<double>& numbers) {
    FakeSource source;
    source.put("a/", {"x", {"i"}, {static_cast<Index>(numbers.size())}, numbers, "1", "Numbers."});
    Claim claim;
    claim.dataset = "a/x";
    claim.reduce = Reduction::median;
    return judge(claim, source).median;
  };
  CHECK(median({5}) == 5);
  CHECK(median({9, 1}) == 5);
  CHECK(median({9, 1, 2}) == 2);
  CHECK(median({7, 1, 9, 3}) == 5);
  CHECK(median({3, 9, 1, 7, 5}) == 5);
  CHECK(median({1, 3, 5, 7, 9}) == median({9, 7, 5, 3, 1}));
}

TEST_CASE("claims: the median over cells is that of their sorted numbers") {
  FakeSource source;
  source.labels = {"a", "b", "c", "d"};
  source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
  source.put("summary/", {"results.x", {"case"}, {4}, std::vector<double>{40, 10, 30, 20}, "s", "Result."});
  Claim claim;
  claim.dataset = "summary/results.x";
  claim.value = 100;
  const Verdict verdict = judge(claim, source);
  CHECK(verdict.median == 25);
  CHECK(verdict.least == 10);
  CHECK(verdict.greatest == 40);
  CHECK(verdict.unit == "s");
  CHECK(verdict.findings.at(2).measured == 30);
  CHECK(verdict.findings.at(2).label == "c");
  // A share of the cells that is more than those in which it holds, by one cell.
  claim.value = 30;
  claim.needs = 0.75;
  CHECK(judge(claim, source).reproduced);
  claim.needs = 0.76;
  CHECK_FALSE(judge(claim, source).reproduced);
}

TEST_CASE("claims: what is measured has the unit of the dataset, and fractions, counts and ratios have none") {
  FakeSource source = single_run();
  source.put("analyses/p/", {"speed", {"time"}, {3}, std::vector<double>{1, 2, 4}, "m", "Speed."});
  Claim claim = distance_claim();
  claim.dataset = "analyses/p/speed";
  CHECK(judge(claim, source).unit == "m");
  claim.relative_to = Relative::first;
  CHECK(judge(claim, source).unit.empty());
  CHECK(judge(claim, source).median == 4.0);
  claim.relative_to = Relative::none;
  for (const Reduction reduce : {Reduction::fraction, Reduction::count}) {
    claim.reduce = reduce;
    CHECK(judge(claim, source).unit.empty());
  }
  claim = distance_claim();
  CHECK(judge(claim, source).unit.empty());
}

TEST_CASE("claims: counted numbers are compared with the threshold, at it too") {
  FakeSource source;
  source.put("a/", {"x", {"i"}, {5}, std::vector<double>{1, 2, 2, 3, 4}, "1", "Numbers."});
  Claim claim;
  claim.dataset = "a/x";
  claim.reduce = Reduction::count;
  claim.threshold = 2.0;
  const std::vector<std::pair<Comparison, double>> table{{Comparison::below, 1},
                                                         {Comparison::at_most, 3},
                                                         {Comparison::above, 2},
                                                         {Comparison::at_least, 4},
                                                         {Comparison::equals, 2}};
  for (const auto& [counted, number] : table) {
    claim.counted = counted;
    claim.reduce = Reduction::count;
    CHECK(judge(claim, source).median == number);
    claim.reduce = Reduction::fraction;
    CHECK(judge(claim, source).median == number / 5);
  }
}

TEST_CASE("claims: numbers relative to the first are those of each row") {
  FakeSource source;
  source.put("a/", {"x", {"trial", "time"}, {2, 3}, std::vector<double>{2, 4, 8, 10, 5, 1}, "s", "Numbers."});
  source.put("a/", {"one", {}, {}, std::vector<double>{2}, "s", "A number."});
  Claim claim;
  claim.dataset = "a/x";
  claim.relative_to = Relative::first;
  CHECK(judge(claim, source).median == 4.0);
  claim.reduce = Reduction::min;
  CHECK(judge(claim, source).median == Approx(0.1));
  claim.select = {"time=last", "trial=0"};
  claim.reduce = Reduction::last;
  CHECK(judge(claim, source).median == 4.0);
  claim.select = {"trial=1", "time=1"};
  CHECK(judge(claim, source).median == 0.5);
  claim.dataset = "a/one";
  claim.select = {};
  CHECK_THROWS_WITH(judge(claim, source), "dataset 'one' is a single number and has no first one");
}

TEST_CASE("claims: a claim on no cell of the results says so for a single run too") {
  Claim claim = distance_claim();
  claim.dataset = "analyses/p/distanse";
  CHECK_THROWS_WITH(judge(claim, single_run()),
                    Contains("there is no dataset 'analyses/p/distanse'; did you mean 'analyses/p/distance'?"));
  FakeSource source = single_run();
  source.put("analyses/p/", {"nothing", {"time", "i"}, {3, 0}, std::vector<double>{}, "1", "Nothing."});
  claim.dataset = "analyses/p/nothing";
  CHECK_THROWS_WITH(judge(claim, source), "the claim selects nothing from dataset 'analyses/p/nothing'");
}
