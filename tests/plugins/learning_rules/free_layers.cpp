// Training with free layers and with noise on the targets.
#include "catch.hpp"
#include "learning_rules.hpp"
#include "networks.hpp"

using namespace engram;

namespace {

MemoryRecorder train(const PredictiveCoding& rule, PcHopfield& model, const Matrix& patterns) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  return recorder;
}

PcHopfield make_chain() {
  auto model = test::make_pc_hopfield({3, 4, 2}, "chain", test::make_activation("tanh"));
  model.initial_width = 0.3;
  test::initialise(model);
  return model;
}

}  // namespace

TEST_CASE("predictive_coding: a free layer follows its equation while weights follow theirs") {
  auto model = make_chain();
  const Matrix before = model.prediction_weights();
  PredictiveCoding rule;
  rule.presentation = 2e-3;
  rule.free_layers = {1};
  const Matrix pattern = test::random_matrix(9, 1);
  train(rule, model, pattern);
  // Two Euler steps by hand. In the first all errors are zero, so that only they move.
  Vector v = pattern.col(0);
  v.segment(3, 4).setZero();
  const Vector f = v.array().tanh();
  const Vector e = 1e-3 / 0.1 * (v - before * f);
  const Matrix expected =
      before +
      1e-3 / 0.2 * (e * f.transpose()).cwiseProduct(before.unaryExpr([](double w) { return w == 0.0 ? 0.0 : 1.0; }));
  CHECK((model.prediction_weights() - expected).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("predictive_coding: values of patterns for a free layer are not used") {
  auto first = make_chain();
  auto second = make_chain();
  PredictiveCoding rule;
  rule.presentation = 0.05;
  rule.free_layers = {1};
  Matrix patterns = test::random_matrix(9, 2);
  train(rule, first, patterns);
  patterns.middleRows(3, 4).setConstant(17.0);
  train(rule, second, patterns);
  CHECK(first.prediction_weights() == second.prediction_weights());
}

TEST_CASE("predictive_coding: clamped layers give the same weights step by step and at once") {
  const double noise = GENERATE(0.0, 0.2);
  auto exact = test::make_pc_hopfield({6}, "single", test::make_activation("tanh"));
  auto stepwise = exact;
  test::initialise(exact);
  test::initialise(stepwise);
  PredictiveCoding rule;
  rule.presentation = 0.5;
  rule.rounds = 2;
  rule.target_noise = noise;
  const Matrix patterns = test::random_matrix(6, 2);
  train(rule, exact, patterns);
  rule.method = PredictiveCoding::Method::stepwise;
  const MemoryRecorder recorder = train(rule, stepwise, patterns);
  CHECK((exact.prediction_weights() - stepwise.prediction_weights()).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(recorder.reals("residual").size() == 4);
}

TEST_CASE("predictive_coding: noise on the targets leaves a residual at the targets") {
  auto model = test::make_pc_hopfield({6}, "single", test::make_activation("tanh"));
  test::initialise(model);
  PredictiveCoding rule;
  rule.rounds = 30;
  const Matrix patterns = test::random_matrix(6, 2);
  CHECK(train(rule, model, patterns).reals("final_residual").front() < 1e-6);
  rule.target_noise = 0.3;
  // The network learns a noisy target, so the residual is about as large as the noise.
  const double noisy = train(rule, model, patterns).reals("final_residual").front();
  CHECK(noisy > 0.1);
  CHECK(noisy < 3.0);
}

TEST_CASE("predictive_coding: free layers that do not fit are refused in words") {
  PredictiveCoding rule;
  rule.free_layers = {3};
  CHECK_THROWS_WITH(rule.check_network({{3, 4, 2}, 1, true, 1e-3}), "there is no layer 3; layers are 0 to 2");
  rule.free_layers = {0, 1, 2, 1};
  CHECK_THROWS_WITH(rule.check_network({{3, 4, 2}, 1, true, 1e-3}),
                    "at least one layer must be clamped to the targets");
  rule.method = PredictiveCoding::Method::exact;
  CHECK_THROWS_WITH(rule.check(),
                    "`method: exact` needs every layer clamped, and free_layers names some that are not; `method: "
                    "stepwise` does both");
}
