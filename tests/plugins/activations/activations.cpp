#include <cmath>
#include <limits>

#include "catch.hpp"
#include "networks.hpp"

using namespace engram;

namespace {

struct Case {
  std::string name;
  double gain;
  double (*expected)(double);
};

}  // namespace

TEST_CASE("activations: values, slopes and curvatures are those of the named function") {
  const auto each = GENERATE(Case{"identity", 1.0, [](double x) { return x; }},
                             Case{"relu", 1.0, [](double x) { return std::max(x, 0.0); }},
                             Case{"tanh", 1.0, [](double x) { return std::tanh(x); }},
                             Case{"tanh", 0.5, [](double x) { return std::tanh(0.5 * x); }},
                             Case{"logistic", 1.0, [](double x) { return 1.0 / (1.0 + std::exp(-x)); }},
                             Case{"logistic", 3.0, [](double x) { return 1.0 / (1.0 + std::exp(-3.0 * x)); }});
  CAPTURE(each.name, each.gain);
  const auto activation = test::make_activation(each.name, each.gain);
  // Not on the grid: 0, where ReLU has its corner.
  const Vector x = Vector::LinSpaced(4000, -20.0, 20.0 + 1e-3);
  Vector f(x.size());
  Vector slopes(x.size());
  Vector curvatures(x.size());
  activation->values_and_slopes(x, f, slopes);
  activation->curvatures(x, curvatures);
  Vector alone(x.size());
  activation->values(x, alone);
  CHECK(alone == f);
  double worst = 0.0;
  double worst_slope = 0.0;
  double worst_curvature = 0.0;
  for (Index i = 0; i < x.size(); ++i) {
    const double expected = each.expected(x[i]);
    worst = std::max(worst, std::fabs(f[i] - expected) / std::max(std::fabs(expected), 1e-300));
    const double h = 1e-5;
    const double difference = (each.expected(x[i] + h) - each.expected(x[i] - h)) / (2.0 * h);
    worst_slope = std::max(worst_slope, std::fabs(slopes[i] - difference));
    if (each.name != "relu") {
      const double bend = (each.expected(x[i] + 1e-4) - 2.0 * expected + each.expected(x[i] - 1e-4)) / 1e-8;
      worst_curvature = std::max(worst_curvature, std::fabs(curvatures[i] - bend));
    }
  }
  CHECK(worst < 1e-15);
  CHECK(worst_slope < 1e-9);
  CHECK(worst_curvature < 1e-5);
}

TEST_CASE("activations: the slope of a potential is the activation") {
  const auto [name, gain] = GENERATE(table<const char*, double>(
      {{"identity", 1.0}, {"relu", 1.0}, {"tanh", 1.0}, {"tanh", 0.5}, {"logistic", 1.0}, {"logistic", 3.0}}));
  CAPTURE(name, gain);
  const auto activation = test::make_activation(name, gain);
  REQUIRE(activation->has_potential());
  const Vector x = Vector::LinSpaced(400, -6.0, 6.0 + 1e-3);
  constexpr double h = 1e-5;
  Vector values(x.size());
  Vector above(x.size());
  Vector below(x.size());
  activation->values(x, values);
  activation->potentials((x.array() + h).matrix(), above);
  activation->potentials((x.array() - h).matrix(), below);
  CHECK(((above - below) / (2.0 * h) - values).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("activations: far from zero they saturate and NaN stays NaN") {
  const double huge = std::numeric_limits<double>::max();
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Vector x(6);
  x << -infinity, -huge, -1e-300, huge, infinity, nan;
  Vector f(6);
  Vector slopes(6);
  test::make_activation("tanh")->values_and_slopes(x, f, slopes);
  CHECK(f.head(5) == (Vector(5) << -1.0, -1.0, -1e-300, 1.0, 1.0).finished());
  CHECK(std::isnan(f[5]));
  test::make_activation("logistic")->values_and_slopes(x, f, slopes);
  CHECK(f[0] < 1e-300);
  CHECK(f[0] >= 0.0);
  CHECK(f[4] == 1.0);
  CHECK(std::isnan(f[5]));
  test::make_activation("relu")->values_and_slopes(x, f, slopes);
  CHECK(f[4] == infinity);
  CHECK(std::isnan(f[5]));
}

TEST_CASE("activations: a part of a larger matrix can be given") {
  const Matrix x = test::random_matrix(6, 3);
  Matrix f(3, 3);
  Matrix slopes(3, 3);
  test::make_activation("tanh")->values_and_slopes(x.topRows(3), f, slopes);
  for (Index column = 0; column < 3; ++column) {
    for (Index row = 0; row < 3; ++row) {
      CHECK(f(row, column) == Approx(std::tanh(x(row, column))).epsilon(1e-15));
    }
  }
}

TEST_CASE("activations: an author who gives no curvature gets differences of the slope") {
  struct Cubic {
    double value(double x) const { return x * x * x; }
    double slope(double x) const { return 3.0 * x * x; }
  };
  const detail::ActivationOf<Cubic> cubic;
  Vector x(3);
  x << -2.0, 0.0, 1.5;
  Vector curvatures(3);
  cubic.curvatures(x, curvatures);
  CHECK((curvatures - 6.0 * x).cwiseAbs().maxCoeff() < 1e-8);
}
