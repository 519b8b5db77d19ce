#include "claims/judge.hpp"

#include <cmath>
#include <limits>
#include <map>

#include "catch.hpp"
#include "judged.hpp"

using namespace engram;
using namespace engram::claims;
using Catch::Matchers::Contains;
using namespace engram::claims::test;

TEST_CASE("claims: reductions of the selected numbers") {
  Claim claim = distance_claim();
  CHECK(measured(claim) == 113.0);
  claim.reduce = Reduction::min;
  CHECK(measured(claim) == 1.0);
  claim.reduce = Reduction::mean;
  CHECK(measured(claim) == Approx(57.0));
  claim.reduce = Reduction::median;
  CHECK(measured(claim) == Approx(57.0));
  claim.reduce = Reduction::fraction;
  claim.counted = Comparison::below;
  claim.threshold = 100.0;
  CHECK(measured(claim) == 0.5);
  claim.reduce = Reduction::count;
  CHECK(measured(claim) == 6.0);
}

TEST_CASE("claims: own, other and nearest targets, places and starts") {
  Claim claim = distance_claim();
  claim.target = TargetChoice::own;
  CHECK(measured(claim) == 103.0);
  claim.target = TargetChoice::others;
  CHECK(measured(claim) == 113.0);
  claim.target = TargetChoice::nearest;
  CHECK(measured(claim) == 103.0);
  claim.target = TargetChoice::own;
  claim.select = {"time=0.3"};
  CHECK(measured(claim) == 102.0);
  claim.select = {"time=last", "trial=0"};
  CHECK(measured(claim) == 13.0);
  claim.reduce = Reduction::last;
  CHECK(measured(claim) == 13.0);
  claim.select = {"trial=0"};
  claim.relative_to = Relative::first;
  CHECK(measured(claim) == Approx(13.0 / 11.0));
  claim = distance_claim();
  claim.dataset = "analyses/p/final_distance";
  claim.target = TargetChoice::own;
  CHECK(measured(claim) == 103.0);
  claim.target = TargetChoice::nearest;
  claim.reduce = Reduction::min;
  CHECK(measured(claim) == 3.0);
}

TEST_CASE("claims: a claim holds in as many cells as it needs, or is not reproduced") {
  Claim claim = distance_claim();
  claim.value = 500.0;
  Verdict verdict = judge(claim, sweep());
  CHECK(verdict.findings.size() == 4);
  CHECK(verdict.holding == 2);
  CHECK_FALSE(verdict.reproduced);
  CHECK(verdict.least == 113.0);
  CHECK(verdict.greatest == 1130.0);
  CHECK(measured_text(verdict) == "621.5, median (113 to 1130); holds in 2 of 4 cells");
  claim.needs = 0.5;
  CHECK(judge(claim, sweep()).reproduced);
  claim.needs = 1.0;
  claim.cases = {"a"};
  CHECK(judge(claim, sweep()).reproduced);
  claim.cases = {"b.seed=1"};
  CHECK(judge(claim, sweep()).findings.size() == 1);
  claim.cases = {};
  claim.where = {"seed=2"};
  CHECK(judge(claim, sweep()).findings.size() == 2);
  claim = distance_claim();
  claim.dataset = "summary/results.x";
  claim.cases = {"b"};
  claim.compare = Comparison::above;
  claim.value = 2.5;
  CHECK(judge(claim, sweep()).reproduced);
}

TEST_CASE("claims: comparisons at their bound") {
  Claim claim = distance_claim();
  claim.dataset = "training/final_residual";
  claim.value = 1e-9;
  const auto reproduced = [&](Comparison comparison) {
    claim.compare = comparison;
    return judge(claim, single_run()).reproduced;
  };
  CHECK(reproduced(Comparison::at_most));
  CHECK(reproduced(Comparison::at_least));
  CHECK(reproduced(Comparison::equals));
  CHECK_FALSE(reproduced(Comparison::below));
  CHECK_FALSE(reproduced(Comparison::above));
  claim.value = 2e-9;
  CHECK_FALSE(reproduced(Comparison::equals));
  claim.tolerance = 1.5e-9;
  CHECK(reproduced(Comparison::equals));
}

TEST_CASE("claims: NaN and missing values never pass") {
  FakeSource source = sweep();
  std::get<std::vector<double>>(source.stored.at("cases/a.seed=2/analyses/p/distance").values)[4] =
      std::numeric_limits<double>::quiet_NaN();
  source.stored.erase("cases/b.seed=2/analyses/p/distance");
  Claim claim = distance_claim();
  claim.value = 1e6;
  const Verdict verdict = judge(claim, source);
  CHECK(verdict.holding == 2);
  CHECK_FALSE(verdict.reproduced);
  CHECK(verdict.findings.at(1).trouble == "what was measured is not a number");
  CHECK_THAT(verdict.findings.at(3).trouble, Contains("no such dataset"));
  CHECK_THAT(measured_text(verdict), Contains("holds in 2 of 4 cells; a.seed=2: what was measured is not a number"));
}

TEST_CASE("claims: datasets that the results lack are refused with the nearest match") {
  Claim claim = distance_claim();
  const auto refuses = [&](const std::string& text) {
    CHECK_THROWS_WITH(judge(claim, sweep()), Contains(text));
    claim = distance_claim();
  };
  claim.dataset = "analyses/p/distanse";
  refuses("there is no dataset 'analyses/p/distanse' in case 'a.seed=1'; did you mean 'analyses/p/distance'?");
  claim.cases = {"a.sed=1"};
  refuses("there is no case 'a.sed=1'; did you mean 'a.seed=1'?");
  claim.select = {"tim=1"};
  refuses("dataset 'distance' has no dimension 'tim'; did you mean 'time'?");
  claim.select = {"time=7"};
  refuses("no entry of dimension 'time' is at 7; its coordinate runs from 0 to 1");
  claim.reduce = Reduction::last;
  refuses("`reduce: last` leaves 4 numbers of dataset 'analyses/p/distance' and not one");
  claim.dataset = "analyses/p/time";
  claim.target = TargetChoice::own;
  refuses("target: own: dataset 'time' has no dimension 'target'; its dimensions: time");
  claim.dataset = "summary/results.y";
  refuses("dataset: the summary has no column 'results.y'; did you mean 'results.x'?");
  claim.dataset = "summary/case";
  refuses("dataset 'case' holds text, where numbers belong");
  claim.where = {"sed=1"};
  refuses("where: the summary has no column 'sed'; did you mean 'seed'?");
  claim.where = {"seed=9"};
  refuses("where: no cell has seed=9");
  claim.cases = {"x"};
  CHECK_THROWS_WITH(judge(claim, single_run()), Contains("there is no case 'x': the results are of a single run"));
}

TEST_CASE("claims: contradictions within a claim are found before anything runs") {
  Claim claim = distance_claim();
  const auto refuses = [&](const std::string& parameter, const std::string& text) {
    try {
      claim.check();
      FAIL("no error");
    } catch (const ParameterError& error) {
      CHECK(error.parameter() == parameter);
      CHECK_THAT(error.what(), Contains(text));
    }
    claim = distance_claim();
  };
  claim.select = {"time"};
  refuses("select", "'time' selects nothing; write 'dimension=value'");
  for (const auto& [where, why] : std::vector<std::pair<std::string, std::string>>{
           {"seed=3..1", "chooses no cells"},
           {"seed", "chooses no cells"},
           {"seed=", "chooses no cells"},
           {"=1", "chooses no cells"},
           {"seed==2", "compares by something other than '='"},
           {"seed<=2", "compares by something other than '='"},
           {"seed!=2", "compares by something other than '='"},
           {"seed=first", "asks for an entry of a dimension, as only `select` does"},
           {"seed=last", "asks for an entry of a dimension, as only `select` does"}}) {
    claim.where = {where};
    refuses("where", std::string("'").append(where).append("' ").append(why));
    claim.where = {where};
    refuses("where", "write 'column=value' or 'column=from..to'");
  }
  claim.tolerance = 1.0;
  refuses("tolerance", "a tolerance belongs to `compare: equals`");
  claim.threshold = 1.0;
  refuses("threshold", "a threshold belongs to `reduce: fraction` or `reduce: count`");
  claim.reduce = Reduction::fraction;
  refuses("value", "a fraction lies between 0 and 1, never at 1000");
  claim.reduce = Reduction::fraction;
  claim.value = -0.5;
  refuses("value", "a fraction lies between 0 and 1, never at -0.5");
  claim.reduce = Reduction::fraction;
  claim.value = 1.0;
  CHECK_NOTHROW(claim.check());
  claim.reduce = Reduction::count;
  claim.value = 1000.0;
  CHECK_NOTHROW(claim.check());
}

TEST_CASE("claims: cells that differ in more than their seeds have no median in common") {
  FakeSource source = sweep();
  source.put("summary/", {"model.units", {"case"}, {4}, std::vector<double>{5, 5, 7, 7}, "1", "Setting."});
  Claim claim = distance_claim();
  claim.value = 500.0;
  CHECK(measured_text(judge(claim, source)) ==
        "113 to 1130 over cells that differ in model.units; holds in 2 of 4 cells");
  claim.cases = {"b"};
  CHECK(judge(claim, source).differing.empty());
}

TEST_CASE("claims: the name of a plugin matches it with any settings") {
  FakeSource source = sweep();
  source.put("summary/", {"model.activation",
                          {"case"},
                          {4},
                          std::vector<std::string>{"tanh, gain 0.3", "tanh(gain=1.5)", "tanhshrink", "relu"},
                          "",
                          "Setting."});
  Claim claim = distance_claim();
  claim.where = {"model.activation=tanh"};
  CHECK(judge(claim, source).findings.size() == 2);
  claim.where = {"model.activation=tanh, gain 0.3"};
  CHECK(judge(claim, source).findings.size() == 1);
}

TEST_CASE("claims: a column of numbers has no entry at a word") {
  Claim claim = distance_claim();
  for (const char* value : {"0x2", "+0.5", "none", "100 ms"}) {
    claim.where = {std::string("seed=") + value};
    CHECK_THROWS_WITH(judge(claim, sweep()),
                      Contains("column 'seed' holds numbers, in seconds for durations, and '" + std::string(value) +
                               "' is neither a number nor a range from..to"));
  }
}

TEST_CASE("claims: the last one is the last of those that are selected") {
  Claim claim = distance_claim();
  claim.select = {"time=0..0.5", "trial=0", "target=0"};
  claim.reduce = Reduction::last;
  CHECK(measured(claim) == 2.0);
}

TEST_CASE("claims: the own target of each trial, also where trials are the last dimension") {
  FakeSource source = single_run();
  source.put("analyses/p/",
             {"steps", {"target", "trial"}, {2, 2}, std::vector<double>{1, 2, 3, 4}, "1", "Steps by target, trial."});
  Claim claim = distance_claim();
  claim.dataset = "analyses/p/steps";
  claim.target = TargetChoice::own;
  claim.reduce = Reduction::max;
  CHECK(judge(claim, source).median == 3.0);
  claim.target = TargetChoice::others;
  CHECK(judge(claim, source).median == 4.0);
  claim.relative_to = Relative::first;
  CHECK_THROWS_WITH(judge(claim, source), Contains("whose last dimension is the trial"));
}

TEST_CASE(
    "claims: a share of the cells that is a whole number of them is enough, whatever its product is rounded to") {
  for (const int cells : {1, 3, 7, 20, 60, 100}) {
    for (int percent = 1; percent <= 100; ++percent) {
      // The smallest number of cells for the share, and one less.
      const int needed = (percent * cells + 99) / 100;
      for (const int holding : {needed, needed - 1}) {
        FakeSource source;
        std::vector<double> column;
        for (int cell = 0; cell < cells; ++cell) {
          source.labels.push_back(std::to_string(cell));
          column.push_back(cell < holding ? 1.0 : 0.0);
        }
        source.put("summary/", {"case", {"case"}, {cells}, source.labels, "", "Labels."});
        source.put("summary/", {"results.x", {"case"}, {cells}, column, "1", "Result."});
        Claim claim;
        claim.dataset = "summary/results.x";
        claim.compare = Comparison::above;
        claim.value = 0.5;
        claim.needs = static_cast<double>(percent) / 100.0;
        CAPTURE(cells, percent, holding);
        const Verdict verdict = judge(claim, source);
        REQUIRE(verdict.holding == static_cast<std::size_t>(holding));
        REQUIRE(verdict.reproduced == (holding == needed));
      }
    }
  }
}

TEST_CASE("claims: columns of whole numbers are numbers") {
  FakeSource source = sweep();
  source.put("summary/", {"results.x", {"case"}, {4}, std::vector<std::int64_t>{1, 2, 3, 40}, "1", "Result."});
  Claim claim = distance_claim();
  claim.dataset = "summary/results.x";
  claim.value = 10.0;
  const Verdict verdict = judge(claim, source);
  CHECK(verdict.holding == 3);
  CHECK(verdict.greatest == 40.0);
}

TEST_CASE("claims: settings without a meaning for a dataset are refused") {
  Claim claim = distance_claim();
  claim.dataset = "analyses/p/final_distance";
  claim.target = TargetChoice::nearest;
  claim.relative_to = Relative::first;
  CHECK_THROWS_WITH(judge(claim, single_run()),
                    "relative_to: first has no meaning for dataset 'final_distance', whose "
                    "last dimension is the target");
  claim = distance_claim();
  claim.dataset = "summary/results.x";
  claim.select = {"time=1"};
  CHECK_THROWS_WITH(claim.check(), Contains("there is nothing to select from"));
  FakeSource source = single_run();
  source.put("analyses/p/", {"empty", {"time"}, {0}, std::vector<double>{}, "1", "Nothing."});
  source.stored.erase("analyses/p/time");
  claim.dataset = "analyses/p/empty";
  CHECK_THROWS_WITH(judge(claim, source), "dimension 'time' is empty: there is nothing to select from");
}

TEST_CASE("judge: a claim that came out under a change says so, and one that did not come out does not") {
  Verdict verdict;
  verdict.reproduced = true;
  CHECK(outcome_text(outcome(verdict)) == "reproduced");
  verdict.claim.change = "tied normal initial weights";
  CHECK(outcome_text(outcome(verdict)) == "reproduced with a change");
  verdict.reproduced = false;
  CHECK(outcome_text(outcome(verdict)) == "not reproduced");
  verdict.trouble = "there is no dataset";
  CHECK(outcome_text(outcome(verdict)) == "not judged");
}

TEST_CASE("judge: a change is one against a source, and says something") {
  Claim claim;
  claim.change = "tied normal initial weights";
  CHECK_THROWS_WITH(claim.check(), "a change is relative to a source; say under `source` where the claim is made");
  claim.source = "Paper, Fig. 1";
  CHECK_NOTHROW(claim.check());
  claim.change = " ";
  CHECK_THROWS_WITH(claim.check(), "a change says what was set differently; leave it out if nothing was");
}

TEST_CASE("claims: lists of a result that are too short are refused in words") {
  Claim claim;
  claim.claim = "words";
  claim.dataset = "summary/results.x";
  FakeSource source = sweep();
  source.put("summary/", {"seed", {"case"}, {0}, std::vector<std::string>{}, "1", "Setting."});
  claim.where = {"seed=2"};
  CHECK_THROWS_WITH(judge(claim, source), Contains("where: column 'seed' of the summary has 0 entries for 4 cells"));
  claim.where = {};
  source = sweep();
  source.put("summary/", {"results.x", {"case"}, {3}, std::vector<double>{1, 2, 3}, "1", "Result."});
  CHECK_THROWS_WITH(judge(claim, source),
                    Contains("dataset: column 'results.x' of the summary has 3 entries for 4 cells"));
  FakeSource run = single_run();
  run.put("analyses/p/", {"target_of_trial", {"trial"}, {1}, std::vector<std::int64_t>{1}, "1", "Own target."});
  claim.dataset = "analyses/p/distance";
  claim.target = TargetChoice::own;
  CHECK_THROWS_WITH(judge(claim, run),
                    Contains("dataset 'target_of_trial' has 1 entry, and another dataset has at least 2 trials"));
}
