
#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::relative_difference;

namespace {

/// The rule as the paper writes it, one field per pair of units.
Matrix storkey_weights(const Matrix& patterns, bool self_connections) {
  const Index units = patterns.rows();
  Matrix W = Matrix::Zero(units, units);
  for (Index pattern = 0; pattern < patterns.cols(); ++pattern) {
    const Vector x = patterns.col(pattern);
    const auto h = [&](Index i, Index j) {
      double sum = 0.0;
      for (Index k = 0; k < units; ++k) {
        sum += k == i || k == j ? 0.0 : W(i, k) * x[k];
      }
      return sum;
    };
    Matrix change(units, units);
    for (Index i = 0; i < units; ++i) {
      for (Index j = 0; j < units; ++j) {
        change(i, j) = (x[i] * x[j] - x[i] * h(j, i) - h(i, j) * x[j]) / static_cast<double>(units);
      }
    }
    W += change;
  }
  if (!self_connections) {
    W.diagonal().setZero();
  }
  return W;
}

}  // namespace

TEST_CASE("storkey: agrees with the reference values") {
  int found = 0;
  for (const json& each : test::reference_cases("hopfield")) {
    if (each.at("name").get<std::string>().starts_with("storkey")) {
      ++found;
      const Matrix patterns = test::matrix(each.at("patterns")).transpose();
      auto model = test::make_hopfield(patterns.rows());
      Storkey rule;
      rule.self_connections = true;
      test::teach(model, rule, patterns);
      CHECK(relative_difference(model.weights(), test::matrix(each.at("W"))) < 1e-12);
    }
  }
  CHECK(found == 1);
}

TEST_CASE("storkey: is the rule of the paper, for values of any kind") {
  RandomStream random(5, 5);
  const bool binary = GENERATE(true, false);
  const Matrix patterns = Matrix::NullaryExpr(12, 6, [&] { return binary ? random.sign() : random.normal(); });
  Storkey rule;
  rule.self_connections = GENERATE(true, false);
  auto model = test::make_hopfield(12);
  test::teach(model, rule, patterns);
  CHECK(relative_difference(model.weights(), storkey_weights(patterns, rule.self_connections)) < 1e-12);
  CHECK(model.weights() == model.weights().transpose());
  CHECK(model.biases().isZero(0.0));
}

TEST_CASE("storkey: without self-connections of its own it keeps those that it finds") {
  const Matrix patterns = test::random_signs(12, 3);
  auto model = test::make_hopfield(12);
  model.weights().diagonal().setConstant(0.25);
  test::teach(model, Storkey(), patterns);
  CHECK(model.weights().diagonal().isApproxToConstant(0.25, 1e-15));
  auto other = test::make_hopfield(12);
  test::teach(other, Storkey(), patterns);
  Matrix difference = model.weights() - other.weights();
  difference.diagonal().setZero();
  CHECK(difference.isZero(1e-15));
}

TEST_CASE("storkey: holds more patterns than Hebbian learning") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    // A fifth as many patterns as units: beyond the 0.138 of Hebbian learning.
    const Matrix patterns = test::random_signs(200, 40, seed);
    auto model = test::make_hopfield(200);
    const double hebbian = test::teach(model, Hebbian{}, patterns).reals("patterns_stable").at(0);
    auto other = test::make_hopfield(200);
    const double storkey = test::teach(other, Storkey{}, patterns).reals("patterns_stable").at(0);
    CHECK(hebbian < 0.5);
    CHECK(storkey > 0.9);
  }
}

TEST_CASE("storkey: reports progress, pattern by pattern") {
  struct Listener : Monitor {
    std::vector<double> heard;
    void progress(double fraction) override { heard.push_back(fraction); }
  } monitor;
  MemoryRecorder recorder;
  const Matrix patterns = test::random_signs(10, 4);
  auto model = test::make_hopfield(10);
  Storkey{}.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
  CHECK(monitor.heard == std::vector<double>{0.25, 0.5, 0.75, 1.0});
}

TEST_CASE("storkey: values that it cannot cope with are refused in words") {
  auto model = test::make_hopfield(4);
  CHECK_THROWS_WITH(test::teach(model, Storkey{}, 1e100 * test::random_signs(4, 5)),
                    Catch::Matchers::StartsWith("the fields became infinite or NaN before pattern ") &&
                        Catch::Matchers::EndsWith("which is made for values of +1 and -1"));
}
