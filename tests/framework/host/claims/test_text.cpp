// The words for a claim's test, and for what was measured.
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "claims/claim.hpp"
#include "claims/judge.hpp"

using namespace engram;
using namespace engram::claims;

namespace {

Claim claim_of(Reduction reduce, Comparison compare, double value) {
  Claim claim;
  claim.dataset = "a/b";
  claim.reduce = reduce;
  claim.compare = compare;
  claim.value = value;
  return claim;
}

/// A verdict of as many cells as there are numbers, in each of which the claim holds.
Verdict verdict_of(const std::vector<double>& numbers, std::vector<std::string> differing = {}) {
  Verdict verdict;
  verdict.differing = std::move(differing);
  for (const double number : numbers) {
    verdict.findings.push_back({"cell", number, true, ""});
  }
  verdict.holding = numbers.size();
  verdict.least = numbers.front();
  verdict.median = numbers[numbers.size() / 2];
  verdict.greatest = numbers.back();
  return verdict;
}

}  // namespace

TEST_CASE("test text: each reduction and each comparison has its words") {
  const std::vector<std::pair<Reduction, std::string>> reductions{{Reduction::min, "least"},
                                                                  {Reduction::max, "greatest"},
                                                                  {Reduction::mean, "mean"},
                                                                  {Reduction::median, "median"},
                                                                  {Reduction::last, "last"}};
  for (const auto& [reduction, word] : reductions) {
    CHECK(test_text(claim_of(reduction, Comparison::below, 0.5)) == word + " a/b below 0.5");
  }
  const std::vector<std::pair<Comparison, std::string>> comparisons{{Comparison::below, "below"},
                                                                    {Comparison::at_most, "at most"},
                                                                    {Comparison::above, "above"},
                                                                    {Comparison::at_least, "at least"},
                                                                    {Comparison::equals, "equal to"}};
  for (const auto& [comparison, words] : comparisons) {
    CHECK(test_text(claim_of(Reduction::max, comparison, 2)) == "greatest a/b " + words + " 2");
    Claim counted = claim_of(Reduction::count, Comparison::above, 3);
    counted.counted = comparison;
    counted.threshold = 0.25;
    CHECK(test_text(counted) == "number a/b that is " + words + " 0.25, above 3");
    counted.reduce = Reduction::fraction;
    CHECK(test_text(counted) == "fraction a/b that is " + words + " 0.25, above 3");
  }
}

TEST_CASE("test text: targets, choices and conditions stand in brackets, and a tolerance at the end") {
  Claim claim = claim_of(Reduction::max, Comparison::at_most, 1);
  claim.target = TargetChoice::own;
  CHECK(test_text(claim) == "greatest a/b (own target) at most 1");
  claim.target = TargetChoice::others;
  CHECK(test_text(claim) == "greatest a/b (other targets) at most 1");
  claim.target = TargetChoice::nearest;
  CHECK(test_text(claim) == "greatest a/b (nearest target) at most 1");
  claim.relative_to = Relative::first;
  claim.select = {"time=last", "trial=0"};
  claim.where = {"seed=1"};
  CHECK(test_text(claim) ==
        "greatest a/b (nearest target, relative to the first, time=last, trial=0, seed=1) at most 1");
  claim = claim_of(Reduction::max, Comparison::equals, 1);
  claim.tolerance = 0.125;
  CHECK(test_text(claim) == "greatest a/b equal to 1 within 0.125");
  claim.where = {"seed=1"};
  CHECK(test_text(claim) == "greatest a/b (seed=1) equal to 1 within 0.125");
}

TEST_CASE("claims: a claim without any setting is judged plainly") {
  const Claim claim;
  CHECK(claim.target == TargetChoice::all);
  CHECK(claim.reduce == Reduction::max);
  CHECK(claim.compare == Comparison::at_most);
  CHECK(claim.counted == Comparison::at_most);
  CHECK(claim.threshold == 0.0);
  CHECK(claim.value == 0.0);
  CHECK(claim.tolerance == 0.0);
  CHECK(claim.needs == 1.0);
  CHECK_NOTHROW(claim.check());
}

TEST_CASE("claims: the parameters of a claim have limits, and those without a default are required") {
  const auto limits_of = [](const std::string& name) {
    for (const Parameter& parameter : Claim::params().list()) {
      if (parameter.name == name) {
        return parameter;
      }
    }
    return Parameter();
  };
  CHECK(limits_of("claim").required);
  CHECK(limits_of("dataset").required);
  CHECK(limits_of("value").required);
  CHECK_FALSE(limits_of("needs").required);
  CHECK_FALSE(limits_of("source").required);
  CHECK(limits_of("tolerance").limits.min == 0.0);
  CHECK(limits_of("needs").limits.max == 1.0);
  CHECK(limits_of("needs").limits.above == 0.0);
}

TEST_CASE("claims: a fraction lies between 0 and 1, both of them included") {
  for (const double value : {0.0, 0.5, 1.0}) {
    CHECK_NOTHROW(claim_of(Reduction::fraction, Comparison::at_most, value).check());
  }
  for (const double value : {-0.001, 1.001}) {
    CHECK_THROWS_AS(claim_of(Reduction::fraction, Comparison::at_most, value).check(), ParameterError);
    CHECK_NOTHROW(claim_of(Reduction::count, Comparison::at_most, value).check());
    CHECK_NOTHROW(claim_of(Reduction::mean, Comparison::at_most, value).check());
  }
  Claim equal = claim_of(Reduction::max, Comparison::equals, 1);
  equal.tolerance = 0.1;
  CHECK_NOTHROW(equal.check());
  for (const Reduction reduce : {Reduction::fraction, Reduction::count}) {
    Claim counting = claim_of(reduce, Comparison::at_most, 1);
    counting.threshold = -1.0;
    CHECK_NOTHROW(counting.check());
  }
}

TEST_CASE("claims: a column of the summary has no entries to choose from") {
  const auto refuses = [](const std::string& parameter, const auto& change) {
    Claim claim = claim_of(Reduction::max, Comparison::at_most, 1);
    claim.dataset = "summary/results.x";
    CHECK_NOTHROW(claim.check());
    change(claim);
    try {
      claim.check();
      FAIL("no error");
    } catch (const ParameterError& error) {
      CHECK(error.parameter() == parameter);
    }
    claim.dataset = "analyses/summary/x";
    CHECK_NOTHROW(claim.check());
  };
  refuses("select", [](Claim& claim) { claim.select = {"time=1"}; });
  refuses("target", [](Claim& claim) { claim.target = TargetChoice::nearest; });
  refuses("relative_to", [](Claim& claim) { claim.relative_to = Relative::first; });
}

TEST_CASE("measured text: one cell has a number, several have a median, and different ones a range") {
  CHECK(measured_text(verdict_of({0.25})) == "0.25");
  CHECK(measured_text(verdict_of({1, 2, 4})) == "2, median (1 to 4); holds in 3 of 3 cells");
  CHECK(measured_text(verdict_of({1, 2}, {"model.units"})) ==
        "1 to 2 over cells that differ in model.units; holds in 2 of 2 cells");
  // The same number in all cells is that of all of them.
  CHECK(measured_text(verdict_of({2, 2}, {"model.units"})) == "2, median (2 to 2); holds in 2 of 2 cells");
  Verdict timed = verdict_of({1, 2, 4});
  timed.unit = "s";
  CHECK(measured_text(timed) == "2 s, median (1 to 4 s); holds in 3 of 3 cells");
  timed.differing = {"a", "b", "c"};
  timed.holding = 1;
  CHECK(measured_text(timed) == "1 to 4 s over cells that differ in a, b, c; holds in 1 of 3 cells");
  timed.differing = {"a", "b", "c", "d"};
  CHECK(measured_text(timed) ==
        "1 to 4 s over cells that differ in a, b, c and 1 more settings; holds in 1 of 3 cells");
  timed.differing = {"a", "b", "c", "d", "e"};
  CHECK(measured_text(timed) ==
        "1 to 4 s over cells that differ in a, b, c and 2 more settings; holds in 1 of 3 cells");
}

TEST_CASE("measured text: the first trouble of a cell stands at the end, with the cell's label if it has one") {
  Verdict verdict = verdict_of({1, 2});
  verdict.findings[1].trouble = "it failed";
  CHECK(measured_text(verdict) == "2, median (1 to 2); holds in 2 of 2 cells; cell: it failed");
  verdict.findings[0] = {"", 1, true, "another"};
  CHECK(measured_text(verdict) == "2, median (1 to 2); holds in 2 of 2 cells; another");
  const Verdict none = unjudged(Claim(), "there is no dataset");
  CHECK(measured_text(none) == "nothing: there is no dataset");
  CHECK(outcome(none) == Outcome::not_judged);
  CHECK(none.findings.empty());
  CHECK(none.holding == 0);
  CHECK_FALSE(none.reproduced);
  CHECK(std::isnan(none.median));
}
