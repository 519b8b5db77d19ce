#include "plugins/learning_rules/predictive_coding.cpp"

#include <cmath>

#include "catch.hpp"
#include "near.hpp"
#include "networks.hpp"

using namespace engram;
using plugins::PredictiveCoding;
using test::relative_difference;

namespace {

MemoryRecorder train(plugins::PcHopfield& model, const PredictiveCoding& rule, const Matrix& patterns,
                     std::uint64_t seed = 1) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  test::initialise(model);
  rule.train(model, {patterns, 1e-3, RandomStreams(seed, "learning"), recorder, monitor});
  return recorder;
}

plugins::PcHopfield network(const std::string& topology) {
  return topology == "loop" ? test::make_pc_hopfield({12, 8, 6}, topology, test::make_activation("tanh"))
                            : test::make_pc_hopfield({26}, topology, test::make_activation("relu"));
}

}  // namespace

TEST_CASE("predictive_coding: all steps at once give what the steps give one by one") {
  const std::string topology = GENERATE("single", "loop");
  const bool self_connections = GENERATE(true, false);
  const auto order = GENERATE(PredictiveCoding::Order::as_listed, PredictiveCoding::Order::shuffled);
  auto at_once = network(topology);
  at_once.self_connections = self_connections;
  at_once.initial_scale = 0.1;
  auto one_by_one = at_once;
  const Matrix patterns = test::random_matrix(26, 4);
  PredictiveCoding rule;
  rule.rounds = 3;
  rule.presentation = 2.0;
  rule.order = order;
  train(at_once, rule, patterns);
  rule.method = PredictiveCoding::Method::stepwise;
  train(one_by_one, rule, patterns);
  CHECK(relative_difference(at_once.prediction_weights(), one_by_one.prediction_weights()) < 1e-12);
  CHECK(relative_difference(at_once.correction_weights(), one_by_one.correction_weights()) < 1e-12);
  CHECK(relative_difference(at_once.biases(), one_by_one.biases()) < 1e-12);
}

TEST_CASE("predictive_coding: repeated rounds bring every residual down, and training stops where asked") {
  auto model = network("single");
  PredictiveCoding rule;
  rule.rounds = 200;
  rule.stop_residual = 1e-10;
  const MemoryRecorder recorder = train(model, rule, test::random_matrix(26, 3));
  const Dataset& residual = recorder.find("residual");
  const double rounds = recorder.reals("rounds").at(0);
  CHECK(rounds < 200);
  CHECK(residual.shape == std::vector<Index>{static_cast<Index>(rounds), 3});
  CHECK(recorder.reals("final_residual").at(0) < 1e-10);
  CHECK(recorder.reals("residual").at(0) > 1e-10);
  CHECK(recorder.reals("simulated_time").at(0) == rounds * 3 * 10.0);
}

TEST_CASE("predictive_coding: the order of a shuffled round follows the seed") {
  auto model = network("single");
  PredictiveCoding rule;
  rule.order = PredictiveCoding::Order::shuffled;
  const Matrix patterns = test::random_matrix(26, 6);
  train(model, rule, patterns, 1);
  const Matrix first = model.prediction_weights();
  train(model, rule, patterns, 1);
  CHECK(model.prediction_weights() == first);
  train(model, rule, patterns, 2);
  CHECK(model.prediction_weights() != first);
}

TEST_CASE("predictive_coding: a blow-up is reported with its place, and what was measured stays") {
  auto model = network("single");
  PredictiveCoding rule;
  rule.method = GENERATE(PredictiveCoding::Method::exact, PredictiveCoding::Method::stepwise);
  rule.presentation = 1.0;
  rule.rounds = 3;
  rule.own_time_step = 0.1;
  Matrix patterns = 0.01 * test::random_matrix(26, 3);
  patterns.col(2) *= 1e5;  // so large a pattern makes steps of 0.1 s unstable
  rule.gamma_b = 10.0;
  MemoryRecorder recorder;
  SilentMonitor monitor;
  test::initialise(model);
  std::string message;
  // One presentation multiplies the residual by a large number; infinity takes some rounds.
  rule.rounds = 1000;
  try {
    rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
  } catch (const RunError& error) {
    message = error.what();
  }
  CHECK_THAT(message, Catch::Matchers::StartsWith("training left the finite numbers at target "));
  CHECK_THAT(message, Catch::Matchers::Contains(" of simulated time; a shorter time_step, now 0.1 s"));
  CHECK(recorder.find("residual").shape.at(1) == 3);
}

TEST_CASE("predictive_coding: a blow-up is noticed in whatever round is the last") {
  PredictiveCoding rule;
  rule.presentation = 1.0;
  rule.own_time_step = 0.1;
  rule.gamma_b = 0.003;
  rule.method = GENERATE(PredictiveCoding::Method::exact, PredictiveCoding::Method::stepwise);
  const Matrix patterns = test::random_matrix(26, 3);
  int failed = 0;
  for (Index rounds = 1; rounds <= 200; ++rounds) {
    auto model = network("single");
    rule.rounds = rounds;
    MemoryRecorder recorder;
    SilentMonitor monitor;
    test::initialise(model);
    bool threw = false;
    try {
      rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
    } catch (const RunError&) {
      threw = true;
    }
    failed += threw ? 1 : 0;
    // Success is said of finite weights only.
    REQUIRE(threw !=
            (model.prediction_weights().allFinite() && model.biases().allFinite() &&
             std::isfinite(recorder.reals("residual").empty() ? 0.0 : recorder.reals("residual").back()) && !threw));
  }
  CHECK(failed > 0);
}

TEST_CASE("predictive_coding: needs a time step that divides the presentation") {
  PredictiveCoding rule;
  CHECK_THROWS_WITH(
      rule.check_time_step(std::nullopt),
      "predictive_coding needs a time_step: the experiment's integrator has no fixed step to take over");
  CHECK_THROWS_WITH(
      rule.check_time_step(3e-3),
      "a presentation must be a whole number of time steps, and 10 s are 3333.3333333333335 steps of 0.003 s");
  CHECK_NOTHROW(rule.check_time_step(2e-3));
  CHECK_THROWS_WITH(rule.check_time_step(1e-15), "a presentation of 10 s has more than 1e+15 steps of 1e-15 s");
  rule.own_time_step = 1e-3;
  CHECK_NOTHROW(rule.check_time_step(std::nullopt));
}
