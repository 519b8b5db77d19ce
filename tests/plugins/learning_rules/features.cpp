#include <Eigen/Eigenvalues>

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "plugins/learning_rules/anti_hebbian.cpp"
#include "plugins/learning_rules/bcm.cpp"
#include "plugins/learning_rules/oja.cpp"
#include "plugins/learning_rules/sanger.cpp"
#include "plugins/models/linear_layer.cpp"

using namespace engram;
using test::relative_difference;

namespace {

LinearLayer layer(Index units, Index outputs) {
  LinearLayer model;
  model.unit_count = units;
  model.outputs = outputs;
  RandomStream random(1, 7);
  model.initialise(random);
  return model;
}

/// Patterns that vary by 4, 2, 1, 0.5, ... along axes of their own.
Matrix stretched_patterns(Index units, Index count) {
  RandomStream random(9, 9);
  Matrix patterns = Matrix::NullaryExpr(units, count, [&] { return random.normal(); });
  for (Index axis = 0; axis < units; ++axis) {
    patterns.row(axis) *= 2.0 * std::pow(0.5, static_cast<double>(axis));
  }
  const Matrix mixing = Matrix::NullaryExpr(units, units, [&] { return random.normal(); });
  return mixing.householderQr().householderQ() * patterns;
}

/// Columns are the directions in which the patterns vary most, first the first.
Matrix leading_directions(const Matrix& patterns) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(patterns * patterns.transpose());
  return solver.eigenvectors().rowwise().reverse();
}

}  // namespace

TEST_CASE("oja: one output becomes the first principal component, of length one") {
  const Matrix patterns = stretched_patterns(5, 200);
  LinearLayer model = layer(5, 1);
  Oja rule;
  rule.rate = 1e-3;
  rule.epochs = 400;
  const MemoryRecorder seen = test::teach(model, rule, patterns);
  const Vector w = model.weights().row(0);
  CHECK(w.norm() == Approx(1.0).epsilon(1e-2));
  CHECK(std::fabs(w.normalized().dot(leading_directions(patterns).col(0))) > 0.9999);
  CHECK(seen.reals("weight_change").size() == 400);
}

TEST_CASE("sanger: outputs become the principal components, in their order") {
  const Matrix patterns = stretched_patterns(5, 200);
  LinearLayer model = layer(5, 3);
  Sanger rule;
  rule.rate = 1e-3;
  rule.epochs = 3000;
  const MemoryRecorder seen = test::teach(model, rule, patterns);
  const Matrix expected = leading_directions(patterns);
  for (Index output = 0; output < 3; ++output) {
    CHECK(std::fabs(model.weights().row(output).normalized().dot(expected.col(output))) > 0.999);
  }
  CHECK(seen.reals("explained_variance").at(0) > 0.98);
  // The layer then gives back the part of a pattern that its features span.
  std::vector<RandomStream> random = test::trial_streams(1);
  Matrix state = expected.leftCols(3) * Vector::Ones(3);
  const Matrix before = state;
  model.updates(1)->update(state, {}, random);
  CHECK((state - before).norm() < 0.05);
}

TEST_CASE("features: rules are their formulas, presentation by presentation") {
  const Matrix patterns = stretched_patterns(4, 3);
  const auto taught = [&](const auto& rule) {
    LinearLayer model = layer(4, 2);
    test::teach(model, rule, patterns);
    return Matrix(model.weights());
  };
  const auto expected = [&](const auto& change) {
    Matrix W = layer(4, 2).weights();
    for (int epoch = 0; epoch < 2; ++epoch) {
      for (const auto& x : patterns.colwise()) {
        W += 0.02 * change(W, Vector(x));
      }
    }
    return W;
  };
  const auto with = [](auto rule) {
    rule.rate = 0.02;
    rule.epochs = 2;
    rule.order = Presentations::Order::in_turn;
    return rule;
  };
  CHECK(relative_difference(taught(with(Oja())), expected([](const Matrix& W, const Vector& x) {
                              const Vector y = W * x;
                              Matrix change(2, 4);
                              for (Index o = 0; o < 2; ++o) {
                                change.row(o) = y[o] * (x - y[o] * W.row(o).transpose()).transpose();
                              }
                              return change;
                            })) < 1e-13);
  CHECK(relative_difference(taught(with(Sanger())), expected([](const Matrix& W, const Vector& x) {
                              const Vector y = W * x;
                              Matrix change(2, 4);
                              change.row(0) = y[0] * (x.transpose() - y[0] * W.row(0));
                              change.row(1) = y[1] * (x.transpose() - y[0] * W.row(0) - y[1] * W.row(1));
                              return change;
                            })) < 1e-13);
  Vector theta = Vector::Zero(2);
  CHECK(relative_difference(taught(with(Bcm())), expected([&](const Matrix& W, const Vector& x) {
                              const Vector y = W * x;
                              Matrix change(2, 4);
                              for (Index o = 0; o < 2; ++o) {
                                change.row(o) = y[o] * (y[o] - theta[o]) * x.transpose();
                                theta[o] += (y[o] * y[o] - theta[o]) / 10.0;
                              }
                              return change;
                            })) < 1e-13);
}

TEST_CASE("features: a second stage goes on where the first one ended") {
  const Matrix patterns = stretched_patterns(4, 5);
  Oja rule;
  rule.epochs = 3;
  rule.order = Presentations::Order::in_turn;
  LinearLayer twice = layer(4, 2);
  test::teach(twice, rule, patterns);
  test::teach(twice, rule, patterns);
  rule.epochs = 6;
  LinearLayer once = layer(4, 2);
  test::teach(once, rule, patterns);
  CHECK(twice.weights() == once.weights());
}

TEST_CASE("features: a rate that is too high is refused in words") {
  LinearLayer model = layer(4, 2);
  Oja rule;
  rule.rate = 50.0;
  CHECK_THROWS_WITH(test::teach(model, rule, stretched_patterns(4, 20)),
                    Catch::Matchers::StartsWith("the weights became infinite or NaN in epoch ") &&
                        Catch::Matchers::Contains(", with a rate of 50 and patterns of a squared length of up to ") &&
                        Catch::Matchers::EndsWith("; a lower rate, or smaller patterns, may help"));
}

TEST_CASE("features: by default oja and sanger learn from signs, few or many") {
  const Index units = GENERATE(24, 100, 1000);
  const Matrix patterns = test::random_signs(units, 5);
  const Oja oja;
  const Sanger sanger;
  for (const LearningRule* rule : std::vector<const LearningRule*>{&oja, &sanger}) {
    LinearLayer model = layer(units, 4);
    CHECK(test::teach(model, *rule, patterns).reals("explained_variance").front() > 0.6);
  }
}

TEST_CASE("bcm: with two orthogonal patterns an output becomes selective for one") {
  const Matrix patterns = Matrix::Identity(2, 2);
  LinearLayer model = layer(2, 1);
  model.feature_weights() << 0.6, 0.5;
  Bcm rule;
  rule.rate = 0.02;
  rule.epochs = 5000;
  const MemoryRecorder seen = test::teach(model, rule, patterns);
  CHECK(seen.reals("selectivity").at(0) == Approx(0.5).margin(0.02));
  CHECK(model.weights().maxCoeff() == Approx(2.0).epsilon(0.2));
}

TEST_CASE("bcm: the selectivity is that of the responses, and 0 of an output that no pattern drives") {
  const Matrix patterns = (Matrix(2, 4) << 1.0, 0.0, 1.0, 3.0, 0.0, 1.0, 1.0, 0.5).finished();
  LinearLayer model = layer(2, 5);
  model.feature_weights() << 0.6, 0.5, -0.6, -0.5, 0.0, 0.0, 2.0, -1.0, -0.1, -2.0;
  Bcm rule;
  rule.rate = 1e-9;  // what is measured is what stands above
  rule.epochs = 1;
  const MemoryRecorder seen = test::teach(model, rule, patterns);
  const auto& selectivity = seen.reals("selectivity");
  REQUIRE(selectivity.size() == 5);
  // Responses 0.6, 0.5, 1.1, 2.05; all below 0; all 0; 2, -1, 1, 5.5; all below 0.
  CHECK(selectivity[0] == Approx(1.0 - 4.25 / 4.0 / 2.05).epsilon(1e-6));
  CHECK(selectivity[1] == 0.0);
  CHECK(selectivity[2] == 0.0);
  CHECK(selectivity[3] == Approx(1.0 - 7.5 / 4.0 / 5.5).epsilon(1e-6));
  CHECK(selectivity[4] == 0.0);
}

TEST_CASE("anti_hebbian: patterns are taken away again as they were added") {
  const Matrix patterns = test::random_signs(30, 3);
  auto model = test::make_hopfield(30);
  test::teach(model, Hebbian(), patterns);
  AntiHebbian rule;
  rule.of = AntiHebbian::Of::patterns;
  rule.rate = 0.25;
  rule.repetitions = 4;
  test::teach(model, rule, patterns);
  CHECK(model.weights().cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("anti_hebbian: unlearning makes room, with a matrix and without") {
  const Matrix patterns = test::random_signs(200, 36);
  for (const auto weights : {Hopfield::Weights::dense, Hopfield::Weights::implicit}) {
    auto model = test::make_hopfield(200);
    model.held_weights = weights;
    const double before = test::teach(model, Hebbian(), patterns).reals("patterns_stable").at(0);
    AntiHebbian rule;
    rule.repetitions = 150;
    const MemoryRecorder seen = test::teach(model, rule, patterns);
    CHECK(seen.reals("patterns_stable").at(0) > before + 0.2);
    CHECK(seen.reals("fraction_at_rest").at(0) == 1.0);
  }
}

TEST_CASE("anti_hebbian: progress is reported while states settle, so that a request to stop is noticed") {
  struct Stopping : Monitor {
    std::vector<double> heard;
    void progress(double fraction) override {
      heard.push_back(fraction);
      if (fraction >= 0.5) {
        throw Stopped("stopped by the user");
      }
    }
  };
  const Matrix patterns = test::random_signs(30, 3);
  auto model = test::make_hopfield(30);
  test::teach(model, Hebbian(), patterns);
  AntiHebbian rule;
  rule.repetitions = 4;
  MemoryRecorder recorder;
  Stopping monitor;
  CHECK_THROWS_AS(rule.train(model, {patterns, {}, RandomStreams(1, "learning"), recorder, monitor}), Stopped);
  std::vector<double> different = monitor.heard;
  different.erase(std::unique(different.begin(), different.end()), different.end());
  CHECK(different == std::vector{0.0, 0.25, 0.5});
}
