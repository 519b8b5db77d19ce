// The Jacobian, the reduced spectrum and the energy of the predictive-coding network.
#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

#include "catch.hpp"
#include "networks.hpp"
#include "run/numeric_jacobian.hpp"

using namespace engram;

namespace {

PcHopfield make(const std::string& activation, const std::string& topology, double scale) {
  auto model = test::make_pc_hopfield(topology == "single" ? std::vector<Index>{12} : std::vector<Index>{5, 4, 3},
                                      topology, test::make_activation(activation));
  model.initial_width = scale;
  model.initial_tied = false;
  test::initialise(model);
  return model;
}

/// The greatest distance from an eigenvalue of one list to the nearest of the other.
double apart(const Eigen::VectorXcd& a, const Eigen::VectorXcd& b) {
  double greatest = 0.0;
  for (const auto& value : a) {
    greatest = std::max(greatest, (b.array() - value).abs().minCoeff());
  }
  return greatest;
}

}  // namespace

TEST_CASE("pc_hopfield: the analytic Jacobian is that of differences, for every activation and away from rest") {
  const std::string activation = GENERATE("identity", "relu", "tanh", "logistic");
  const std::string topology = GENERATE("single", "loop", "chain");
  CAPTURE(activation, topology);
  const auto model = make(activation, topology, 0.5);
  const Vector state = test::random_matrix(24, 1).col(0);
  Matrix analytic(24, 24);
  Matrix numeric(24, 24);
  model.jacobian(state, analytic);
  run::numeric_jacobian(model, state, numeric);
  CHECK((analytic - numeric).cwiseAbs().maxCoeff() < 1e-7);
}

TEST_CASE("pc_hopfield: the reduced spectrum is the full one, from low rank and from full rank") {
  const std::string activation = GENERATE("identity", "relu", "tanh", "logistic");
  const std::string topology = GENERATE("single", "loop", "chain");
  const bool low_rank = GENERATE(true, false);
  CAPTURE(activation, topology, low_rank);
  auto model = make(activation, topology, low_rank ? 0.0 : 0.5);
  model.tau_v_s = 0.07;
  if (low_rank) {
    const Matrix pair = test::random_matrix(12, 2);
    model.correct(pair.col(0), pair.col(1), 0.3, 0.2, 0.1);
  }
  const Vector pattern = test::random_matrix(12, 1, 21).col(0);
  Matrix state(24, 1);
  model.start(pattern, state);
  Matrix jacobian(24, 24);
  model.jacobian(state.col(0), jacobian);
  const Eigen::VectorXcd full = jacobian.eigenvalues();
  Eigen::VectorXcd reduced(24);
  model.reduced_spectrum()->eigenvalues(pattern, reduced);
  // Eigenvalues that coincide are known to the root of the rounding unit only, from the full matrix.
  CHECK(apart(full, reduced) < 1e-6);
  CHECK(apart(reduced, full) < 1e-6);
  CHECK(std::abs(full.sum() - reduced.sum()) < 1e-9);
}

TEST_CASE("pc_hopfield: a reduced spectrum is exact where the weights of both directions cancel") {
  // (I - W) (I - M) = I, so that every eigenvalue solves tau_v lambda (tau_e lambda + xi) = -1.
  auto model = test::make_pc_hopfield({12}, "single", test::make_activation("identity"));
  test::initialise(model);
  const Vector u = test::random_matrix(12, 1);
  model.correct(u, u, 1.0, 1.0 / (u.squaredNorm() - 1.0), 0.0);
  Eigen::VectorXcd reduced(24);
  model.reduced_spectrum()->eigenvalues(Vector::Ones(12), reduced);
  CHECK((reduced.real().array() + 5.0).abs().maxCoeff() < 1e-10);
  CHECK((reduced.imag().array().abs() - std::sqrt(75.0)).abs().maxCoeff() < 1e-10);
}

TEST_CASE("pc_hopfield: a reduced spectrum whose products are not finite is refused") {
  const auto model = make("identity", "single", 1e300);
  Eigen::VectorXcd reduced(24);
  CHECK_THROWS_WITH(
      model.reduced_spectrum()->eigenvalues(Vector::Ones(12), reduced),
      "the reduced Jacobian of the network holds numbers that are not finite, so it has no eigenvalues");
}

TEST_CASE("pc_hopfield: the energy is that of the errors at their equilibrium") {
  auto model = make("tanh", "single", 0.3);
  model.error_decay = 2.0;
  const Matrix states = test::random_matrix(24, 3);
  Vector energies(3);
  model.energies(states, energies);
  for (Index trial = 0; trial < 3; ++trial) {
    const Vector v = states.col(trial).head(12);
    const Vector e = (v - model.prediction_weights() * v.array().tanh().matrix() - model.biases()) / 2.0;
    CHECK(energies[trial] == Approx(0.5 * e.squaredNorm()).epsilon(1e-12));
  }
}

TEST_CASE("pc_hopfield: the derivative of the values is that of the flow") {
  const auto model = make("tanh", "loop", 0.3);
  const Matrix state = test::random_matrix(24, 1);
  Matrix derivative(24, 1);
  model.flow(1)->derivative(state, derivative);
  Vector of_values(12);
  model.value_derivative(state.col(0).head(12), state.col(0).tail(12), of_values);
  CHECK((of_values - derivative.col(0).head(12)).cwiseAbs().maxCoeff() < 1e-12);
}
