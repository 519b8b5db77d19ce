// The dense memory by predictive coding, beside its equations written out one by one, and beside the modern Hopfield
// network where the two are one.
#include "plugins/models/pc_dense_memory.cpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "modern_hopfield.hpp"
#include "run/numeric_jacobian.hpp"

using namespace engram;

namespace {

using Corrections = PcDenseMemory::Corrections;
using Errors = PcDenseMemory::Errors;
using HiddenTargets = PcDenseMemory::HiddenTargets;

Matrix normal_matrix(Index rows, Index columns, std::uint64_t seed) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  return Matrix::NullaryExpr(rows, columns, [&] { return random.normal(); });
}

PcDenseMemory make(Index visible, Index hidden, double beta) {
  PcDenseMemory model;
  model.visible = visible;
  model.hidden = hidden;
  model.beta = beta;
  model.check();
  RandomStream unused(1, 1);
  model.initialise(unused);
  return model;
}

/// Some weights and biases; W and R are the transposes of M and Q where `tied`.
void fill(PcDenseMemory& model, bool tied) {
  model.correct(normal_matrix(model.nodes(), 9, 3), normal_matrix(model.nodes(), 9, 4), 0.2, tied ? 0.2 : 0.15, 0.05);
}

/// Targets together, without biases, for so long that nothing is left to learn.
PredictiveCoding thorough() {
  PredictiveCoding rule;
  rule.order = PredictiveCoding::Order::together;
  rule.presentation = 400.0;
  rule.own_time_step = 1e-3;
  rule.gamma_b = 1e30;
  return rule;
}

/// Equations (1) and (2) with a softmax, element by element.
Vector written_out(const PcDenseMemory& model, const Vector& state) {
  const Index N = model.visible;
  const Index K = model.hidden;
  const Matrix& M = model.prediction_of_visible();
  const Matrix& Q = model.prediction_of_hidden();
  const Matrix& W = model.correction_of_hidden();
  const Matrix& R = model.correction_of_visible();
  std::vector<double> p;
  double sum = 0.0;
  for (Index k = 0; k < K; ++k) {
    p.push_back(std::exp(model.beta * state[N + k]));
    sum += p.back();
  }
  for (double& each : p) {
    each /= sum;
  }
  const auto at = [&](Index k) { return p[static_cast<std::size_t>(k)]; };
  Vector r(N + K);
  for (Index i = 0; i < N; ++i) {
    r[i] = state[i] - model.biases()[i];
    for (Index k = 0; k < K; ++k) {
      r[i] -= M(i, k) * at(k);
    }
  }
  for (Index k = 0; k < K; ++k) {
    r[N + k] = state[N + k] - model.biases()[N + k];
    for (Index i = 0; i < N; ++i) {
      r[N + k] -= Q(k, i) * state[i];
    }
  }
  const bool settled = model.error_nodes == Errors::settled;
  Vector flow(model.state_size());
  const Vector e = settled ? Vector(r / model.error_decay) : Vector(state.tail(N + K));
  const bool corrected = model.corrections == Corrections::learned;
  for (Index i = 0; i < N; ++i) {
    double back = 0.0;
    for (Index k = 0; k < K; ++k) {
      back += R(i, k) * e[N + k];
    }
    flow[i] = (-e[i] + (corrected ? back : 0.0)) / model.tau_v_s;
  }
  for (Index k = 0; k < K; ++k) {
    double back = 0.0;
    for (Index j = 0; j < K; ++j) {
      double carried = 0.0;
      for (Index i = 0; i < N; ++i) {
        carried += W(j, i) * e[i];
      }
      back += model.beta * at(k) * ((j == k ? 1.0 : 0.0) - at(j)) * carried;
    }
    flow[N + k] = (-e[N + k] + (corrected ? back : 0.0)) / model.tau_v_s;
  }
  for (Index node = 0; !settled && node < N + K; ++node) {
    flow[N + K + node] = (r[node] - model.error_decay * e[node]) / model.tau_e_s;
  }
  return flow;
}

Matrix flow_of(const OffersFlow& model, const Matrix& states) {
  Matrix derivatives(states.rows(), states.cols());
  model.flow(states.cols())->derivative(states, derivatives);
  return derivatives;
}

/// dx/dt where the network starts from values of its visible units.
Matrix flow_from(const PcDenseMemory& model, const Matrix& patterns) {
  Matrix states(model.state_size(), patterns.cols());
  model.start(patterns, states);
  return flow_of(model, states);
}

Matrix modern_update(const Matrix& patterns, double beta, Matrix states, int times) {
  ContinuousHopfield modern;
  modern.layer_sizes = {patterns.rows()};
  modern.beta = beta;
  RandomStream unused(1, 1);
  modern.initialise(unused);
  test::teach(modern, Store(), patterns);
  std::vector<RandomStream> random = test::trial_streams(states.cols());
  const auto updates = modern.updates(states.cols());
  for (int update = 0; update < times; ++update) {
    updates->update(states, {}, random);
  }
  return states;
}

double largest_growth(const PcDenseMemory& model, const Matrix& pattern) {
  Matrix state(model.state_size(), 1);
  model.start(pattern, state);
  Matrix jacobian(model.state_size(), model.state_size());
  model.jacobian(state.col(0), jacobian);
  return jacobian.eigenvalues().real().maxCoeff();
}

/// One of each kind of corrections and errors, with random weights.
PcDenseMemory any_kind() {
  PcDenseMemory model = make(7, 4, 1.3);
  model.corrections = GENERATE(Corrections::learned, Corrections::none);
  model.error_nodes = GENERATE(Errors::nodes, Errors::settled);
  model.tau_v_s = 0.07;
  model.tau_e_s = 0.2;
  model.error_decay = 1.5;
  fill(model, false);
  return model;
}

}  // namespace

TEST_CASE("pc_dense_memory: the flow is that of the equations written out") {
  const PcDenseMemory model = any_kind();
  const Matrix states = normal_matrix(model.state_size(), 3, 5);
  const Matrix flow = flow_of(model, states);
  for (Index trial = 0; trial < states.cols(); ++trial) {
    const Vector expected = written_out(model, states.col(trial));
    CHECK((flow.col(trial) - expected).cwiseAbs().maxCoeff() < 1e-12 * expected.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("pc_dense_memory: the analytic Jacobian is that of differences") {
  const PcDenseMemory model = any_kind();
  const Index size = model.state_size();
  const Vector state = normal_matrix(size, 1, 6).col(0);
  Matrix analytic(size, size);
  Matrix numeric(size, size);
  model.jacobian(state, analytic);
  run::numeric_jacobian(model, state, numeric);
  CHECK((analytic - numeric).cwiseAbs().maxCoeff() < 1e-6);
}

TEST_CASE("pc_dense_memory: with tied weights and settled errors the flow goes straight down the energy") {
  PcDenseMemory model = make(7, 4, 1.3);
  model.error_nodes = Errors::settled;
  model.tau_v_s = 0.07;
  model.error_decay = 1.5;
  fill(model, true);
  const Vector state = normal_matrix(11, 1, 7).col(0);
  // dE = r^T dr / xi^2, and dr = B (dv, dh).
  Vector f(11);
  Matrix r(11, 1);
  model.rates(state, f);
  model.residual(state, f, r);
  const Vector p = f.tail(4);
  Matrix B = Matrix::Identity(11, 11);
  for (Index i = 0; i < 7; ++i) {
    for (Index k = 0; k < 4; ++k) {
      B(7 + k, i) = -model.prediction_of_hidden()(k, i);
      for (Index j = 0; j < 4; ++j) {
        B(i, 7 + k) -= model.prediction_of_visible()(i, j) * model.beta * p[j] * ((j == k ? 1.0 : 0.0) - p[k]);
      }
    }
  }
  const Vector slope = B.transpose() * r / (1.5 * 1.5);
  const Vector expected = -1.5 / 0.07 * slope;
  CHECK((flow_of(model, state) - expected).cwiseAbs().maxCoeff() < 1e-12 * expected.cwiseAbs().maxCoeff());
  Vector energy(1);
  model.energies(state, energy);
  CHECK(energy[0] == Approx(0.5 * r.squaredNorm() / 2.25).epsilon(1e-14));
}

TEST_CASE("pc_dense_memory: the rule clamps hidden units to overlaps or to the unit of the pattern") {
  PcDenseMemory model = make(4, 3, 1.0);
  model.hidden_scale = 2.0;
  Matrix patterns(4, 2);
  patterns << 1, 1, -1, 1, 1, 1, 1, -1;
  Matrix expected(7, 2);
  expected << 1, 1, -1, 1, 1, 1, 1, -1, 2, 0, 0, 2, 0, 0;
  CHECK(model.clamped_values(patterns) == expected);
  patterns(3, 1) = 1;
  expected.row(3) << 1, 1;
  expected.row(4) << 2, 1;
  expected.row(5) << 1, 2;
  CHECK(model.clamped_values(patterns) == expected);
  model.hidden_targets = HiddenTargets::one_hot;
  expected.row(4) << 2, 0;
  expected.row(5) << 0, 2;
  CHECK(model.clamped_values(patterns) == expected);
}

TEST_CASE("pc_dense_memory: more patterns than hidden units are refused in words") {
  const PcDenseMemory model = make(8, 2, 1.0);
  const char* words =
      "each pattern needs its own hidden unit, and there are 3 patterns for 2 hidden units; `hidden: 3` is enough";
  CHECK_THROWS_WITH(model.check_patterns(Matrix::Ones(8, 3)), words);
  CHECK_THROWS_WITH(model.clamped_values(Matrix::Ones(8, 3)), words);
  CHECK_NOTHROW(model.check_patterns(Matrix::Ones(8, 2)));
}

TEST_CASE("pc_dense_memory: errors that do not decay cannot be settled") {
  PcDenseMemory model;
  model.visible = model.hidden = 2;
  model.error_decay = 0.0;
  CHECK_NOTHROW(model.check());
  model.error_nodes = Errors::settled;
  CHECK_THROWS_WITH(model.check(), "errors settle only if they decay, with xi above 0; `errors: nodes` does without");
}

TEST_CASE("pc_dense_memory: all steps of training at once are the steps one after the other") {
  const auto order = GENERATE(PredictiveCoding::Order::as_listed, PredictiveCoding::Order::together);
  const auto targets = GENERATE(HiddenTargets::overlaps, HiddenTargets::one_hot);
  const Matrix patterns = test::random_signs(10, 3);
  std::vector<PcDenseMemory> models;
  for (const auto method : {PredictiveCoding::Method::exact, PredictiveCoding::Method::stepwise}) {
    models.push_back(make(10, 4, 3.0));
    models.back().hidden_targets = targets;
    PredictiveCoding rule;
    rule.method = method;
    rule.order = order;
    rule.presentation = 0.5;
    rule.rounds = 2;
    rule.own_time_step = 1e-3;
    test::teach(models.back(), rule, patterns);
  }
  const auto near = [](const Matrix& a, const Matrix& b) { return (a - b).cwiseAbs().maxCoeff() < 1e-12; };
  CHECK(near(models[0].prediction_of_visible(), models[1].prediction_of_visible()));
  CHECK(near(models[0].prediction_of_hidden(), models[1].prediction_of_hidden()));
  CHECK(near(models[0].correction_of_visible(), models[0].prediction_of_hidden().transpose()));
  CHECK(near(models[1].correction_of_hidden(), models[1].prediction_of_visible().transpose()));
  CHECK(near(models[0].biases(), models[1].biases()));
  CHECK(models[0].prediction_of_hidden().norm() > 0.1);
}

TEST_CASE("pc_dense_memory: overlaps teach the transpose of the patterns, one-hot targets their pseudo-inverse") {
  const Matrix patterns = test::random_signs(24, 5);
  PcDenseMemory model = make(24, 5, 80.0);
  model.hidden_targets = GENERATE(HiddenTargets::overlaps, HiddenTargets::one_hot);
  model.hidden_scale = 1.5;
  test::teach(model, thorough(), patterns);
  const Matrix gram = patterns.transpose() * patterns;
  const Matrix keys = model.hidden_targets == HiddenTargets::overlaps ? Matrix(patterns.transpose() / 24.0)
                                                                      : Matrix(gram.inverse() * patterns.transpose());
  CHECK((model.prediction_of_hidden() - 1.5 * keys).cwiseAbs().maxCoeff() < 1e-12);
  CHECK((model.prediction_of_visible() - patterns).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(model.biases().cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("pc_dense_memory: it rests where the modern Hopfield network rests, and nowhere near it otherwise") {
  const Matrix patterns = test::random_signs(24, 5);
  PcDenseMemory model = make(24, 5, 80.0);
  model.corrections = GENERATE(Corrections::learned, Corrections::none);
  model.error_nodes = GENERATE(Errors::nodes, Errors::settled);
  model.hidden_scale = GENERATE(1.0, 24.0);
  model.beta /= model.hidden_scale;
  PredictiveCoding rule = thorough();
  // Biases shift all of h alike, and leave M as much as they add.
  rule.gamma_b = GENERATE(1e30, 0.1);
  test::teach(model, rule, patterns);
  Matrix starts = patterns;
  starts.topRows(2) *= -1.0;
  const Matrix rest = modern_update(patterns, 80.0 / 24.0, starts, 100);
  CHECK((rest - patterns).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(flow_from(model, rest).cwiseAbs().maxCoeff() < 1e-10);
  CHECK(flow_from(model, starts).cwiseAbs().maxCoeff() > 1.0);
}

TEST_CASE("pc_dense_memory: without corrections and with hidden units at their predictions it moves to the update") {
  const Matrix patterns = test::random_signs(24, 5);
  PcDenseMemory model = make(24, 5, 80.0);
  model.corrections = Corrections::none;
  model.error_nodes = Errors::settled;
  test::teach(model, thorough(), patterns);
  const Matrix starts = normal_matrix(24, 6, 8);
  const Matrix flow = flow_from(model, starts);
  const Matrix update = modern_update(patterns, 80.0 / 24.0, starts, 1);
  CHECK((flow.topRows(24) * model.tau_v_s - (update - starts)).cwiseAbs().maxCoeff() < 1e-11);
  CHECK(flow.bottomRows(5).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE(
    "pc_dense_memory: the mean of two patterns repels a modern Hopfield network, and holds one with corrections") {
  const Matrix patterns = test::random_signs(24, 5);
  const Matrix mean = 0.5 * (patterns.col(0) + patterns.col(1));
  CHECK((modern_update(patterns, 80.0 / 24.0, mean, 1) - mean).cwiseAbs().maxCoeff() < 1e-6);
  PcDenseMemory model = make(24, 5, 80.0);
  model.error_nodes = GENERATE(Errors::nodes, Errors::settled);
  test::teach(model, thorough(), patterns);
  CHECK(flow_from(model, mean).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(largest_growth(model, mean) < -1e-3);
  CHECK(largest_growth(model, patterns.col(0)) < -1.0);
  model.corrections = Corrections::none;
  CHECK(flow_from(model, mean).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(largest_growth(model, mean) > 1.0);
  CHECK(largest_growth(model, patterns.col(0)) < -1.0);
}

TEST_CASE("pc_dense_memory: with a soft softmax, patterns are at rest that the modern Hopfield network blurs") {
  const Matrix patterns = test::random_signs(24, 5);
  PcDenseMemory model = make(24, 5, 5.0);
  test::teach(model, thorough(), patterns);
  CHECK(flow_from(model, patterns).cwiseAbs().maxCoeff() < 1e-8);
  CHECK((modern_update(patterns, 5.0 / 24.0, patterns, 1) - patterns).cwiseAbs().maxCoeff() > 0.01);
}

TEST_CASE("pc_dense_memory: errors of no size, and a state without trials") {
  PcDenseMemory model = make(5, 3, 2.0);
  CHECK(flow_from(model, Matrix::Zero(5, 1)).cwiseAbs().maxCoeff() == 0.0);
  CHECK(flow_from(model, Matrix(5, 0)).cols() == 0);
  model.error_decay = 0.0;
  fill(model, false);
  Matrix state = normal_matrix(16, 1, 9);
  Vector energy(1);
  model.energies(state, energy);
  CHECK(energy[0] == Approx(0.5 * state.bottomRows(8).squaredNorm()).epsilon(1e-14));
}
