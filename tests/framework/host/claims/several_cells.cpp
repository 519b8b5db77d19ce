// Claims that judge several cells together.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "judged.hpp"

using namespace engram;
using namespace engram::claims;
using namespace engram::claims::test;

namespace {

/// On the column results.x, which is 1, 2 in case a and 3, 4 in case b.
Claim claim_over(Over over, Combination combine = Combination::mean) {
  Claim claim;
  claim.claim = "Words.";
  claim.dataset = "summary/results.x";
  claim.compare = Comparison::at_least;
  claim.value = 2.0;
  claim.over = over;
  claim.combine = combine;
  return claim;
}

/// The cells of sweep(), and a column of sizes.
FakeSource sized_sweep(const std::vector<double>& sizes) {
  FakeSource source = sweep();
  source.put("summary/", {"patterns.size", {"case"}, {4}, sizes, "unit", "Setting."});
  return source;
}

/// The same with other numbers in place of results.x.
FakeSource with_numbers(const std::vector<double>& sizes, const std::vector<double>& numbers) {
  FakeSource source = sized_sweep(sizes);
  source.put("summary/", {"results.x", {"case"}, {4}, numbers, "s", "Result."});
  return source;
}

}  // namespace

TEST_CASE("claims: over all cells, one number is judged, with the interval of its mean") {
  const Verdict verdict = judge(claim_over(Over::cells), sweep());
  REQUIRE(verdict.findings.size() == 1);
  const Finding& finding = verdict.findings.front();
  CHECK(finding.cells == 4);
  CHECK(finding.measured == 2.5);
  // Student's t with 3 degrees of freedom is 3.182446 at 97.5 %; the standard deviation is sqrt(5 / 3).
  const double half = 3.182446305284263 * std::sqrt(5.0 / 3.0) / 2.0;
  CHECK(finding.low == Approx(2.5 - half).epsilon(1e-12));
  CHECK(finding.high == Approx(2.5 + half).epsilon(1e-12));
  CHECK(verdict.reproduced);
  CHECK(measured_text(verdict) == "2.5 (0.4457 to 4.554 with 95 %) over 4 cells");
}

TEST_CASE("claims: over cells, the whole interval must pass if the claim is to be certain") {
  Claim claim = claim_over(Over::cells);
  claim.certain = true;
  CHECK_FALSE(judge(claim, sweep()).reproduced);
  claim.value = 0.4;
  CHECK(judge(claim, sweep()).reproduced);
  claim.compare = Comparison::at_most;
  claim.value = 4.5;
  CHECK_FALSE(judge(claim, sweep()).reproduced);
  claim.value = 4.6;
  CHECK(judge(claim, sweep()).reproduced);
  claim.cases = {"a.seed=1"};
  const Verdict alone = judge(claim, sweep());
  CHECK_FALSE(alone.reproduced);
  CHECK(alone.findings.front().trouble == "there is no interval over so few cells");
}

TEST_CASE("claims: over cells, numbers are combined as the claim says") {
  for (const auto& [combine, number] : {std::pair{Combination::mean, 2.5},
                                        {Combination::median, 2.5},
                                        {Combination::min, 1.0},
                                        {Combination::max, 4.0}}) {
    CHECK(judge(claim_over(Over::cells, combine), sweep()).median == number);
  }
}

TEST_CASE("claims: over seeds, cases and other settings are judged apart") {
  const Verdict verdict = judge(claim_over(Over::seeds), sweep());
  REQUIRE(verdict.findings.size() == 2);
  CHECK(verdict.findings[0].label == "a");
  CHECK(verdict.findings[0].measured == 1.5);
  CHECK_FALSE(verdict.findings[0].holds);
  CHECK(verdict.findings[1].label == "b");
  CHECK(verdict.findings[1].measured == 3.5);
  CHECK(verdict.findings[1].holds);
  CHECK(measured_text(verdict) == "2.5, median (1.5 to 3.5); holds in 1 of 2 groups of cells");
  const Verdict by_size = judge(claim_over(Over::seeds), sized_sweep({10, 20, 10, 10}));
  REQUIRE(by_size.findings.size() == 3);
  CHECK(by_size.findings[0].label == "a, size = 10");
  CHECK(by_size.findings[1].label == "a, size = 20");
  CHECK(by_size.findings[2].measured == 3.5);
}

TEST_CASE("claims: over seeds of a sweep without cases, all seeds of a setting are one group") {
  FakeSource source = sized_sweep({10, 10, 20, 20});
  source.stored.erase("summary/case_name");
  const Verdict verdict = judge(claim_over(Over::seeds), source);
  REQUIRE(verdict.findings.size() == 2);
  CHECK(verdict.findings[0].label == "size = 10");
  CHECK(verdict.findings[0].measured == 1.5);
  CHECK(verdict.findings[1].label == "size = 20");
  source.stored.erase("summary/patterns.size");
  CHECK(judge(claim_over(Over::seeds), source).findings.size() == 1);
}

TEST_CASE("claims: datasets are reduced in each cell before the cells are combined") {
  Claim claim = distance_claim();
  claim.over = Over::seeds;
  claim.reduce = Reduction::max;
  const Verdict verdict = judge(claim, sweep());
  REQUIRE(verdict.findings.size() == 2);
  CHECK(verdict.findings[0].measured == 113.0);
  CHECK(verdict.findings[1].measured == 1130.0);
}

TEST_CASE("claims: against another case, each cell is compared with the one of its seed") {
  Claim claim = claim_over(Over::each);
  claim.cases = {"b"};
  claim.against = "a";
  Verdict verdict = judge(claim, with_numbers({1, 1, 1, 1}, {1, 2, 4, 3}));
  REQUIRE(verdict.findings.size() == 2);
  CHECK(verdict.findings[0].measured == 3.0);
  CHECK(verdict.findings[1].measured == 1.0);
  CHECK(verdict.unit == "s");
  claim.by = Relation::ratio;
  verdict = judge(claim, with_numbers({1, 1, 1, 1}, {1, 2, 4, 3}));
  CHECK(verdict.findings[0].measured == 4.0);
  CHECK(verdict.findings[1].measured == 1.5);
  CHECK(verdict.unit.empty());
  claim.over = Over::seeds;
  CHECK(judge(claim, with_numbers({1, 1, 1, 1}, {1, 2, 4, 3})).median == 2.75);
  claim.by = Relation::difference;
  claim.certain = true;
  claim.compare = Comparison::above;
  claim.value = 1.9;
  // Both differences are 2, though a and b each vary by 1: a paired test.
  CHECK(judge(claim, sweep()).reproduced);
}

TEST_CASE("claims: against a case without such a cell, or an unknown one, is refused") {
  Claim claim = claim_over(Over::each);
  claim.cases = {"b"};
  claim.against = "a.seed=1";
  CHECK_THROWS_WITH(
      judge(claim, sweep()),
      "against: 'a.seed=1' has no cell with the seed and the swept settings of 'b.seed=2', where one is "
      "needed to compare with");
  claim.against = "c";
  CHECK_THROWS_AS(judge(claim, sweep()), RequestError);
  claim = claim_over(Over::each);
  claim.dataset = "analyses/p/distance";
  claim.against = "a";
  CHECK_THROWS_WITH(judge(claim, single_run()), "against: a single run has no other cells");
  claim.against = "";
  claim.over = Over::cells;
  CHECK_THROWS_WITH(judge(claim, single_run()), "over: a single run has no other cells");
  claim.over = Over::each;
  claim.theory = "x";
  claim.along = "patterns.size";
  CHECK_THROWS_WITH(judge(claim, single_run()),
                    "theory: a single run has no summary, and so no column that x could stand for");
}

TEST_CASE("claims: a slope is that of logarithms, with its interval") {
  Claim claim = claim_over(Over::cells, Combination::slope);
  claim.along = "patterns.size";
  const Verdict exact = judge(claim, with_numbers({1, 10, 100, 1000}, {3, 300, 3e4, 3e6}));
  CHECK(exact.median == Approx(2.0).epsilon(1e-12));
  CHECK(exact.unit.empty());
  CHECK(exact.findings.front().low == Approx(2.0).epsilon(1e-9));
  // By hand: x = 0, 1, 2, 3 and y = 0, 1, 1, 2 in decades: slope 0.6, residuals -0.1, 0.3, -0.3, 0.1.
  const Verdict rough = judge(claim, with_numbers({1, 10, 100, 1000}, {1, 10, 10, 100}));
  CHECK(rough.median == Approx(0.6).epsilon(1e-12));
  const double half = 4.302652729696142 * std::sqrt(0.2 / 2.0 / 5.0);
  CHECK(rough.findings.front().low == Approx(0.6 - half).epsilon(1e-8));
  CHECK(rough.findings.front().high == Approx(0.6 + half).epsilon(1e-8));
  CHECK_THROWS_WITH(judge(claim, with_numbers({1, 10, 100, 1000}, {1, 10, 0, 100})),
                    "combine: slope takes logarithms, and what is measured is 0 in one of the cells");
  CHECK_THROWS_WITH(judge(claim, with_numbers({1, -1, 100, 1000}, {1, 10, 10, 100})),
                    "combine: slope takes logarithms, and patterns.size is -1 in one of the cells");
  CHECK_THROWS_WITH(judge(claim, with_numbers({5, 5, 5, 5}, {1, 10, 10, 100})),
                    "combine: slope needs cells with different patterns.size");
  claim.along = "case_name";
  CHECK_THROWS_WITH(judge(claim, sweep()), "along: column 'case_name' holds text, and `combine` needs numbers");
}

TEST_CASE("claims: a crossing lies between the means at its two sides, in the unit of the axis") {
  Claim claim = claim_over(Over::cells, Combination::crossing);
  claim.along = "patterns.size";
  claim.level = 0.5;
  // The mean at 20 is 0.75, that at 40 is 0.25.
  const Verdict verdict = judge(claim, with_numbers({20, 10, 40, 20}, {0.9, 1.0, 0.25, 0.6}));
  CHECK(verdict.median == Approx(30.0).epsilon(1e-12));
  CHECK(verdict.unit == "unit");
  CHECK(std::isnan(verdict.findings.front().low));
  CHECK(measured_text(verdict) == "30 unit over 4 cells");
  claim.level = 0.25;
  CHECK(judge(claim, with_numbers({20, 10, 40, 20}, {0.9, 1.0, 0.25, 0.6})).median == 40.0);
  claim.level = 0.1;
  const Verdict never = judge(claim, with_numbers({20, 10, 40, 20}, {0.9, 1.0, 0.25, 0.6}));
  CHECK_FALSE(never.reproduced);
  CHECK(never.findings.front().trouble == "0.1 is never crossed");
}

TEST_CASE("claims: numbers are compared with a theory at the place and with the settings of their cells") {
  FakeSource source = with_numbers({1, 2, 3, 4}, {2.5, 4.0, 6.0, 7.5});
  for (const std::string& label : source.labels) {
    source.set[label] = {{"model.gain", label[0] == 'a' ? "2" : "1.5"}, {"model.plugin", "hopfield"}};
  }
  Claim claim = claim_over(Over::each);
  claim.along = "patterns.size";
  claim.theory = "model.gain * x";
  const Verdict verdict = judge(claim, source);
  REQUIRE(verdict.findings.size() == 4);
  CHECK(verdict.findings[0].measured == 0.5);
  CHECK(verdict.findings[1].measured == 0.0);
  CHECK(verdict.findings[2].measured == 1.5);
  CHECK(verdict.findings[3].measured == 1.5);
  CHECK(test_text(claim) ==
        "difference from model.gain * x at x = patterns.size of the greatest summary/results.x at least 2");
  claim.over = Over::seeds;
  claim.cases = {"a"};
  CHECK(judge(claim, source).findings.size() == 2);
  claim.theory = "model.gian * x";
  CHECK_THROWS_WITH(judge(claim, source), "theory: there is no setting 'model.gian'; did you mean 'model.gain'?");
  claim.theory = "model.plugin * x";
  CHECK_THROWS_WITH(judge(claim, source), "theory: model.plugin is 'hopfield', where a number belongs");
}

TEST_CASE("claims: a cell without a number leaves its group without one") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const Verdict verdict = judge(claim_over(Over::seeds), with_numbers({1, 1, 1, 1}, {1, 2, nan, 4}));
  REQUIRE(verdict.findings.size() == 2);
  CHECK(verdict.findings[0].trouble.empty());
  CHECK_FALSE(verdict.findings[1].holds);
  CHECK(verdict.findings[1].trouble == "b.seed=1: what was measured is not a number");
  FakeSource source = sweep();
  source.stored.erase("cases/b.seed=2/analyses/p/distance");
  Claim claim = distance_claim();
  claim.over = Over::cells;
  const Verdict failed = judge(claim, source);
  CHECK_FALSE(failed.reproduced);
  CHECK(failed.findings.front().trouble == "b.seed=2: there is no such dataset in this case, where something failed");
}

TEST_CASE("claims: settings for several cells that contradict each other are refused") {
  const auto refusal = [](auto change) -> std::string {
    Claim claim = claim_over(Over::cells);
    change(claim);
    try {
      claim.check();
    } catch (const ParameterError& error) {
      return error.parameter() + ": " + error.what();
    }
    return "";
  };
  CHECK(refusal([](Claim&) {}).empty());
  CHECK(refusal([](Claim& claim) {
          claim.over = Over::each;
          claim.certain = true;
        }) == "certain: `certain` is about several cells; say which with `over: seeds` or `over: cells`");
  CHECK(refusal([](Claim& claim) {
          claim.over = Over::each;
          claim.combine = Combination::max;
        }) == "combine: `combine` is about several cells; say which with `over: seeds` or `over: cells`");
  CHECK(
      refusal([](Claim& claim) { claim.combine = Combination::slope; }) ==
      "combine: `combine: slope` needs `over: cells`, and with `along` the column of the summary that the cells lie "
      "along");
  CHECK(refusal([](Claim& claim) { claim.along = "seed"; }) ==
        "along: `along` belongs to `theory`, `combine: slope` and `combine: crossing`");
  CHECK(refusal([](Claim& claim) { claim.theory = "x"; }) ==
        "theory: `theory` needs `along`, the column of the summary that x stands for");
  CHECK_THAT(refusal([](Claim& claim) {
               claim.theory = "tanhh(x)";
               claim.along = "seed";
             }),
             Catch::Matchers::StartsWith("theory: theory: 'tanhh(x)' is not an expression: "));
  CHECK(refusal([](Claim& claim) { claim.level = 1.0; }) == "level: a level belongs to `combine: crossing`");
  CHECK(refusal([](Claim& claim) {
          claim.combine = Combination::median;
          claim.certain = true;
        }) == "certain: no interval is known for `combine: median`; allowed with `certain`: mean, slope");
  CHECK(refusal([](Claim& claim) { claim.by = Relation::ratio; }) ==
        "by: `by` belongs to `against`, which names the other case");
}

TEST_CASE("claims: the words of a test over several cells") {
  Claim claim = claim_over(Over::seeds);
  CHECK(test_text(claim) == "mean over seeds of the greatest summary/results.x at least 2");
  claim.certain = true;
  claim.against = "a";
  CHECK(test_text(claim) ==
        "mean over seeds of the difference from case a of the greatest summary/results.x at least 2 with 95 % "
        "certainty");
  claim = claim_over(Over::cells, Combination::slope);
  claim.along = "patterns.size";
  CHECK(test_text(claim) ==
        "slope of log against log of patterns.size over cells of the greatest summary/results.x at least 2");
  claim.combine = Combination::crossing;
  claim.level = 0.5;
  claim.by = Relation::ratio;
  claim.against = "b";
  CHECK(test_text(claim) ==
        "patterns.size at which 0.5 is crossed, over cells, by the ratio to case b of the greatest summary/results.x "
        "at "
        "least 2");
}
