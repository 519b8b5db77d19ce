
#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::relative_difference;

TEST_CASE("hebbian: agrees with the reference values") {
  using Normalisation = Hebbian::Normalisation;
  int found = 0;
  for (const json& each : test::reference_cases("hopfield")) {
    if (!each.contains("rho")) {
      continue;
    }
    INFO(each.at("name"));
    ++found;
    const Matrix patterns = test::matrix(each.at("patterns")).transpose();
    const Index c = each.at("c");
    Hebbian rule;
    rule.normalisation = c == patterns.rows()   ? Normalisation::units
                         : c == patterns.cols() ? Normalisation::patterns
                                                : Normalisation::none;
    rule.mean = each.at("rho") == 0.0 ? Hebbian::Mean::zero : Hebbian::Mean::patterns;
    rule.biases = Hebbian::Biases::mean_pattern;
    auto model = test::make_hopfield(patterns.rows());
    const MemoryRecorder recorder = test::teach(model, rule, patterns);
    CHECK(relative_difference(model.weights(), test::matrix(each.at("W"))) < 1e-12);
    // The reference has a tenth of the mean pattern.
    CHECK(relative_difference(0.1 * model.biases(), test::vector(each.at("bias"))) < 1e-12);
    CHECK(recorder.reals("rho").at(0) == Approx(each.at("rho").get<double>()).epsilon(1e-12));
  }
  CHECK(found == 3);
}

TEST_CASE("hebbian: is the sum of outer products, for values of any kind") {
  RandomStream random(5, 5);
  const Matrix patterns = Matrix::NullaryExpr(9, 4, [&] { return 0.3 + random.normal(); });
  Hebbian rule;
  rule.mean = GENERATE(Hebbian::Mean::zero, Hebbian::Mean::patterns);
  rule.self_connections = GENERATE(true, false);
  const double rho = rule.mean == Hebbian::Mean::zero ? 0.0 : patterns.mean();
  Matrix expected = Matrix::Zero(9, 9);
  for (Index k = 0; k < 4; ++k) {
    for (Index i = 0; i < 9; ++i) {
      for (Index j = 0; j < 9; ++j) {
        const bool counts = i != j || rule.self_connections;
        expected(i, j) += counts ? (patterns(i, k) - rho) * (patterns(j, k) - rho) / 9.0 : 0.0;
      }
    }
  }
  auto model = test::make_hopfield(9);
  // The rule adds to the weights that it finds.
  model.weights().setConstant(7.0);
  model.biases().setConstant(7.0);
  test::teach(model, rule, patterns);
  model.weights().array() -= 7.0;
  model.biases().array() -= 7.0;
  CHECK(relative_difference(model.weights(), expected) < 1e-13);
  CHECK(model.weights() == model.weights().transpose());
  CHECK(model.biases().isZero(0.0));
}

TEST_CASE("hebbian: a network recalls a few patterns from damaged ones, and says beforehand that it can") {
  const Matrix patterns = test::random_signs(200, 5);
  auto model = test::make_hopfield(200, GENERATE(Hopfield::Update::synchronous, Hopfield::Update::asynchronous));
  const MemoryRecorder recorder = test::teach(model, Hebbian{}, patterns);
  CHECK(recorder.reals("patterns_stable").at(0) == 1.0);
  CHECK(recorder.reals("stability").at(0) > 0.0);
  Matrix states = patterns;
  states.topRows(40) *= -1.0;
  auto random = test::trial_streams(5);
  const auto updates = model.updates(5);
  for (int update = 0; update < 5; ++update) {
    updates->update(states, {}, random);
  }
  CHECK(states == patterns);
}

TEST_CASE("hebbian: values too large for their products are refused in words") {
  auto model = test::make_hopfield(4);
  CHECK_THROWS_WITH(test::teach(model, Hebbian{}, 1e200 * test::random_signs(4, 2)),
                    "the fields became infinite or NaN: the values of the patterns are too large");
}
