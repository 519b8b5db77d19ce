#include "modern_hopfield.hpp"

#include <cmath>
#include <limits>

#include <boost/multiprecision/cpp_int.hpp>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::matrix;
using test::relative_difference;
using test::vector;

namespace {

using Interaction = DenseAssociativeMemory::Interaction;

json reference_case(const std::string& begin) {
  for (const json& each : test::reference_cases("hopfield")) {
    if (each.at("name").get<std::string>().starts_with(begin)) {
      return each;
    }
  }
  throw std::logic_error("no case '" + begin + "'");
}

template <class Network>
Network knowing(Network model, const Matrix& patterns) {
  model.layer_sizes = {patterns.rows()};
  RandomStream unused(1, 1);
  model.initialise(unused);
  test::teach(model, Store(), patterns);
  return model;
}

Matrix updated(const OffersUpdates& model, Matrix states, int times, const Mask& held = {}) {
  std::vector<RandomStream> random = test::trial_streams(states.cols());
  const auto updates = model.updates(states.cols());
  for (int update = 0; update < times; ++update) {
    updates->update(states, held, random);
  }
  return states;
}

/// The update of one unit as the paper writes it.
double field(const DenseAssociativeMemory& model, const Matrix& patterns, const Vector& state, Index unit) {
  double sum = 0.0;
  for (const auto& x : patterns.colwise()) {
    const double others = x.dot(state) - x[unit] * state[unit];
    sum += model.F(x[unit] + others) - model.F(-x[unit] + others);
  }
  return sum;
}

}  // namespace

TEST_CASE("dense_associative_memory: agrees with the reference values, sweep by sweep") {
  for (const auto& [name, interaction] : {std::pair{"dense associative memory, polynomial", Interaction::polynomial},
                                          {"dense associative memory, rectified", Interaction::rectified_polynomial},
                                          {"dense associative memory, exponential", Interaction::exponential}}) {
    const json each = reference_case(name);
    INFO(name);
    DenseAssociativeMemory model;
    model.interaction = interaction;
    model.beta = 0.25;
    model = knowing(model, matrix(each.at("patterns")).transpose());
    Matrix state = vector(each.at("s0"));
    Vector energies(1);
    model.energies(state, energies);
    CHECK(energies[0] == Approx(each.at("energy_of_s0").get<double>()).epsilon(1e-13));
    AsynchronousDense updates(model);
    const json& orders = each.at("asynchronous_orders");
    for (std::size_t sweep = 0; sweep < orders.size(); ++sweep) {
      updates.sweep(0, orders.at(sweep).get<std::vector<Index>>(), state, {});
      CHECK(state == vector(each.at("after_each_sweep").at(sweep)));
    }
  }
}

TEST_CASE("dense_associative_memory: every update is that of the paper, unknown units included") {
  const Matrix patterns = test::random_signs(30, 12);
  Matrix states = test::random_signs(30, 8, 5);
  states.topRightCorner(7, 4).setZero();
  for (const auto interaction :
       {Interaction::polynomial, Interaction::rectified_polynomial, Interaction::exponential}) {
    for (const Index degree : {2, 3, 6}) {
      DenseAssociativeMemory model;
      model.interaction = interaction;
      model.degree = degree;
      model.beta = 0.5;
      model.update = DenseAssociativeMemory::Update::synchronous;
      model = knowing(model, patterns);
      const Matrix found = updated(model, states, 1);
      for (Index trial = 0; trial < states.cols(); ++trial) {
        for (Index unit = 0; unit < states.rows(); ++unit) {
          const double h = field(model, patterns, states.col(trial), unit);
          const double scale = model.F(31.0);
          CHECK(found(unit, trial) == (std::fabs(h) < 1e-9 * scale ? states(unit, trial) : std::copysign(1.0, h)));
        }
      }
    }
  }
}

TEST_CASE("dense_associative_memory: with F(z) = z^2 it is the classical network") {
  const Matrix patterns = test::random_signs(60, 6);
  const Matrix states = test::random_signs(60, 9, 4);
  DenseAssociativeMemory model;
  model.interaction = Interaction::polynomial;
  model.degree = 2;
  for (const bool at_once : {true, false}) {
    model.update =
        at_once ? DenseAssociativeMemory::Update::synchronous : DenseAssociativeMemory::Update::asynchronous;
    const auto dense = knowing(model, patterns);
    auto classical =
        test::make_hopfield(60, at_once ? Hopfield::Update::synchronous : Hopfield::Update::asynchronous);
    test::teach(classical, Hebbian(), patterns);
    CHECK(updated(dense, states, 5) == updated(classical, states, 5));
  }
}

TEST_CASE("dense_associative_memory: F beyond all numbers still gives the right signs") {
  constexpr Index units = 16384;
  const Matrix patterns = test::random_signs(units, 5);
  Matrix states = patterns;
  states.topRows(units / 4) *= -1.0;
  for (const auto interaction : {Interaction::rectified_polynomial, Interaction::exponential}) {
    DenseAssociativeMemory model;
    model.interaction = interaction;
    model.degree = 100;
    model.update = DenseAssociativeMemory::Update::synchronous;
    model = knowing(model, patterns);
    CHECK_FALSE(std::isfinite(model.F(static_cast<double>(units))));
    CHECK(updated(model, states, 1) == patterns);
  }
}

TEST_CASE("dense_associative_memory: a unit moves by its own terms, however small they are beside those of others") {
  using boost::multiprecision::cpp_int;
  constexpr int units = 9;
  const auto power = [](cpp_int base, unsigned exponent) { return boost::multiprecision::pow(base, exponent); };
  const bool rectified = GENERATE(false, true);
  const int degree = GENERATE(2, 3, 20, 51, 400);
  const auto F = [&](int z) { return rectified && z < 0 ? cpp_int(0) : power(z, static_cast<unsigned>(degree)); };
  const Matrix patterns = test::random_signs(units, 3);
  Matrix states = test::random_signs(units, 90, 5);
  states.topRightCorner(3, 60).setZero();
  states.bottomRightCorner(2, 30).setZero();
  DenseAssociativeMemory model;
  model.interaction = rectified ? Interaction::rectified_polynomial : Interaction::polynomial;
  model.degree = degree;
  model.update = DenseAssociativeMemory::Update::synchronous;
  model = knowing(model, patterns);
  const Matrix moved = updated(model, states, 1);
  for (Index trial = 0; trial < states.cols(); ++trial) {
    for (Index unit = 0; unit < units; ++unit) {
      cpp_int sum = 0;
      for (const auto& x : patterns.colwise()) {
        const int own = static_cast<int>(x[unit]);
        const int others = static_cast<int>(x.dot(states.col(trial)) - own * states(unit, trial));
        sum += F(others + own) - F(others - own);
      }
      const double expected = sum > 0 ? 1.0 : sum < 0 ? -1.0 : states(unit, trial);
      CAPTURE(rectified, degree, trial, unit);
      CHECK(moved(unit, trial) == expected);
    }
  }
}

TEST_CASE("dense_associative_memory: one memory fills in all unknown units, whatever its steepness") {
  const double beta = GENERATE(1.0, 20.0, 30.0, 300.0);
  const auto update =
      GENERATE(DenseAssociativeMemory::Update::synchronous, DenseAssociativeMemory::Update::asynchronous);
  DenseAssociativeMemory model;
  model.interaction = Interaction::exponential;
  model.beta = beta;
  model.update = update;
  Vector pattern(50);
  for (Index unit = 0; unit < pattern.size(); ++unit) {
    pattern[unit] = unit % 3 == 0 ? 1.0 : -1.0;
  }
  model = knowing(model, pattern);
  Matrix state = pattern;
  state.topRows(25).setZero();
  CHECK(updated(model, state, 1) == Matrix(pattern));
}

TEST_CASE("dense_associative_memory: the energy never rises under asynchronous updates") {
  DenseAssociativeMemory model;
  model.interaction = Interaction::polynomial;
  model = knowing(model, test::random_signs(40, 60));
  AsynchronousDense updates(model);
  Matrix state = test::random_signs(40, 1, 8);
  Vector before(1);
  Vector after(1);
  model.energies(state, before);
  for (Index unit = 0; unit < 120; ++unit) {
    updates.sweep(0, {unit % 40}, state, {});
    model.energies(state, after);
    CHECK(after[0] <= before[0]);
    before = after;
  }
}

TEST_CASE("dense_associative_memory: values other than +1 and -1 are refused, with their place") {
  Matrix patterns = test::random_signs(4, 3);
  patterns(2, 1) = 0.5;
  CHECK_THROWS_WITH(knowing(DenseAssociativeMemory(), patterns),
                    "a dense associative memory stores values of +1 and -1, and pattern 1 has 0.5 at unit 2; the "
                    "parameter `threshold` of a pattern source turns any values into +1 and -1");
  const auto model = knowing(DenseAssociativeMemory(), test::random_signs(4, 3));
  CHECK_THROWS_WITH(updated(model, Matrix::Constant(4, 1, 0.3), 1),
                    "a dense associative memory moves among +1, -1 and 0, and a trial starts from other values");
}

TEST_CASE("continuous_hopfield: agrees with the reference values") {
  const json each = reference_case("continuous Hopfield");
  ContinuousHopfield model;
  model.beta = each.at("beta");
  model = knowing(model, matrix(each.at("patterns")).transpose());
  const Matrix query = vector(each.at("query"));
  CHECK(relative_difference(updated(model, query, 1), vector(each.at("after_1"))) < 1e-13);
  CHECK(relative_difference(updated(model, query, 5), vector(each.at("after_5"))) < 1e-13);
}

TEST_CASE("continuous_hopfield: its energies fall with every update") {
  RandomStream random(3, 3);
  const Matrix patterns = Matrix::NullaryExpr(20, 30, [&] { return random.normal(); });
  Matrix states = Matrix::NullaryExpr(20, 6, [&] { return random.normal(); });
  for (const auto similarity : {ContinuousHopfield::Similarity::dot, ContinuousHopfield::Similarity::euclidean}) {
    ContinuousHopfield model;
    model.similarity = similarity;
    model.beta = 0.3;
    model = knowing(model, patterns);
    Vector before(6);
    Vector after(6);
    model.energies(states, before);
    for (int update = 0; update < 10; ++update) {
      states = updated(model, states, 1);
      model.energies(states, after);
      CHECK((after.array() <= before.array() + 1e-12).all());
      before = after;
    }
  }
}

TEST_CASE("continuous_hopfield: similarities are what their formulas say, and may leave out what is unknown") {
  RandomStream random(3, 4);
  const Matrix patterns = Matrix::NullaryExpr(7, 3, [&] { return random.normal(); });
  Matrix state = Matrix::NullaryExpr(7, 1, [&] { return random.normal(); });
  state.topRows(2).setZero();
  for (const bool ignore : {false, true}) {
    const Index from = ignore ? 2 : 0;
    const Matrix x = patterns.bottomRows(7 - from);
    const Vector s = state.col(0).tail(7 - from);
    const auto similarities = [&](ContinuousHopfield::Similarity similarity) {
      ContinuousHopfield model;
      model.similarity = similarity;
      model.ignore_unknown = ignore;
      model = knowing(model, patterns);
      Matrix found(3, 1);
      model.take_similarities(state, found);
      return Vector(found.col(0));
    };
    for (Index k = 0; k < 3; ++k) {
      CHECK(similarities(ContinuousHopfield::Similarity::dot)[k] == Approx(x.col(k).dot(s)));
      CHECK(similarities(ContinuousHopfield::Similarity::cosine)[k] ==
            Approx(x.col(k).dot(s) / (x.col(k).norm() * s.norm())));
      CHECK(similarities(ContinuousHopfield::Similarity::euclidean)[k] ==
            Approx(-0.5 * (x.col(k) - s).squaredNorm()));
      CHECK(similarities(ContinuousHopfield::Similarity::manhattan)[k] == Approx(-(x.col(k) - s).lpNorm<1>()));
    }
  }
}

TEST_CASE("continuous_hopfield: large beta and long patterns overflow nothing, and held units stay") {
  const Matrix patterns = 100.0 * test::random_signs(500, 4);
  ContinuousHopfield model;
  model.beta = 100.0;
  model = knowing(model, patterns);
  Mask held = Mask::Constant(500, 4, false);
  held.topRows(5) = true;
  Matrix start = patterns;
  start.topRows(5).setConstant(3.0);
  Matrix expected = patterns;
  expected.topRows(5).setConstant(3.0);
  CHECK(updated(model, start, 2, held) == expected);
}

TEST_CASE("continuous_hopfield: NaN stays visible, whatever the similarity") {
  using Similarity = ContinuousHopfield::Similarity;
  ContinuousHopfield model;
  model.similarity = GENERATE(Similarity::dot, Similarity::cosine, Similarity::euclidean, Similarity::manhattan);
  model = knowing(model, test::random_signs(6, 3));
  Matrix states = test::random_signs(6, 2, 5);
  states(2, 1) = std::numeric_limits<double>::quiet_NaN();
  const Matrix after = updated(model, states, 1);
  CHECK(after.col(0).allFinite());
  CHECK(after.col(1).array().isNaN().all());
}

TEST_CASE("continuous_hopfield: without memories there is no mean to move to, and it says so") {
  ContinuousHopfield model;
  model.layer_sizes = {4};
  RandomStream unused(1, 1);
  model.initialise(unused);
  CHECK_THROWS_WITH(updated(model, Matrix::Ones(4, 1), 1),
                    "a continuous Hopfield network moves to the mean of its memories, and it has none; train it "
                    "first with a rule that stores patterns, such as store");
}

TEST_CASE("dense_associative_memory: without memories no unit moves, and the energy is 0") {
  DenseAssociativeMemory model;
  model.layer_sizes = {4};
  model.update = GENERATE(DenseAssociativeMemory::Update::synchronous, DenseAssociativeMemory::Update::asynchronous);
  RandomStream unused(1, 1);
  model.initialise(unused);
  const Matrix states = test::random_signs(4, 3);
  CHECK(updated(model, states, 2) == states);
  Vector energies(3);
  model.energies(states, energies);
  CHECK(energies.isZero(0.0));
}

TEST_CASE("continuous_hopfield: an energy that nobody knows is refused") {
  ContinuousHopfield model;
  model.similarity = ContinuousHopfield::Similarity::manhattan;
  CHECK_NOTHROW(model.check_use({OffersMemories::facet}));
  CHECK_THROWS_WITH(model.check_use({OffersEnergy::facet}),
                    "an energy is known for the similarities dot and euclidean only, and an analysis of this spec "
                    "needs one");
}

TEST_CASE("modern_hopfield: the number of memories is recorded") {
  const Index count = GENERATE(0, 1, 3);
  const Matrix patterns = test::random_signs(5, count);
  const auto recorded = [](const Model& model) {
    MemoryRecorder recorder;
    model.record(recorder);
    return recorder.reals("stored_patterns");
  };
  CHECK(recorded(knowing(DenseAssociativeMemory(), patterns)) == std::vector{static_cast<double>(count)});
  CHECK(recorded(knowing(ContinuousHopfield(), patterns)) == std::vector{static_cast<double>(count)});
}
