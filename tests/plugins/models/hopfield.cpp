#include <algorithm>
#include <cmath>
#include <limits>

#include <engram/overlap.hpp>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "packed.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::matrix;
using test::relative_difference;
using test::updated;
using test::vector;

namespace {

using Update = Hopfield::Update;
using Response = Hopfield::Response;
using AtZero = Hopfield::AtZero;

std::vector<json> classical_cases() {
  std::vector<json> classical;
  for (const json& each : test::reference_cases("hopfield")) {
    if (each.contains("energy_after_each_unit")) {
      classical.push_back(each);
    }
  }
  return classical;
}

Hopfield with_weights(const Matrix& weights, Update update) {
  Hopfield model = test::make_hopfield(weights.rows(), update);
  model.weights() = weights;
  return model;
}

Hopfield reference_network(const json& each, Update update) {
  Hopfield model = with_weights(matrix(each.at("W")), update);
  model.biases() = vector(each.at("bias"));
  model.threshold = each.at("threshold");
  return model;
}

double energy(const Hopfield& model, const Matrix& state) {
  Vector energies(1);
  model.energies(state, energies);
  return energies[0];
}

/// A network with every term of its equation.
Hopfield busy_network(Index units, Update update) {
  Hopfield model = with_weights(test::random_symmetric_weights(units), update);
  model.biases() = test::random_signs(units, 1, 17).col(0) * 0.7;
  model.threshold = 0.3;
  return model;
}

}  // namespace

TEST_CASE("hopfield: synchronous updates agree with the reference values") {
  const std::vector<json> cases = classical_cases();
  REQUIRE(cases.size() == 3);
  for (const json& each : cases) {
    INFO(each.at("name"));
    const Matrix start = vector(each.at("s0"));
    Hopfield model = reference_network(each, Update::synchronous);
    for (const auto& [updates, expected] : each.at("synchronous_sign_keep_after").items()) {
      CHECK(updated(model, start, std::stoi(updates)) == vector(expected));
    }
    model.response = Response::tanh;
    model.temperature = 0.7;
    CHECK(relative_difference(updated(model, start, 20), vector(each.at("synchronous_tanh_T_0.7_after_20"))) < 1e-12);
    Hopfield tutorial = with_weights(matrix(each.at("W")), Update::synchronous);
    tutorial.at_zero = AtZero::zero;
    CHECK(updated(tutorial, start, 20) == vector(each.at("canns_settings_no_bias_no_threshold_after_20")));
  }
}

TEST_CASE("hopfield: asynchronous updates and energies agree with the reference values, unit by unit") {
  for (const json& each : classical_cases()) {
    INFO(each.at("name"));
    const Hopfield model = reference_network(each, Update::asynchronous);
    AsynchronousHopfield updates(model, 1);
    RandomStream unused(1, 1);
    Matrix state = vector(each.at("s0"));
    updates.follow(state);
    const Vector expected = vector(each.at("energy_after_each_unit"));
    std::vector<double> energies{energy(model, state)};
    const json& orders = each.at("asynchronous_orders");
    for (std::size_t sweep = 0; sweep < orders.size(); ++sweep) {
      for (const Index unit : orders.at(sweep).get<std::vector<Index>>()) {
        updates.sweep(0, {unit}, state, {}, unused);
        energies.push_back(energy(model, state));
      }
      CHECK(state == vector(each.at("asynchronous_after_each_sweep").at(sweep)));
    }
    CHECK(relative_difference(Eigen::Map<Vector>(energies.data(), std::ssize(energies)), expected) < 1e-12);
  }
}

TEST_CASE("hopfield: the responses are those of the equation") {
  Hopfield model = with_weights((Matrix(2, 2) << 0.0, 0.8, -0.5, 0.0).finished(), Update::synchronous);
  model.biases() << 0.1, 0.2;
  model.threshold = 0.4;
  model.temperature = 0.25;
  model.response = GENERATE(Response::tanh, Response::logistic);
  model.update = GENERATE(Update::synchronous, Update::asynchronous);
  const auto f = [&](double h) {
    return model.response == Response::tanh ? std::tanh(h / 0.25) : 1.0 / (1.0 + std::exp(-h / 0.25));
  };
  // The second unit is held, so that the order does not matter.
  Mask held(2, 1);
  held << false, true;
  const Matrix after = updated(model, (Matrix(2, 1) << 0.5, -0.9).finished(), 1, held);
  CHECK(after(0, 0) == Approx(f(0.8 * -0.9 + 0.1 - 0.4)).epsilon(1e-14));
  CHECK(after(1, 0) == -0.9);
}

TEST_CASE("hopfield: the energy never rises under asynchronous updates, and ends in a fixed point") {
  Hopfield model = busy_network(40, Update::asynchronous);
  model.at_zero = GENERATE(AtZero::keep, AtZero::zero);
  AsynchronousHopfield updates(model, 1);
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    Matrix state = test::random_signs(40, 1, trial);
    RandomStream random(3, trial);
    double before = energy(model, state);
    const double start = before;
    updates.follow(state);
    for (int step = 0; step < 40 * 50; ++step) {
      updates.sweep(0, {static_cast<Index>(random.below(40))}, state, {}, random);
      const double now = energy(model, state);
      REQUIRE(now <= before + 1e-11);
      before = now;
    }
    CHECK(before < start);
    CHECK(updated(model, state, 1) == state);
  }
}

TEST_CASE("hopfield: two units that are tied swap their values when updated at once, and agree when one by one") {
  const Matrix tied = (Matrix(2, 2) << 0.0, 1.0, 1.0, 0.0).finished();
  const Matrix start = (Matrix(2, 1) << 1.0, -1.0).finished();
  const Hopfield at_once = with_weights(tied, Update::synchronous);
  CHECK(updated(at_once, start, 1) == -start);
  CHECK(updated(at_once, start, 2) == start);
  const Matrix settled = updated(with_weights(tied, Update::asynchronous), start, 1);
  CHECK(settled(0, 0) == settled(1, 0));
}

TEST_CASE("hopfield: a batch gives what each of its columns gives alone") {
  Hopfield model = busy_network(60, GENERATE(Update::synchronous, Update::asynchronous));
  model.response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  const int times = GENERATE(1, 7);
  const Matrix starts = test::random_signs(60, 5);
  const Matrix together = updated(model, starts, times);
  for (Index trial = 0; trial < 5; ++trial) {
    Matrix alone = starts.col(trial);
    std::vector<RandomStream> random{test::trial_streams(5)[static_cast<std::size_t>(trial)]};
    const auto updates = model.updates(1);
    for (int update = 0; update < times; ++update) {
      updates->update(alone, {}, random);
    }
    if (model.response == Response::sign) {
      CHECK(together.col(trial) == alone);
    } else {
      CHECK(relative_difference(together.col(trial), alone) < 1e-11);
    }
  }
}

TEST_CASE("hopfield: held units stay, and the others feel them") {
  Hopfield model = busy_network(30, GENERATE(Update::synchronous, Update::asynchronous));
  model.response = GENERATE(Response::sign, Response::tanh);
  const Matrix starts = test::random_signs(30, 3);
  Mask held = Mask::Constant(30, 3, false);
  held.topRows(10) = true;
  held(20, 1) = true;
  const Matrix after = updated(model, starts, 5, held);
  CHECK(held.select(after, 0.0) == held.select(starts, 0.0));
  CHECK((after.array() != starts.array()).any());
  Matrix others = starts;
  others.topRows(10) *= -1.0;
  CHECK(updated(model, others, 5, held).bottomRows(9) != after.bottomRows(9));
}

TEST_CASE("hopfield: the same seed gives the same bits, another one other orders") {
  Hopfield model = busy_network(50, Update::asynchronous);
  model.response = GENERATE(Response::sign, Response::tanh);
  const Matrix starts = test::random_signs(50, 4);
  const Matrix first = updated(model, starts, 1, {}, 1);
  CHECK(updated(model, starts, 1, {}, 1) == first);
  CHECK(updated(model, starts, 1, {}, 2) != first);
}

TEST_CASE("hopfield: in a field of zero a unit keeps its value or becomes zero") {
  Hopfield model = test::make_hopfield(3, GENERATE(Update::synchronous, Update::asynchronous));
  // Thresholds that biases make up for, and weights whose sum is zero but for rounding.
  model.threshold = 0.3;
  model.biases().setConstant(0.3);
  model.weights().row(0) << 0.1, 0.2, -0.3;
  const Matrix start = (Matrix(3, 1) << 1.0, 1.0, 1.0).finished();
  REQUIRE(0.1 + 0.2 - 0.3 != 0.0);
  CHECK(updated(model, start, 1) == start);
  CHECK(updated(model, -start, 1) == -start);
  model.at_zero = AtZero::zero;
  CHECK(updated(model, start, 1).bottomRows(2).isZero(0.0));
  model.update = Update::synchronous;
  CHECK(updated(model, start, 1).isZero(0.0));
  // A small weight that is more than a rounding error counts.
  model.weights()(0, 0) += 1e-9;
  CHECK(updated(model, start, 1)(0, 0) == 1.0);
  CHECK(updated(model, -start, 1)(0, 0) == -1.0);
}

TEST_CASE("hopfield: states that someone else has changed between two updates are seen") {
  const Hopfield model = busy_network(40, GENERATE(Update::synchronous, Update::asynchronous));
  Matrix states = test::random_signs(40, 2);
  std::vector<RandomStream> random = test::trial_streams(2);
  const auto updates = model.updates(2);
  updates->update(states, {}, random);
  states.topRows(15) *= -1.0;
  Matrix fresh = states;
  std::vector<RandomStream> same_random = random;
  updates->update(states, {}, random);
  model.updates(2)->update(fresh, {}, same_random);
  CHECK(states == fresh);
}

TEST_CASE("hopfield: fields that are kept up to date stay those of the weights") {
  Hopfield model = busy_network(30, Update::asynchronous);
  model.response = Response::tanh;
  model.temperature = 0.05;
  std::vector<RandomStream> random = test::trial_streams(1);
  std::vector<RandomStream> same_random = random;
  Matrix state = test::random_signs(30, 1);
  Vector expected = state;
  const auto updates = model.updates(1);
  std::vector<Index> order(30);
  // Long enough for the fields to be added up anew several times.
  for (int update = 0; update < 50; ++update) {
    updates->update(state, {}, random);
    std::iota(order.begin(), order.end(), Index{0});
    same_random[0].shuffle(order);
    for (const Index unit : order) {
      const double h = model.weights().row(unit).dot(expected) + model.biases()[unit] - model.threshold;
      expected[unit] = std::tanh(h / model.temperature);
    }
    REQUIRE(relative_difference(state, expected) < 1e-9);
  }
}

TEST_CASE("hopfield: a trial that is no number stays none, and the others are not touched") {
  Hopfield model = busy_network(20, GENERATE(Update::synchronous, Update::asynchronous));
  model.response = GENERATE(Response::sign, Response::tanh, Response::logistic);
  model.at_zero = GENERATE(AtZero::keep, AtZero::zero);
  const Matrix starts = test::random_signs(20, 3);
  Matrix broken = starts;
  broken.col(1).setConstant(std::numeric_limits<double>::quiet_NaN());
  const Matrix after = updated(model, broken, 3);
  CHECK(after.col(1).array().isNaN().all());
  const Matrix whole = updated(model, starts, 3);
  CHECK(relative_difference(after.col(0), whole.col(0)) < 1e-12);
  CHECK(relative_difference(after.col(2), whole.col(2)) < 1e-12);
}

TEST_CASE("hopfield: graded units recall at the default temperature, and nothing at the critical one") {
  const Matrix patterns = test::random_signs(100, 5);
  Hopfield model = test::make_hopfield(100, GENERATE(Update::synchronous, Update::asynchronous));
  model.response = Response::tanh;
  test::teach(model, Hebbian(), patterns);
  Matrix starts = patterns;
  starts.topRows(10) *= -1.0;
  const auto least_overlap = [&](double temperature) {
    model.temperature = temperature;
    const Matrix ends = updated(model, starts, 30);
    double least = 1.0;
    for (Index k = 0; k < patterns.cols(); ++k) {
      least = std::min(least, overlap(patterns.col(k), ends.col(k)));
    }
    return least;
  };
  CHECK(least_overlap(Hopfield().temperature) > 0.999);
  CHECK(least_overlap(1.0) < 0.9);
}

TEST_CASE("hopfield: logistic units recall patterns of 0 and 1 where they are cold enough") {
  const Matrix patterns = 0.5 * (test::random_signs(100, 4).array() + 1.0);
  Hopfield model = test::make_hopfield(100);
  model.response = Response::logistic;
  model.temperature = 0.01;
  Hebbian rule;
  rule.mean = Hebbian::Mean::patterns;
  test::teach(model, rule, patterns);
  Matrix starts = patterns;
  starts.topRows(5) = 1.0 - starts.topRows(5).array();
  CHECK((updated(model, starts, 30) - patterns).cwiseAbs().maxCoeff() < 0.2);
}

TEST_CASE("hopfield: NaN spreads where nothing has been learned") {
  Hopfield model = test::make_hopfield(4, GENERATE(Update::synchronous, Update::asynchronous));
  model.response = Response::tanh;
  const Matrix broken = Matrix::Constant(4, 1, std::numeric_limits<double>::quiet_NaN());
  CHECK(updated(model, broken, 1).array().isNaN().any());
  CHECK(updated(model, Matrix::Ones(4, 1), 2).isZero(0.0));
}

TEST_CASE("hopfield: records its weights and biases by the names of the equations") {
  Hopfield model = with_weights((Matrix(2, 2) << 0.0, 1.0, 2.0, 0.0).finished(), Update::synchronous);
  model.biases() << 3.0, 4.0;
  MemoryRecorder recorder;
  model.record(recorder);
  CHECK(recorder.find("W").dimensions == std::vector<std::string>{"unit", "source_unit"});
  CHECK(recorder.reals("W") == std::vector<double>{0, 1, 2, 0});
  CHECK(recorder.reals("b") == std::vector<double>{3, 4});
}

TEST_CASE("hopfield: a network that learned nothing records no weights") {
  Hopfield model = test::make_hopfield(3);
  MemoryRecorder recorder;
  model.record(recorder);
  CHECK_THROWS(recorder.find("W"));
  CHECK(recorder.reals("b") == std::vector<double>{0, 0, 0});
}

TEST_CASE("hopfield: patterns with values that its units never take are refused, with their place and a fix") {
  Hopfield model;
  model.unit_count = 3;
  Matrix patterns = matrix({{1, -1}, {-1, 1}, {1, 1}});
  const auto with = [&](double value) {
    Matrix changed = patterns;
    changed(2, 1) = value;
    return changed;
  };
  for (const Response response : {Response::sign, Response::tanh}) {
    model.response = response;
    CHECK_NOTHROW(model.check_patterns(patterns));
  }
  const std::string fix =
      "; the parameters `threshold` of a file's patterns and `coding: signs` of sparse ones make +1 and -1";
  model.response = Response::sign;
  CHECK_THROWS_WITH(
      model.check_patterns(with(0.0)),
      "units of a Hopfield network with `response: sign` are +1 or -1, and pattern 1 has 0 at unit 2" + fix);
  model.at_zero = AtZero::zero;
  CHECK_NOTHROW(model.check_patterns(with(0.0)));
  CHECK_THROWS_WITH(
      model.check_patterns(with(0.35)),
      "units of a Hopfield network with `response: sign` are +1 or -1, and pattern 1 has 0.35 at unit 2" + fix);
  model.response = Response::tanh;
  CHECK_NOTHROW(model.check_patterns(with(-0.35)));
  CHECK_THROWS_WITH(
      model.check_patterns(with(1.5)),
      "units of a Hopfield network with `response: tanh` lie between -1 and 1, and pattern 1 has 1.5 at unit 2" +
          fix);
  model.response = Response::logistic;
  CHECK_NOTHROW(model.check_patterns(patterns.cwiseMax(0.0)));
  CHECK_THROWS_WITH(model.check_patterns(patterns),
                    "units of a Hopfield network with `response: logistic` lie between 0 and 1, and pattern 0 has -1 "
                    "at unit 1; `coding: zero_one` of sparse patterns makes 0 and 1, and other values go with "
                    "`response: tanh`");
}

TEST_CASE("hopfield: weights that no memory holds are refused before they are made") {
  Hopfield model;
  model.unit_count = Index{1} << 40;
  CHECK_NOTHROW(model.check_use({OffersOuterProducts::facet}));
  try {
    model.check_use({OffersPairwiseWeights::facet});
    FAIL("no error");
  } catch (const ParameterError& error) {
    CHECK(error.parameter() == "units");
    CHECK_THAT(error.what(), Catch::Matchers::StartsWith("the weights between so many units, and the copy that is "
                                                         "recorded, need "));
  }
}

TEST_CASE("hopfield: in weights that are the rounding of what cancels, every unit keeps its value") {
  const Matrix patterns = test::random_signs(7, 3);
  auto model = test::make_hopfield(7, GENERATE(Hopfield::Update::synchronous, Hopfield::Update::asynchronous));
  model.held_weights = GENERATE(Hopfield::Weights::dense, Hopfield::Weights::implicit);
  for (const double factor : {0.1, 0.2, -0.3}) {
    model.add_outer_products(patterns, 0.0, factor, false);
  }
  const Matrix before = 0.5 * test::random_signs(7, 4, 12);
  Matrix states = before;
  auto random = test::trial_streams(4);
  model.updates(4)->update(states, {}, random);
  CHECK(states == before);
}

TEST_CASE("hopfield: of patterns held as bits, a refused value is named by its pattern and unit") {
  constexpr Index units = 70;
  Hopfield model;
  model.unit_count = units;
  model.response = Hopfield::Response::logistic;
  Matrix patterns = Matrix::Ones(units, 3);
  CHECK_NOTHROW(model.check_patterns(test::packed(patterns)));
  patterns(7, 2) = -1.0;
  CHECK_THROWS_WITH(model.check_patterns(test::packed(patterns)),
                    Catch::Matchers::Contains("pattern 2 has -1 at unit 7"));
}
