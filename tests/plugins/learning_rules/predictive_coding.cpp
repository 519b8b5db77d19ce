
#include <algorithm>
#include <cmath>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "catch.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "networks.hpp"

using namespace engram;
using test::relative_difference;

namespace {

MemoryRecorder train(PcHopfield& model, const PredictiveCoding& rule, const Matrix& patterns,
                     std::uint64_t seed = 1) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  test::initialise(model);
  rule.train(model, {patterns, 1e-3, RandomStreams(seed, "learning"), recorder, monitor});
  return recorder;
}

PcHopfield network(const std::string& topology) {
  return topology == "loop" ? test::make_pc_hopfield({12, 8, 6}, topology, test::make_activation("tanh"))
                            : test::make_pc_hopfield({26}, topology, test::make_activation("relu"));
}

}  // namespace

TEST_CASE("predictive_coding: all steps at once give what the steps give one by one") {
  const std::string topology = GENERATE("single", "loop");
  const bool self_connections = GENERATE(true, false);
  const auto order = GENERATE(PredictiveCoding::Order::as_listed, PredictiveCoding::Order::shuffled,
                              PredictiveCoding::Order::together);
  const double noise = GENERATE(0.0, 0.1);
  auto at_once = network(topology);
  at_once.self_connections = self_connections;
  at_once.initial_width = 0.1;
  auto one_by_one = at_once;
  const Matrix patterns = test::random_matrix(26, 4);
  PredictiveCoding rule;
  rule.rounds = 3;
  rule.presentation = 2.0;
  rule.order = order;
  rule.target_noise = noise;
  train(at_once, rule, patterns);
  rule.method = PredictiveCoding::Method::stepwise;
  train(one_by_one, rule, patterns);
  CHECK(relative_difference(at_once.prediction_weights(), one_by_one.prediction_weights()) < 1e-12);
  CHECK(relative_difference(at_once.correction_weights(), one_by_one.correction_weights()) < 1e-12);
  CHECK(relative_difference(at_once.biases(), one_by_one.biases()) < 1e-12);
}

TEST_CASE("predictive_coding: together, weights follow the mean over the targets, each with errors of its own") {
  auto model = test::make_pc_hopfield({7}, "single", test::make_activation("tanh"));
  model.initial_width = 0.5;
  test::initialise(model);
  const Matrix X = test::random_matrix(7, 3);
  const Matrix F = X.array().tanh();
  // Equations (2) to (5), written out for this one layer.
  Matrix M = model.prediction_weights();
  Matrix W = model.correction_weights();
  Vector b = model.biases();
  Matrix E = Matrix::Zero(7, 3);
  const double h = 1e-3;
  for (int step = 0; step < 500; ++step) {
    const Matrix derivative = (X - M * F - b.replicate(1, 3) - E) / 0.1;
    M += h / 0.2 * (E * F.transpose()) / 3.0;
    W += h / 0.2 * (F * E.transpose()) / 3.0;
    b += h / 0.1 * E.rowwise().mean();
    E += h * derivative;
  }
  PredictiveCoding rule;
  rule.presentation = 0.5;
  rule.order = PredictiveCoding::Order::together;
  rule.method = GENERATE(PredictiveCoding::Method::exact, PredictiveCoding::Method::stepwise);
  const MemoryRecorder recorder = train(model, rule, X);
  CHECK(relative_difference(model.prediction_weights(), M) < 1e-12);
  CHECK(relative_difference(model.correction_weights(), W) < 1e-12);
  CHECK(relative_difference(model.biases(), b) < 1e-12);
  CHECK(recorder.reals("simulated_time").at(0) == 0.5);
  const Matrix residual = X - M * F - b.replicate(1, 3);
  for (Index target = 0; target < 3; ++target) {
    CHECK(recorder.reals("residual").at(static_cast<std::size_t>(target)) ==
          Approx(residual.col(target).cwiseAbs().maxCoeff()).epsilon(1e-10));
  }
}

TEST_CASE("predictive_coding: together, one target is taught as alone, and the order of several is of no matter") {
  PredictiveCoding alone;
  alone.presentation = 1.0;
  PredictiveCoding together = alone;
  together.order = PredictiveCoding::Order::together;
  const Matrix patterns = test::random_matrix(26, 5);
  auto one = network("loop");
  auto other = network("loop");
  train(one, alone, patterns.leftCols(1));
  train(other, together, patterns.leftCols(1));
  CHECK(relative_difference(one.prediction_weights(), other.prediction_weights()) < 1e-13);
  // One target has the same noise in each presentation, whatever the order.
  alone.target_noise = 0.2;
  alone.rounds = 3;
  PredictiveCoding noisy = alone;
  noisy.order = PredictiveCoding::Order::together;
  train(one, alone, patterns.leftCols(1));
  train(other, noisy, patterns.leftCols(1));
  CHECK(relative_difference(one.prediction_weights(), other.prediction_weights()) < 1e-13);
  train(one, together, patterns);
  train(other, together, patterns.rowwise().reverse());
  CHECK(relative_difference(one.prediction_weights(), other.prediction_weights()) < 1e-12);
}

TEST_CASE("predictive_coding: together, more targets than units and equal ones are no trouble") {
  PredictiveCoding rule;
  rule.order = PredictiveCoding::Order::together;
  rule.method = GENERATE(PredictiveCoding::Method::exact, PredictiveCoding::Method::continuous);
  Matrix patterns = test::random_matrix(26, 40);
  patterns.col(7) = patterns.col(3);
  auto model = network("single");
  train(model, rule, patterns);
  CHECK(model.prediction_weights().allFinite());
}

#if defined(__GLIBC__) && !defined(ENGRAM_SANITIZED)
TEST_CASE("predictive_coding: together, units with predictors of their own do not all hold a matrix at once") {
  // Notes how much memory is in use while products of targets are asked for.
  struct Watched : PcHopfield {
    mutable std::size_t most_bytes = 0;
    void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                            VectorView products) const override {
      const struct mallinfo2 memory = mallinfo2();
      most_bytes = std::max(most_bytes, memory.uordblks + memory.hblkhd);
      PcHopfield::predictor_products(one, other, products);
    }
  };
  Watched model;
  static_cast<PcHopfield&>(model) = test::make_pc_hopfield({500}, "single", test::make_activation("tanh"));
  model.self_connections = false;
  test::initialise(model);
  const Matrix patterns = test::random_matrix(500, 80).cwiseSign();
  PredictiveCoding rule;
  rule.order = PredictiveCoding::Order::together;
  rule.method = PredictiveCoding::Method::continuous;
  rule.presentation = 100.0;
  MemoryRecorder recorder;
  SilentMonitor monitor;
  const struct mallinfo2 before = mallinfo2();
  rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
  // One matrix for each of 500 units would take 26 MB.
  CHECK(model.most_bytes - before.uordblks - before.hblkhd < 12'000'000);
  CHECK(recorder.reals("final_residual").at(0) < 1e-6);
  CHECK(model.prediction_weights().diagonal().isZero(0.0));
}
#endif

TEST_CASE("predictive_coding: together, free layers follow their equation beside all targets") {
  auto model = test::make_pc_hopfield({3, 4, 2}, "chain", test::make_activation("tanh"));
  model.initial_width = 0.3;
  test::initialise(model);
  auto alone = model;
  PredictiveCoding rule;
  rule.presentation = 0.5;
  rule.free_layers = {1};
  const Matrix pattern = test::random_matrix(9, 1);
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(alone, {pattern, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  rule.order = PredictiveCoding::Order::together;
  // The mean over three equal targets is that of one.
  recorder.datasets.clear();
  rule.train(model, {pattern.replicate(1, 3), 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  CHECK(relative_difference(model.prediction_weights(), alone.prediction_weights()) < 1e-12);
}

TEST_CASE("predictive_coding: continuous is what shorter and shorter steps come to") {
  PredictiveCoding rule;
  rule.presentation = 0.25;
  rule.order = GENERATE(PredictiveCoding::Order::as_listed, PredictiveCoding::Order::together);
  const Matrix patterns = test::random_matrix(26, 4);
  const auto weights = [&](PredictiveCoding::Method method, std::optional<double> step) {
    auto model = network("loop");
    rule.method = method;
    rule.own_time_step = step;
    rule.check();
    train(model, rule, patterns);
    return model.prediction_weights();
  };
  const Matrix limit = weights(PredictiveCoding::Method::continuous, std::nullopt);
  const double coarse = relative_difference(weights(PredictiveCoding::Method::exact, 1e-4), limit);
  const double fine = relative_difference(weights(PredictiveCoding::Method::exact, 5e-5), limit);
  CHECK(coarse < 1e-2);
  CHECK(coarse / fine == Approx(2.0).epsilon(0.02));
}

TEST_CASE("predictive_coding: continuous needs no time step and trains networks of any size") {
  PredictiveCoding rule;
  rule.method = PredictiveCoding::Method::continuous;
  rule.order = GENERATE(PredictiveCoding::Order::as_listed, PredictiveCoding::Order::together);
  rule.rounds = rule.order == PredictiveCoding::Order::together ? 1 : 20;
  CHECK_NOTHROW(rule.check_time_step(std::nullopt));
  auto model = test::make_pc_hopfield({400}, "single", test::make_activation("tanh"));
  const Matrix patterns = test::random_matrix(400, 40).cwiseSign();
  // Steps of 50 ms are far too long for so many units.
  MemoryRecorder recorder;
  SilentMonitor monitor;
  test::initialise(model);
  rule.train(model, {patterns, 5e-2, RandomStreams(1, "learning"), recorder, monitor});
  CHECK(recorder.reals("final_residual").at(0) < 1e-3);
  rule.method = PredictiveCoding::Method::exact;
  rule.rounds = 100;
  recorder.datasets.clear();
  CHECK_THROWS_WITH(rule.train(model, {patterns, 5e-2, RandomStreams(1, "learning"), recorder, monitor}),
                    Catch::Contains("a shorter time_step, now 0.05 s, `method: continuous` or larger time constants "
                                    "keep it finite"));
  rule.method = PredictiveCoding::Method::continuous;
  rule.own_time_step = 1e-3;
  CHECK_THROWS_WITH(rule.check(), "`method: continuous` takes no time steps; leave time_step out");
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
  CHECK_THAT(message, Catch::Matchers::StartsWith("the residual became infinite or NaN at target "));
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
      "predictive_coding needs a time_step: the experiment's integrator has no fixed step to take over; `method: "
      "continuous` needs none");
  CHECK_THROWS_WITH(
      rule.check_time_step(3e-3),
      "a presentation must be a whole number of time steps, and 10 s are 3333.3333333333335 steps of 0.003 s");
  CHECK_NOTHROW(rule.check_time_step(2e-3));
  CHECK_THROWS_WITH(rule.check_time_step(1e-15), "a presentation of 10 s has more than 1e+15 steps of 1e-15 s");
  rule.own_time_step = 1e-3;
  CHECK_NOTHROW(rule.check_time_step(std::nullopt));
}
