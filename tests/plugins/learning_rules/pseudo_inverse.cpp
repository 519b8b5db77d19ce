
#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::relative_difference;

TEST_CASE("pseudo_inverse: agrees with the reference values") {
  int found = 0;
  for (const json& each : test::reference_cases("hopfield")) {
    if (each.at("name").get<std::string>().starts_with("pseudo_inverse")) {
      ++found;
      const Matrix patterns = test::matrix(each.at("patterns")).transpose();
      auto model = test::make_hopfield(patterns.rows());
      test::teach(model, PseudoInverse{}, patterns);
      CHECK(relative_difference(model.weights(), test::matrix(each.at("W"))) < 1e-12);
    }
  }
  CHECK(found == 1);
}

TEST_CASE("pseudo_inverse: projects onto the patterns, and each of them is a fixed point") {
  // Far beyond what Hebbian learning holds, and patterns that resemble each other.
  Matrix patterns = test::random_signs(50, 30);
  patterns.rightCols(10) = patterns.middleCols(10, 10);
  for (Index twin = 0; twin < 10; ++twin) {
    patterns.col(20 + twin).segment(5 * twin, 5) *= -1.0;
  }
  PseudoInverse rule;
  rule.self_connections = GENERATE(true, false);
  auto model = test::make_hopfield(50, Hopfield::Update::synchronous);
  const MemoryRecorder recorder = test::teach(model, rule, patterns);
  CHECK(recorder.reals("patterns_stable").at(0) == 1.0);
  CHECK(recorder.reals("rank").at(0) == 30.0);
  CHECK(model.weights() == model.weights().transpose());
  Matrix states = patterns;
  auto random = test::trial_streams(30);
  model.updates(30)->update(states, {}, random);
  CHECK(states == patterns);
  if (rule.self_connections) {
    CHECK(relative_difference(model.weights() * patterns, patterns) < 1e-13);
    CHECK(relative_difference(model.weights() * model.weights(), model.weights()) < 1e-13);
    CHECK(recorder.reals("stability").at(0) == Approx(1.0));
  } else {
    CHECK(model.weights().diagonal().isZero(0.0));
  }
}

TEST_CASE("pseudo_inverse: patterns that follow from others change nothing, up to the tolerance") {
  const Matrix independent = test::random_signs(20, 4);
  Matrix patterns(20, 7);
  patterns << independent, independent.col(1), -independent.col(2), independent.col(3);
  patterns(0, 6) += 1e-6;
  auto model = test::make_hopfield(20);
  PseudoInverse rule;
  CHECK(test::teach(model, rule, patterns).reals("rank").at(0) == 5.0);
  rule.tolerance = 1e-4;
  model = test::make_hopfield(20);
  CHECK(test::teach(model, rule, patterns).reals("rank").at(0) == 4.0);
  const Matrix found = model.weights();
  model = test::make_hopfield(20);
  test::teach(model, rule, independent);
  CHECK(relative_difference(found, model.weights()) < 1e-6);
}

TEST_CASE("pseudo_inverse: as many patterns as units tell nothing apart") {
  auto model = test::make_hopfield(6);
  PseudoInverse rule;
  CHECK(test::teach(model, rule, test::random_signs(6, 20)).reals("rank").at(0) == 6.0);
  CHECK(model.weights().isIdentity(0.0));
  rule.self_connections = false;
  model = test::make_hopfield(6);
  CHECK(test::teach(model, rule, test::random_signs(6, 20)).reals("patterns_stable").at(0) == 0.0);
  CHECK(model.weights().isZero(0.0));
  model = test::make_hopfield(6);
  CHECK(test::teach(model, rule, Matrix::Zero(6, 2)).reals("rank").at(0) == 0.0);
  CHECK(model.weights().isZero(0.0));
}

TEST_CASE("pseudo_inverse: a unit that the others say nothing about keeps its value") {
  // Two patterns that differ at unit 2 alone: its field is zero without a weight of its own.
  Matrix patterns(5, 2);
  patterns.col(0) << 1, -1, 1, 1, -1;
  patterns.col(1) << 1, -1, -1, 1, -1;
  auto model = test::make_hopfield(5);
  model.held_weights = GENERATE(Hopfield::Weights::dense, Hopfield::Weights::implicit);
  PseudoInverse rule;
  rule.self_connections = false;
  test::teach(model, rule, patterns);
  Matrix states = patterns;
  auto random = test::trial_streams(2);
  for (int update = 0; update < 3; ++update) {
    model.updates(2)->update(states, {}, random);
  }
  CHECK(states == patterns);
}
