// Predictive coding: values that start again, and random numbers, in each round and each presentation.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "networks.hpp"

using namespace engram;
using test::relative_difference;

namespace {

using Method = PredictiveCoding::Method;
using Order = PredictiveCoding::Order;

/// Keeps the values that stood in the network at each correction of its weights. Values that may move rise by one
/// each second.
struct Watched : Model, OffersErrorNodes {
  std::vector<Index> sizes;
  std::vector<Matrix> shown;  ///< of each correction, unit x pattern
  mutable Matrix last;

  explicit Watched(std::vector<Index> the_sizes) : sizes(std::move(the_sizes)) {}
  [[nodiscard]] Index units() const override { return std::accumulate(sizes.begin(), sizes.end(), Index{0}); }
  [[nodiscard]] std::vector<Index> layers() const override { return sizes; }
  [[nodiscard]] Index state_size() const override { return units(); }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& /*recorder*/) const override {}
  [[nodiscard]] double tau_e() const override { return 0.1; }
  [[nodiscard]] double xi() const override { return 1.0; }
  void rates(const ConstVectorView& values, VectorView rates) const override { rates = values; }
  void residual(const ConstMatrixView& values, const ConstMatrixView& /*rates*/, MatrixView residual) const override {
    last = values;
    residual = values;
  }
  void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                          VectorView products) const override {
    products.setConstant(one.dot(other));
  }
  void value_derivative(const ConstVectorView& /*values*/, const ConstVectorView& /*errors*/,
                        VectorView derivative) const override {
    derivative.setOnes();
  }
  void correct(const ConstMatrixView& /*errors*/, const ConstMatrixView& /*rates*/, double /*prediction*/,
               double /*correction*/, double /*bias*/) override {
    shown.push_back(last);
  }
};

/// The patterns that a rule shows to a network while it teaches them, with steps of 1 ms.
std::vector<Matrix> shown_by(const PredictiveCoding& rule, std::vector<Index> sizes, const Matrix& patterns,
                             std::uint64_t seed = 1) {
  Watched model(std::move(sizes));
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, 1e-3, RandomStreams(seed, "learning"), recorder, monitor});
  return model.shown;
}

/// Predictive coding with a predicting layer left free: equations (1) to (5) with whole matrices, step by step.
struct ByHand {
  Matrix M, W, allowed;
  Vector b;
  std::vector<Index> free;
  std::vector<double> residuals;

  /// Shows these targets at once for so many steps of 1 ms; returns the values at the end.
  Matrix present(Matrix v, int steps) {
    const double h = 1e-3;
    const auto targets = static_cast<double>(v.cols());
    v(free, Eigen::all).setZero();
    Matrix e = Matrix::Zero(v.rows(), v.cols());
    for (int step = 0; step < steps; ++step) {
      const Matrix f = v.array().tanh();
      const Matrix motion = (1.0 - f.array().square()) * (W * e).array() - e.array();
      const Matrix r = (v - M * f).colwise() - b;
      M += h / 0.2 / targets * (e * f.transpose()).cwiseProduct(allowed);
      W += h / 0.2 / targets * (f * e.transpose()).cwiseProduct(allowed.transpose());
      b += h / 0.1 / targets * e.rowwise().sum();
      e += h / 0.1 * (r - e);
      v(free, Eigen::all) += h / 0.1 * motion(free, Eigen::all);
    }
    return v;
  }
  void measure(const Matrix& v) {
    const Matrix f = v.array().tanh();
    const Matrix r = (v - M * f).colwise() - b;
    for (Index target = 0; target < v.cols(); ++target) {
      residuals.push_back(r.col(target).cwiseAbs().maxCoeff());
    }
  }
};

}  // namespace

TEST_CASE("predictive_coding: every presentation draws noise of its own") {
  const auto order = GENERATE(Order::as_listed, Order::together);
  const auto method = GENERATE(Method::exact, Method::stepwise, Method::continuous);
  const Matrix patterns = 10.0 * test::random_matrix(40, 3);
  PredictiveCoding rule;
  rule.order = order;
  rule.method = method;
  rule.rounds = 4;
  rule.presentation = 5e-3;
  rule.target_noise = 0.3;
  const std::vector<Matrix> shown = shown_by(rule, {40}, patterns);
  const std::size_t steps = method == Method::stepwise ? 5 : 1;
  const std::size_t presentations = order == Order::together ? 4 : 12;
  REQUIRE(shown.size() == steps * presentations);
  std::set<double> different;
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t presentation = 0; presentation < presentations; ++presentation) {
    const Matrix& values = shown[presentation * steps];
    for (std::size_t step = 1; step < steps; ++step) {
      REQUIRE(shown[presentation * steps + step] == values);
    }
    const Matrix targets =
        order == Order::together ? patterns : Matrix(patterns.col(static_cast<Index>(presentation % 3)));
    const Matrix noise = values - targets;
    different.insert(noise.reshaped().begin(), noise.reshaped().end());
    sum += noise.sum();
    squares += noise.squaredNorm();
  }
  // 12 times 40 numbers, no two of them the same; five standard deviations of their mean and of their width.
  CHECK(different.size() == 480);
  CHECK(std::fabs(sum / 480.0) < 5.0 * 0.3 / std::sqrt(480.0));
  CHECK(std::sqrt(squares / 480.0) == Approx(0.3).margin(5.0 * 0.3 / std::sqrt(960.0)));
  CHECK(shown_by(rule, {40}, patterns).back() == shown.back());
  CHECK(shown_by(rule, {40}, patterns, 2).back() != shown.back());
  rule.target_noise = 0.0;
  CHECK(shown_by(rule, {40}, patterns).back() == (order == Order::together ? patterns : Matrix(patterns.col(2))));
}

TEST_CASE("predictive_coding: free units start at 0 in every presentation, and clamped ones stay") {
  const auto order = GENERATE(Order::as_listed, Order::shuffled, Order::together);
  const double noise = GENERATE(0.0, 0.1);
  const Matrix patterns = test::random_matrix(6, 3);
  PredictiveCoding rule;
  rule.order = order;
  rule.rounds = 3;
  rule.presentation = 4e-3;
  rule.target_noise = noise;
  rule.free_layers = {0, 2};
  const std::vector<Matrix> shown = shown_by(rule, {1, 3, 2}, patterns);
  REQUIRE(shown.size() == std::size_t{12} * (order == Order::together ? 1 : 3));
  for (std::size_t at = 0; at < shown.size(); ++at) {
    const Matrix moved = Matrix::Constant(1, shown[at].cols(), 1e-3 * static_cast<double>(at % 4));
    CHECK((shown[at].topRows(1) - moved).cwiseAbs().maxCoeff() < 1e-15);
    CHECK((shown[at].bottomRows(2) - moved.replicate(2, 1)).cwiseAbs().maxCoeff() < 1e-15);
    CHECK(shown[at].middleRows(1, 3) == shown[at - at % 4].middleRows(1, 3));
  }
}

TEST_CASE("predictive_coding: every shuffled round shows each target once, in an order of its own") {
  Matrix patterns = Matrix::Ones(2, 12);
  patterns.row(0) = Vector::LinSpaced(12, 0.0, 11.0);
  PredictiveCoding rule;
  rule.order = Order::shuffled;
  rule.rounds = 5;
  rule.presentation = 1e-3;
  const std::vector<Matrix> shown = shown_by(rule, {2}, patterns);
  REQUIRE(shown.size() == 60);
  std::set<std::vector<double>> orders;
  for (std::size_t round = 0; round < 5; ++round) {
    std::vector<double> order;
    for (std::size_t place = 0; place < 12; ++place) {
      order.push_back(shown[12 * round + place](0, 0));
    }
    orders.insert(order);
    CHECK(std::set<double>(order.begin(), order.end()).size() == 12);
  }
  CHECK(orders.size() == 5);
}

TEST_CASE("predictive_coding: rounds with free layers are the equations, step by step") {
  const bool together = GENERATE(false, true);
  const NamedPairs topology =
      GENERATE(NamedPairs{"chain", {}}, NamedPairs{"loop", {}}, NamedPairs{"", {{1, 0}, {2, 0}, {2, 2}, {0, 1}}});
  auto model = test::make_pc_hopfield({3, 4, 2}, "chain", test::make_activation("tanh"));
  model.topology = topology;
  model.check();
  model.initial_width = 0.6;
  model.initial_tied = false;
  test::initialise(model);
  ByHand by_hand;
  by_hand.M = model.prediction_weights();
  by_hand.W = model.correction_weights();
  by_hand.b = model.biases();
  by_hand.allowed = by_hand.M.unaryExpr([](double weight) { return weight == 0.0 ? 0.0 : 1.0; });
  by_hand.free = {3, 4, 5, 6};
  const Matrix patterns = test::random_matrix(9, 3);
  for (int round = 0; round < 3; ++round) {
    Matrix ends(9, 3);
    if (together) {
      ends = by_hand.present(patterns, 40);
    } else {
      for (Index target = 0; target < 3; ++target) {
        ends.col(target) = by_hand.present(patterns.col(target), 40);
      }
    }
    by_hand.measure(ends);
  }
  PredictiveCoding rule;
  rule.presentation = 0.04;
  rule.rounds = 3;
  rule.free_layers = {1};
  rule.order = together ? Order::together : Order::as_listed;
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  CHECK(relative_difference(model.prediction_weights(), by_hand.M) < 1e-12);
  CHECK(relative_difference(model.correction_weights(), by_hand.W) < 1e-12);
  CHECK(relative_difference(model.biases(), by_hand.b) < 1e-12);
  const auto& residuals = recorder.reals("residual");
  REQUIRE(residuals.size() == 9);
  for (std::size_t at = 0; at < 9; ++at) {
    CHECK(residuals[at] == Approx(by_hand.residuals[at]).epsilon(1e-10));
  }
  CHECK(recorder.reals("final_residual").front() == *std::max_element(residuals.end() - 3, residuals.end()));
  CHECK(recorder.reals("rounds").front() == 3.0);
  CHECK(recorder.reals("simulated_time").front() == Approx(together ? 0.12 : 0.36));
}

TEST_CASE("predictive_coding: a request to stop is followed in the middle of a presentation") {
  struct Impatient : Monitor {
    std::vector<double> heard;
    void progress(double fraction) override {
      heard.push_back(fraction);
      if (heard.size() == 10) {
        throw Stopped("stop");
      }
    }
  };
  for (const Order order : {Order::as_listed, Order::together}) {
    PredictiveCoding rule;
    rule.method = Method::stepwise;
    rule.order = order;
    rule.presentation = 1.0;
    rule.rounds = 2;
    Watched model({3});
    MemoryRecorder recorder;
    Impatient monitor;
    const Matrix patterns = Matrix::Ones(3, 2);
    CHECK_THROWS_AS(rule.train(model, {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor}), Stopped);
    CHECK(model.shown.size() == 10);  // steps
    const double presentations = order == Order::together ? 2.0 : 4.0;
    CHECK(monitor.heard.back() == Approx(0.01 / presentations));
  }
}
