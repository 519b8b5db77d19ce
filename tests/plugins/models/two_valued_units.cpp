// Units of a Hopfield network that are 1 or 0, and units at a temperature, against calculations of their own.
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"

using namespace engram;
using test::relative_difference;
using test::updated;

namespace {

using Update = Hopfield::Update;
using Response = Hopfield::Response;
using Coding = Hopfield::Coding;

/// A network with every term of its equation; its weights are not symmetric.
Hopfield network(Index units, Update update, Coding coding) {
  Hopfield model = test::make_hopfield(units, update);
  RandomStream random(5, 9);
  model.weights() = Matrix::NullaryExpr(units, units, [&] { return random.normal(); });
  model.biases() = Vector::NullaryExpr(units, [&] { return random.normal(); });
  model.threshold = 0.4;
  model.coding = coding;
  return model;
}

/// The values V of a state s.
Vector values_of(const ConstVectorView& state, Coding coding) {
  return coding == Coding::zero_one ? Vector(0.5 * (state.array() + 1.0)) : Vector(state);
}

/// h_i = sum_j W_ij V_j + b_i - theta.
double field(Hopfield& model, const ConstVectorView& state, Index unit) {
  return model.weights().row(unit).dot(values_of(state, model.coding)) + model.biases()[unit] - model.threshold;
}

/// -1/2 V^T W V - b^T V + theta sum_i V_i.
double energy(Hopfield& model, const ConstVectorView& state) {
  const Vector V = values_of(state, model.coding);
  return -0.5 * V.dot(model.weights() * V) - model.biases().dot(V) + model.threshold * V.sum();
}

/// The new value of a unit in the field h, given a number between 0 and 1.
double drawn(const Hopfield& model, double h, double uniform) {
  const double difference = model.coding == Coding::zero_one ? h : 2.0 * h;
  return uniform < 1.0 / (1.0 + std::exp(-difference / model.temperature)) ? 1.0 : -1.0;
}

}  // namespace

TEST_CASE("two-valued units: one update is that of the equation, for either coding, response and order") {
  const Coding coding = GENERATE(Coding::signs, Coding::zero_one);
  Hopfield model = network(17, GENERATE(Update::synchronous, Update::asynchronous), coding);
  model.response = GENERATE(Response::sign, Response::heat_bath);
  model.temperature = 2.5;
  const Matrix starts = test::random_signs(17, 6);
  std::vector<RandomStream> streams = test::trial_streams(6);
  Matrix expected = starts;
  for (Index trial = 0; trial < 6; ++trial) {
    RandomStream& random = streams[static_cast<std::size_t>(trial)];
    std::vector<Index> order(17);
    std::iota(order.begin(), order.end(), Index{0});
    if (model.update == Update::asynchronous) {
      random.shuffle(order);
    }
    const Vector before = starts.col(trial);
    for (const Index unit : order) {
      const Vector seen = model.update == Update::asynchronous ? Vector(expected.col(trial)) : before;
      const double h = field(model, seen, unit);
      expected(unit, trial) =
          model.response == Response::sign ? (h > 0.0 ? 1.0 : -1.0) : drawn(model, h, random.uniform());
    }
  }
  CHECK(updated(model, starts, 1) == expected);
}

TEST_CASE("two-valued units: fields and energies are those of the values 1 and 0") {
  Hopfield model = network(11, Update::synchronous, GENERATE(Coding::signs, Coding::zero_one));
  model.response = GENERATE(Response::sign, Response::heat_bath);
  const Matrix states = test::random_signs(11, 5);
  Matrix fields(11, 5), expected(11, 5);
  Vector energies(5), expected_energies(5);
  model.fields(states, fields);
  model.energies(states, energies);
  for (Index trial = 0; trial < 5; ++trial) {
    for (Index unit = 0; unit < 11; ++unit) {
      expected(unit, trial) = field(model, states.col(trial), unit) + model.threshold;
    }
    expected_energies[trial] = energy(model, states.col(trial));
  }
  CHECK(relative_difference(fields, expected) < 1e-13);
  CHECK(relative_difference(energies, expected_energies) < 1e-13);
  CHECK(model.largest_field() >= fields.cwiseAbs().maxCoeff());
}

TEST_CASE("two-valued units: the energy of units of 1 and 0 never rises where it promises so") {
  Hopfield model = network(30, Update::asynchronous, Coding::zero_one);
  model.weights() = test::random_symmetric_weights(30);
  REQUIRE(model.energy_never_rises());
  Matrix state = test::random_signs(30, 1);
  AsynchronousHopfield updates(model, 1);
  updates.follow(state);
  RandomStream random(8, 2);
  double before = energy(model, state.col(0));
  for (int step = 0; step < 600; ++step) {
    updates.sweep(0, {static_cast<Index>(random.below(30))}, state, {}, random);
    const double now = energy(model, state.col(0));
    REQUIRE(now <= before + 1e-11);
    before = now;
  }
  model.response = Response::heat_bath;
  CHECK_FALSE(model.energy_never_rises());
}

TEST_CASE("two-valued units: weights held as patterns move them as a matrix does") {
  const Matrix patterns = test::random_signs(40, 3);
  const Matrix starts = test::random_signs(40, 4, 21);
  const auto model_with = [&](Hopfield::Weights weights, Update update, Coding coding, Response response) {
    Hopfield model = test::make_hopfield(40, update);
    model.held_weights = weights;
    model.coding = coding;
    model.response = response;
    model.temperature = 0.3;
    test::teach(model, Hebbian(), patterns);
    return model;
  };
  const Update update = GENERATE(Update::synchronous, Update::asynchronous);
  const Coding coding = GENERATE(Coding::signs, Coding::zero_one);
  const Response response = GENERATE(Response::sign, Response::heat_bath);
  const Hopfield dense = model_with(Hopfield::Weights::dense, update, coding, response);
  const Hopfield implicit = model_with(Hopfield::Weights::implicit, update, coding, response);
  CHECK(updated(implicit, starts, 4) == updated(dense, starts, 4));
  Vector one(4), other(4);
  implicit.energies(starts, one);
  dense.energies(starts, other);
  CHECK(relative_difference(one, other) < 1e-12);
}

TEST_CASE("two-valued units: at a temperature, states are as frequent as Boltzmann says") {
  // exp(-E / T) / Z is the only distribution that updates of one unit after the other leave as it is, for symmetric
  // weights.
  constexpr Index trials = 40'000;
  const Coding coding = GENERATE(Coding::signs, Coding::zero_one);
  Hopfield model = network(3, Update::asynchronous, coding);
  model.weights() << 0.0, 0.8, -0.5, 0.8, 0.0, 0.3, -0.5, 0.3, 0.0;
  model.biases() << 0.2, -0.1, 0.4;
  model.threshold = 0.1;
  model.response = Response::heat_bath;
  model.temperature = 0.9;
  const Matrix ends = updated(model, test::random_signs(3, trials), 30);
  std::array<double, 8> counts{}, weights{};
  for (Index trial = 0; trial < trials; ++trial) {
    const std::size_t place =
        (ends(0, trial) > 0.0 ? 1U : 0U) + (ends(1, trial) > 0.0 ? 2U : 0U) + (ends(2, trial) > 0.0 ? 4U : 0U);
    counts.at(place) += 1.0;
  }
  for (std::size_t at = 0; at < 8; ++at) {
    Vector state(3);
    state << ((at & 1U) != 0 ? 1.0 : -1.0), ((at & 2U) != 0 ? 1.0 : -1.0), ((at & 4U) != 0 ? 1.0 : -1.0);
    weights.at(at) = std::exp(-energy(model, state) / model.temperature);
  }
  const double Z = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t at = 0; at < 8; ++at) {
    const double chance = weights.at(at) / Z;
    const double standard_error = std::sqrt(chance * (1.0 - chance) / static_cast<double>(trials));
    CHECK(std::fabs(counts.at(at) / static_cast<double>(trials) - chance) < 5.0 * standard_error);
  }
}

TEST_CASE("two-valued units: without heat they follow their fields") {
  Hopfield model =
      network(25, GENERATE(Update::synchronous, Update::asynchronous), GENERATE(Coding::signs, Coding::zero_one));
  const Matrix starts = test::random_signs(25, 3);
  model.update = Update::synchronous;
  const Matrix cold = updated(model, starts, 3);
  model.response = Response::heat_bath;
  model.temperature = 1e-12;
  CHECK(updated(model, starts, 3) == cold);
}

TEST_CASE(
    "two-valued units: at a temperature held units stay, and a trial of NaN stays one and no other becomes one") {
  Hopfield model = network(20, GENERATE(Update::synchronous, Update::asynchronous), Coding::signs);
  model.response = Response::heat_bath;
  model.temperature = 3.0;
  Matrix starts = test::random_signs(20, 3);
  Mask held = Mask::Constant(20, 3, false);
  held.topRows(6) = true;
  CHECK(updated(model, starts, 5, held).topRows(6) == starts.topRows(6));
  CHECK(updated(model, starts, 5, held).bottomRows(14) != starts.bottomRows(14));
  starts.col(1).setConstant(std::numeric_limits<double>::quiet_NaN());
  const Matrix after = updated(model, starts, 2);
  CHECK(after.col(1).array().isNaN().all());
  CHECK(after.col(0).cwiseAbs() == Vector::Ones(20));
  CHECK(after.col(2).cwiseAbs() == Vector::Ones(20));
}

TEST_CASE("two-valued units: settings that contradict each other are refused with what is allowed") {
  Hopfield model = test::make_hopfield(3);
  model.coding = Coding::zero_one;
  CHECK_NOTHROW(model.check());
  model.response = Response::tanh;
  CHECK_THROWS_WITH(model.check(),
                    "`coding: zero_one` is for units of two values; allowed with it: response: sign, "
                    "response: heat_bath");
  model.response = Response::sign;
  model.at_zero = Hopfield::AtZero::zero;
  CHECK_THROWS_WITH(model.check(), "units of 1 and 0 have no value between; allowed with coding: zero_one: keep");
  model.at_zero = Hopfield::AtZero::keep;
  const Matrix zeros = Matrix::Zero(3, 1);
  const std::string fix =
      ", and pattern 0 has 0 at unit 0; the parameters `threshold` of a file's patterns and `coding: signs` of "
      "sparse "
      "ones make +1 and -1";
  CHECK_THROWS_WITH(model.check_patterns(zeros),
                    "units of a Hopfield network with `coding: zero_one` are 1 or 0, given as +1 or -1" + fix);
  model.coding = Coding::signs;
  model.response = Response::heat_bath;
  CHECK_THROWS_WITH(model.check_patterns(zeros),
                    "units of a Hopfield network with `response: heat_bath` are +1 or -1" + fix);
}
