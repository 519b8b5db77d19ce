// The energies of the networks that have one, against a second calculation, and along their motion.
#include <array>
#include <cmath>
#include <limits>

#include <Eigen/Eigenvalues>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "modern_hopfield.hpp"
#include "near.hpp"

using namespace engram;

namespace {

using Update = Hopfield::Update;
using Response = Hopfield::Response;

/// f^-1(s) of units at a temperature of 1.
double inverse(Response response, double s) {
  return response == Response::tanh ? std::atanh(s) : std::log(s / (1.0 - s));
}

/// The integral of f^-1 from 0 to s by the rule of Gauss and Legendre in 16 points, on pieces that become smaller
/// towards both ends, where f^-1 is infinite.
double integral_of_inverse(Response response, double s) {
  static constexpr std::array<double, 8> points{0.0950125098376374, 0.2816035507792589, 0.4580167776572274,
                                                0.6178762444026438, 0.7554044083550030, 0.8656312023878318,
                                                0.9445750230732326, 0.9894009349916499};
  static constexpr std::array<double, 8> weights{0.1894506104550685, 0.1826034150449236, 0.1691565193950025,
                                                 0.1495959888165767, 0.1246289712555339, 0.0951585116824928,
                                                 0.0622535239386479, 0.0271524594117541};
  const auto piece = [&](double from, double to) {
    double sum = 0.0;
    for (std::size_t at = 0; at < points.size(); ++at) {
      for (const double sign : {-1.0, 1.0}) {
        const double x = 0.5 * (from + to) + 0.5 * sign * points.at(at) * (to - from);
        sum += weights.at(at) * inverse(response, x);
      }
    }
    return 0.5 * (to - from) * sum;
  };
  // From the middle outwards, half of what is left each time.
  double sum = 0.0;
  double low = 0.5 * s;
  double high = low;
  for (int half = 0; half < 50; ++half) {
    const double next_low = 0.5 * low;
    const double next_high = high + 0.5 * (s - high);
    sum += piece(next_low, low) + piece(high, next_high);
    low = next_low;
    high = next_high;
  }
  return sum;
}

Hopfield graded(Response response, double temperature, const Matrix& weights, Update update = Update::asynchronous) {
  Hopfield model = test::make_hopfield(weights.rows(), update);
  model.weights() = weights;
  model.response = response;
  model.temperature = temperature;
  return model;
}

Vector energies_of(const OffersEnergy& model, const Matrix& states) {
  Vector energies(states.cols());
  model.energies(states, energies);
  return energies;
}

double energy_of(const OffersEnergy& model, const Matrix& state) {
  return energies_of(model, state)[0];
}

/// Whether the energy of a state stays or falls with each update of one unit after the other.
bool falls_unit_by_unit(const Hopfield& model, Matrix state, std::uint64_t seed) {
  AsynchronousHopfield updates(model, 1);
  updates.follow(state);
  RandomStream random(3, seed);
  double before = energy_of(model, state);
  for (int step = 0; step < 30 * static_cast<int>(state.rows()); ++step) {
    const auto unit = static_cast<Index>(random.below(static_cast<std::uint64_t>(state.rows())));
    updates.sweep(0, {unit}, state, {}, random);
    const double now = energy_of(model, state);
    if (!(now <= before + 1e-11 * (1.0 + std::fabs(before)))) {
      return false;
    }
    before = now;
  }
  return true;
}

/// The same for updates of all units at once.
bool falls_at_once(const Hopfield& model, Matrix states, int times) {
  const auto updates = model.updates(states.cols());
  std::vector<RandomStream> random = test::trial_streams(states.cols());
  Vector before = energies_of(model, states);
  for (int time = 0; time < times; ++time) {
    updates->update(states, {}, random);
    const Vector now = energies_of(model, states);
    if (!(now.array() <= before.array() + 1e-11 * (1.0 + before.array().abs())).all()) {
      return false;
    }
    before = now;
  }
  return true;
}

/// Values within the range of a response, both ends among them.
Matrix values_within(Response response, Index units, Index trials, std::uint64_t seed = 5) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  Matrix values = Matrix::NullaryExpr(units, trials, [&] { return 2.0 * random.uniform() - 1.0; });
  values.row(0).setOnes();
  values.row(1).setConstant(-1.0);
  return response == Response::logistic ? Matrix(0.5 * (values.array() + 1.0)) : values;
}

}  // namespace

TEST_CASE("energies: graded Hopfield units add the integral of the inverse of their response") {
  const auto response = GENERATE(Response::tanh, Response::logistic);
  const double temperature = GENERATE(0.05, 0.7, 3.0);
  const Matrix none = Matrix::Zero(1, 1);
  const Hopfield model = graded(response, temperature, none);
  const double lowest = response == Response::tanh ? -1.0 : 0.0;
  for (const double s : {lowest, lowest + 1e-9, -0.3, 0.0, 1e-5, 0.2, 0.5, 0.9, 1.0 - 1e-9, 1.0}) {
    if (s >= lowest) {
      const double expected = s == 0.0 ? 0.0 : temperature * integral_of_inverse(response, s);
      CAPTURE(s);
      CHECK(energy_of(model, Matrix::Constant(1, 1, s)) == Approx(expected).margin(1e-10).epsilon(1e-9));
    }
  }
  const double at_end = response == Response::tanh ? temperature * std::log(2.0) : 0.0;
  CHECK(energy_of(model, Matrix::Constant(1, 1, 1.0)) == Approx(at_end).margin(1e-15));
  CHECK(energy_of(model, Matrix::Constant(1, 1, lowest)) == Approx(at_end).margin(1e-15));
}

TEST_CASE("energies: values that a graded unit never takes have an infinite energy, and NaN stays visible") {
  const auto response = GENERATE(Response::tanh, Response::logistic);
  const Hopfield model = graded(response, 0.5, Matrix::Zero(2, 2));
  const double infinity = std::numeric_limits<double>::infinity();
  const double below = response == Response::tanh ? -1.0001 : -0.0001;
  for (const double s : {1.0001, 30.0, below, -30.0}) {
    CHECK(energy_of(model, Matrix::Constant(2, 1, s)) == infinity);
  }
  CHECK(std::isnan(energy_of(model, Matrix::Constant(2, 1, std::numeric_limits<double>::quiet_NaN()))));
}

TEST_CASE("energies: the whole energy of a graded network, term by term") {
  const auto response = GENERATE(Response::tanh, Response::logistic);
  Hopfield model = graded(response, 0.3, test::random_symmetric_weights(6));
  model.biases() = test::random_signs(6, 1, 3).col(0) * 0.4;
  model.threshold = 0.25;
  const Matrix state = values_within(response, 6, 1);
  double expected = 0.0;
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j < 6; ++j) {
      expected -= 0.5 * state(i, 0) * model.weights()(i, j) * state(j, 0);
    }
    expected += (0.25 - model.biases()[i]) * state(i, 0);
    expected += state(i, 0) == 0.0 ? 0.0 : 0.3 * integral_of_inverse(response, state(i, 0));
  }
  CHECK(energy_of(model, state) == Approx(expected).epsilon(1e-9));
}

TEST_CASE("energies: no asynchronous update raises the energy, whatever the response, temperature and threshold") {
  const auto response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  const double temperature = GENERATE(0.02, 0.25, 1.0, 4.0);
  const double threshold = GENERATE(-0.6, 0.0, 0.5);
  Hopfield model = graded(response, temperature, test::random_symmetric_weights(16));
  model.threshold = threshold;
  model.biases() = test::random_signs(16, 1, 7).col(0) * 0.2;
  REQUIRE(model.energy_never_rises());
  for (std::uint64_t trial = 0; trial < 4; ++trial) {
    CHECK(falls_unit_by_unit(model, values_within(response, 16, 1, trial), trial));
  }
}

TEST_CASE("energies: a unit that acts against itself is promised what its temperature allows, and no more") {
  const auto response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  const double curvature = response == Response::sign ? 0.0 : response == Response::tanh ? 0.5 : 2.0;
  Matrix weights = test::random_symmetric_weights(12);
  weights.diagonal().setConstant(-curvature);
  Hopfield model = graded(response, 0.5, weights);
  CHECK(model.energy_never_rises());
  CHECK(falls_unit_by_unit(model, values_within(response, 12, 1), 1));
  weights.diagonal().setConstant(-curvature - 0.01);
  CHECK_FALSE(graded(response, 0.5, weights).energy_never_rises());
  // Far beyond, the energy does rise.
  weights = -4.0 * Matrix::Identity(12, 12);
  model = graded(response, 0.5, weights);
  CHECK_FALSE(model.energy_never_rises());
  CHECK_FALSE(falls_unit_by_unit(model, 0.1 * values_within(response, 12, 1), 1));
  weights(0, 1) = 1.0;
  weights.diagonal().setZero();
  CHECK_FALSE(graded(response, 0.5, weights).energy_never_rises());
}

TEST_CASE("energies: synchronous updates are promised where no eigenvalue is below what the temperature allows") {
  const auto response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  const double temperature = 0.5;
  const double curvature = response == Response::sign ? 0.0 : response == Response::tanh ? 0.5 : 2.0;
  Matrix weights = test::random_symmetric_weights(10);
  const double least = Eigen::SelfAdjointEigenSolver<Matrix>(weights, Eigen::EigenvaluesOnly).eigenvalues()[0];
  weights.diagonal().array() += 1e-9 - least - curvature;
  const Hopfield model = graded(response, temperature, weights, Update::synchronous);
  CHECK(model.energy_never_rises());
  CHECK(falls_at_once(model, values_within(response, 10, 20), 40));
  weights.diagonal().array() -= 0.01;
  CHECK_FALSE(graded(response, temperature, weights, Update::synchronous).energy_never_rises());
  // Two units that are tied swap their values for ever where units are cold.
  const Matrix tied = (Matrix(2, 2) << 0.0, -1.0, -1.0, 0.0).finished();
  const Hopfield cold = graded(response, 0.02, tied, Update::synchronous);
  CHECK_FALSE(cold.energy_never_rises());
}

TEST_CASE("energies: weights held as patterns promise what the matrix does, and rise no more") {
  const auto response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  const auto update = GENERATE(Update::synchronous, Update::asynchronous);
  const double temperature = GENERATE(0.01, 0.2);
  const bool self_connections = GENERATE(false, true);
  Hebbian rule;
  rule.self_connections = self_connections;
  Hopfield implicit = test::make_hopfield(30, update);
  implicit.held_weights = Hopfield::Weights::implicit;
  Hopfield dense = test::make_hopfield(30, update);
  dense.held_weights = Hopfield::Weights::dense;
  for (Hopfield* model : {&implicit, &dense}) {
    model->response = response;
    model->temperature = temperature;
    test::teach(*model, rule, test::random_signs(30, 4));
  }
  REQUIRE(implicit.products() != nullptr);
  CHECK(implicit.energy_never_rises() == dense.energy_never_rises());
  const Matrix starts = values_within(response, 30, 6);
  CHECK(test::relative_difference(energies_of(implicit, starts), energies_of(dense, starts)) < 1e-12);
  if (implicit.energy_never_rises()) {
    CHECK(falls_at_once(implicit, starts, 20));
  }
  const bool expected =
      update == Update::asynchronous || self_connections ||
      (response != Response::sign && (response == Response::tanh ? 1.0 : 4.0) * temperature >= 0.14);
  CHECK(implicit.energy_never_rises() == expected);
}

TEST_CASE("energies: unlearned weights held as patterns are bounded too") {
  Hopfield model = test::make_hopfield(20, Update::synchronous);
  model.held_weights = Hopfield::Weights::implicit;
  model.response = Response::tanh;
  const Matrix patterns = test::random_signs(20, 2);
  model.add_outer_products(patterns, 0.0, 1.0 / 20.0, true);
  model.add_outer_products(patterns.col(0), 0.0, -3.0 / 20.0, true);
  // 1 - 3 along the first pattern.
  model.temperature = 1.7;
  CHECK_FALSE(model.energy_never_rises());
  model.temperature = 2.3;
  CHECK(model.energy_never_rises());
  CHECK(falls_at_once(model, values_within(Response::tanh, 20, 8), 30));
}

TEST_CASE("energies: a network without weights has the energy of its units alone") {
  Hopfield model = test::make_hopfield(4);
  model.response = Response::tanh;
  model.temperature = 0.4;
  CHECK(model.energy_never_rises());
  CHECK(energy_of(model, Matrix::Ones(4, 1)) == Approx(4.0 * 0.4 * std::log(2.0)));
}

TEST_CASE("energies: a dense memory promises for odd powers nothing, where unknown units may have to climb") {
  struct Setting {
    DenseAssociativeMemory::Interaction interaction;
    Index degree;
    bool promised;
  };
  using Interaction = DenseAssociativeMemory::Interaction;
  const auto setting =
      GENERATE(Setting{Interaction::polynomial, 2, true}, Setting{Interaction::polynomial, 3, false},
               Setting{Interaction::polynomial, 4, true}, Setting{Interaction::rectified_polynomial, 3, true},
               Setting{Interaction::rectified_polynomial, 2, true}, Setting{Interaction::exponential, 3, true});
  CAPTURE(static_cast<int>(setting.interaction), setting.degree);
  DenseAssociativeMemory model;
  model.layer_sizes = {9};
  model.interaction = setting.interaction;
  model.degree = setting.degree;
  RandomStream unused(1, 1);
  bool ever_rose = false;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    model.initialise(unused);
    const Matrix patterns = test::random_signs(9, 5, trial);
    model.memorise(patterns);
    // Far from all memories, where an odd power bends downwards.
    Matrix state = -patterns.rowwise().sum().cwiseSign();
    RandomStream random(5, trial);
    for (Index unit = 0; unit < 9; ++unit) {
      state(unit, 0) *= random.uniform() < 0.4 ? 0.0 : 1.0;
    }
    // E straight from its equation.
    const auto direct = [&] {
      double sum = 0.0;
      for (Index k = 0; k < 5; ++k) {
        const double z = patterns.col(k).dot(state.col(0));
        const double power = std::pow(z, static_cast<double>(setting.degree));
        sum -= setting.interaction == Interaction::exponential  ? std::exp(model.beta * z)
               : setting.interaction == Interaction::polynomial ? power
               : z > 0.0                                        ? power
                                                                : 0.0;
      }
      return sum;
    };
    AsynchronousDense updates(model);
    double before = energy_of(model, state);
    CHECK(before == Approx(direct()).epsilon(1e-12));
    for (Index unit = 0; unit < 9; ++unit) {
      updates.sweep(0, {unit}, state, {});
      const double now = energy_of(model, state);
      ever_rose = ever_rose || now > before + 1e-9 * (1.0 + std::fabs(before));
      before = now;
    }
  }
  CHECK(model.energy_never_rises() == setting.promised);
  CHECK(ever_rose != setting.promised);
  model.update = DenseAssociativeMemory::Update::synchronous;
  CHECK_FALSE(model.energy_never_rises());
}

TEST_CASE("energies: a continuous Hopfield network, straight from its equations, also with held and unknown units") {
  using Similarity = ContinuousHopfield::Similarity;
  RandomStream random(3, 3);
  const Matrix patterns = Matrix::NullaryExpr(12, 9, [&] { return random.normal(); });
  Matrix states = Matrix::NullaryExpr(12, 5, [&] { return random.normal(); });
  states.topRows(4).setZero();
  const auto similarity = GENERATE(Similarity::dot, Similarity::euclidean);
  const bool ignore = GENERATE(false, true);
  ContinuousHopfield model;
  model.layer_sizes = {12};
  model.similarity = similarity;
  model.ignore_unknown = ignore;
  model.beta = 0.6;
  RandomStream unused(1, 1);
  model.initialise(unused);
  model.memorise(patterns);
  const bool has_energy = similarity == Similarity::dot || !ignore;
  CHECK(model.energy_never_rises() == has_energy);
  if (!has_energy) {
    CHECK(std::isnan(energy_of(model, states)));
    CHECK_THROWS_WITH(model.check_use({OffersEnergy::facet}),
                      "no energy is known for the similarity euclidean if unknown units are left out, and an "
                      "analysis of this spec needs one");
    return;
  }
  CHECK_NOTHROW(model.check_use({OffersEnergy::facet}));
  const auto direct = [&](Index trial) {
    double sum = 0.0;
    for (Index k = 0; k < 9; ++k) {
      sum += similarity == Similarity::dot ? std::exp(0.6 * patterns.col(k).dot(states.col(trial)))
                                           : std::exp(-0.3 * (patterns.col(k) - states.col(trial)).squaredNorm());
    }
    const double quadratic = similarity == Similarity::dot ? 0.5 * states.col(trial).squaredNorm() : 0.0;
    return quadratic - std::log(sum) / 0.6;
  };
  Mask held = Mask::Constant(12, 5, false);
  held.topRows(2) = true;
  held(7, 3) = true;
  const auto updates = model.updates(5);
  std::vector<RandomStream> streams = test::trial_streams(5);
  Vector before = energies_of(model, states);
  for (int update = 0; update < 12; ++update) {
    for (Index trial = 0; trial < 5; ++trial) {
      CHECK(before[trial] == Approx(direct(trial)).epsilon(1e-12));
    }
    updates->update(states, update < 6 ? held : Mask(), streams);
    const Vector now = energies_of(model, states);
    CHECK((now.array() <= before.array() + 1e-12).all());
    before = now;
  }
}
