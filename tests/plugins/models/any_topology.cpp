// The predictive-coding network against its equations written out with whole matrices, for topologies of any kind.
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <set>
#include <vector>

#include <Eigen/Eigenvalues>

#include "catch.hpp"
#include "near.hpp"
#include "networks.hpp"

using namespace engram;
using test::relative_difference;

namespace {

constexpr std::uint64_t networks = 150;

struct Drawn {
  PcHopfield model;
  Matrix allowed;  ///< unit x source unit: 1 where M may have a weight, otherwise 0
  Matrix M;        ///< weights and biases, by equations (3) to (5)
  Matrix W;
  Vector b;
};

/// Errors or rates of all units, of which whole layers are 0.
Vector of_some_layers(const std::vector<Index>& layers, RandomStream& random) {
  std::vector<double> values;
  for (const Index size : layers) {
    const bool silent = random.uniform() < 0.4;
    for (Index unit = 0; unit < size; ++unit) {
      values.push_back(silent ? 0.0 : random.normal());
    }
  }
  return Eigen::Map<const Vector>(values.data(), std::ssize(values));
}

Matrix allowed_weights(const PcHopfield& model) {
  std::vector<std::int64_t> layer_of_unit;
  for (std::size_t layer = 0; layer < model.layer_sizes.size(); ++layer) {
    layer_of_unit.insert(layer_of_unit.end(), static_cast<std::size_t>(model.layer_sizes[layer]),
                         static_cast<std::int64_t>(layer));
  }
  const std::set<std::array<std::int64_t, 2>> edges(model.topology.pairs.begin(), model.topology.pairs.end());
  Matrix allowed(model.units(), model.units());
  for (Index to = 0; to < model.units(); ++to) {
    for (Index from = 0; from < model.units(); ++from) {
      const bool edge = edges.contains(
          {layer_of_unit[static_cast<std::size_t>(from)], layer_of_unit[static_cast<std::size_t>(to)]});
      allowed(to, from) = edge && (model.self_connections || to != from) ? 1.0 : 0.0;
    }
  }
  return allowed;
}

/// Up to four layers of one to five units with any edges between them. The blocks of the weights have any rank: 0
/// where no correction reached them, a few, or all.
Drawn drawn(std::uint64_t seed) {
  RandomStream random = RandomStreams(seed, "network").stream(0);
  const auto layers = static_cast<std::int64_t>(1 + random.below(4));
  Drawn drawn;
  PcHopfield& model = drawn.model;
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    model.layer_sizes.push_back(static_cast<Index>(1 + random.below(5)));
  }
  for (std::int64_t from = 0; from < layers; ++from) {
    for (std::int64_t to = 0; to < layers; ++to) {
      if (random.uniform() < 0.5) {
        model.topology.pairs.push_back({from, to});
      }
    }
  }
  model.topology.name = "";
  if (model.topology.pairs.empty()) {
    model.topology.pairs.push_back({0, layers - 1});
  }
  model.self_connections = random.uniform() < 0.5;
  constexpr std::array activations{"identity", "relu", "tanh", "logistic"};
  model.activation = test::make_activation(activations.at(random.below(4)), 0.5 + random.uniform());
  model.tau_v_s = 0.02 + random.uniform();
  model.tau_e_s = 0.02 + random.uniform();
  model.error_decay = 0.1 + random.uniform();
  model.initial_width = random.uniform() < 0.5 ? 0.0 : 0.5;
  model.initial_tied = random.uniform() < 0.5;
  model.check();
  test::initialise(model, seed);
  drawn.allowed = allowed_weights(model);
  drawn.M = model.prediction_weights();
  drawn.W = model.correction_weights();
  drawn.b = model.biases();
  const std::uint64_t corrections = random.below(3);
  for (std::uint64_t at = 0; at < corrections; ++at) {
    const Vector errors = of_some_layers(model.layer_sizes, random);
    const Vector rates = of_some_layers(model.layer_sizes, random);
    const double prediction = random.normal();
    const double correction = random.normal();
    const double bias = random.normal();
    model.correct(errors, rates, prediction, correction, bias);
    drawn.M += prediction * (errors * rates.transpose()).cwiseProduct(drawn.allowed);
    drawn.W += correction * (rates * errors.transpose()).cwiseProduct(drawn.allowed.transpose());
    drawn.b += bias * errors;
  }
  return drawn;
}

Vector rates_of(const Drawn& network, const Vector& v) {
  Vector f(v.size());
  network.model.activation->values(v, f);
  return f;
}

Vector slopes_of(const Drawn& network, const Vector& v) {
  Vector f(v.size());
  Vector slopes(v.size());
  network.model.activation->values_and_slopes(v, f, slopes);
  return slopes;
}

/// Equations (1) and (2).
Vector derivative_of(const Drawn& network, const Vector& state) {
  const Index n = network.model.units();
  const Vector v = state.head(n);
  const Vector e = state.tail(n);
  Vector derivative(2 * n);
  derivative.head(n) = (-e + slopes_of(network, v).cwiseProduct(network.W * e)) / network.model.tau_v_s;
  derivative.tail(n) =
      (v - network.M * rates_of(network, v) - network.b - network.model.error_decay * e) / network.model.tau_e_s;
  return derivative;
}

/// The derivative of those equations, by differences.
Matrix jacobian_of(const Drawn& network, const Vector& state) {
  constexpr double h = 1e-6;
  Matrix jacobian(state.size(), state.size());
  for (Index column = 0; column < state.size(); ++column) {
    const Vector step = h * Vector::Unit(state.size(), column);
    jacobian.col(column) = (derivative_of(network, state + step) - derivative_of(network, state - step)) / (2.0 * h);
  }
  return jacobian;
}

}  // namespace

TEST_CASE("pc_hopfield: of any topology, weights follow their corrections on the edges and are zero elsewhere") {
  for (std::uint64_t seed = 0; seed < networks; ++seed) {
    CAPTURE(seed);
    const Drawn network = drawn(seed);
    REQUIRE(network.M.cwiseProduct(network.allowed) == network.M);
    REQUIRE(network.W.cwiseProduct(network.allowed.transpose()) == network.W);
    REQUIRE((network.model.prediction_weights() - network.M).cwiseAbs().maxCoeff() < 1e-14);
    REQUIRE((network.model.correction_weights() - network.W).cwiseAbs().maxCoeff() < 1e-14);
    REQUIRE((network.model.biases() - network.b).cwiseAbs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("pc_hopfield: of any topology and rank, the flow is that of the equations, again and again") {
  using Form = BlockProduct::Form;
  const auto form = GENERATE(Form::automatic, Form::dense, Form::factored);
  for (std::uint64_t seed = 0; seed < networks; ++seed) {
    CAPTURE(seed);
    Drawn network = drawn(seed);
    network.model.weights = form;
    const Index size = network.model.state_size();
    const auto trials = static_cast<Index>(1 + seed % 3);
    const auto flow = network.model.flow(trials);
    // One flow is asked several times, and keeps nothing of what it was asked before.
    for (std::uint64_t time = 0; time < 3; ++time) {
      const Matrix states = test::random_matrix(size, trials, 10 * seed + time);
      Matrix found(size, trials);
      Matrix expected(size, trials);
      flow->derivative(states, found);
      for (Index trial = 0; trial < trials; ++trial) {
        expected.col(trial) = derivative_of(network, states.col(trial));
      }
      REQUIRE(relative_difference(found, expected) < 1e-12);
    }
  }
}

TEST_CASE("pc_hopfield: of any topology, the Jacobian and the spectrum are those of the equations") {
  for (std::uint64_t seed = 0; seed < networks; ++seed) {
    CAPTURE(seed);
    const Drawn network = drawn(seed);
    const Index n = network.model.units();
    Vector state = test::random_matrix(2 * n, 1, seed).col(0);
    Matrix jacobian(2 * n, 2 * n);
    network.model.jacobian(state, jacobian);
    REQUIRE(relative_difference(jacobian, jacobian_of(network, state)) < 1e-7);

    state.tail(n).setZero();
    const Matrix at_rest = jacobian_of(network, state);
    Eigen::VectorXcd eigenvalues(2 * n);
    network.model.reduced_spectrum()->eigenvalues(state.head(n), eigenvalues);
    // Eigenvalues that coincide are known badly, the sums of their powers well.
    Matrix power = at_rest;
    Eigen::VectorXcd powers = eigenvalues;
    const double scale = at_rest.norm();
    for (int exponent = 1; exponent <= 4; ++exponent) {
      REQUIRE(std::abs(powers.sum() - power.trace()) < 1e-6 * std::pow(scale, exponent));
      power *= at_rest;
      powers.array() *= eigenvalues.array();
    }
  }
}

TEST_CASE("pc_hopfield: of any topology, what learning rules ask for follows from the equations") {
  for (std::uint64_t seed = 0; seed < networks; ++seed) {
    CAPTURE(seed);
    const Drawn network = drawn(seed);
    const Index n = network.model.units();
    const Matrix values = test::random_matrix(n, 3, 2 * seed);
    const Matrix others = test::random_matrix(n, 3, 2 * seed + 1);
    Matrix rates(n, 3);
    Vector energies(3);
    Vector expected_energies(3);
    Matrix states(2 * n, 3);
    states << values, others;
    for (Index pattern = 0; pattern < 3; ++pattern) {
      rates.col(pattern) = rates_of(network, values.col(pattern));
      Vector derivative(n);
      network.model.value_derivative(values.col(pattern), others.col(pattern), derivative);
      REQUIRE((derivative - derivative_of(network, states.col(pattern)).head(n)).cwiseAbs().maxCoeff() < 1e-11);
    }
    const Matrix expected = (values - network.M * rates).colwise() - network.b;
    Matrix residual(n, 3);
    network.model.residual(values, rates, residual);
    REQUIRE((residual - expected).cwiseAbs().maxCoeff() < 1e-12);
    network.model.energies(states, energies);
    expected_energies = 0.5 * (expected / network.model.error_decay).colwise().squaredNorm().transpose();
    REQUIRE(relative_difference(energies, expected_energies) < 1e-12);
    Vector products(n);
    network.model.predictor_products(values.col(0), others.col(1), products);
    REQUIRE((products - network.allowed * values.col(0).cwiseProduct(others.col(1))).cwiseAbs().maxCoeff() < 1e-12);
  }
}
