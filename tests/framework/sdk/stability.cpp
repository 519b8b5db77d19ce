#include <limits>
#include <utility>

#include <engram/stability.hpp>

#include "catch.hpp"

using namespace engram;

namespace {

/// Only weights and biases.
struct Held : OffersOuterProducts {
  Matrix W;
  Vector b;

  Held(Matrix weights, Vector biases) : W(std::move(weights)), b(std::move(biases)) {}
  void add_outer_products(const Patterns& /*patterns*/, double /*rho*/, double /*factor*/,
                          bool /*self_connections*/) override {}
  VectorView biases() override { return b; }
  void fields(const ConstMatrixView& states, MatrixView fields) const override {
    fields = (W * states).colwise() + b;
  }
  [[nodiscard]] double largest_field() const override {
    return W.cwiseAbs().rowwise().sum().maxCoeff() + b.cwiseAbs().maxCoeff();
  }
  [[nodiscard]] double field_threshold() const override { return theta; }
  [[nodiscard]] double lower_value() const override { return lower; }

  double theta = 0.0;
  double lower = -1.0;
};

}  // namespace

TEST_CASE("stability: is the smallest product of a value and its field") {
  const Matrix weights = (Matrix(2, 2) << 0.0, 2.0, 3.0, 0.0).finished();
  const Vector biases = (Vector(2) << 0.5, 0.0).finished();
  // Fields 2.5 and 3; -1.5 and 3; -1.5 and -3.
  const Matrix patterns = (Matrix(2, 3) << 1.0, 1.0, -1.0, 1.0, -1.0, -1.0).finished();
  MemoryRecorder recorder;
  record_stability(Held(weights, biases), patterns, recorder);
  CHECK(recorder.reals("stability").at(0) == -3.0);
  CHECK(recorder.reals("patterns_stable").at(0) == Approx(2.0 / 3.0));
}

TEST_CASE("stability: counts from the threshold, and 0 as the opposite of 1 where units have these values") {
  const Matrix weights = (Matrix(2, 2) << 0.0, 2.0, 3.0, 0.0).finished();
  Held network(weights, Vector::Zero(2));
  MemoryRecorder recorder;
  network.theta = 2.5;
  // Fields 2 and 3, less the threshold.
  record_stability(network, Matrix::Ones(2, 1), recorder);
  CHECK(recorder.reals("stability").at(0) == -0.5);
  CHECK(recorder.reals("patterns_stable").at(0) == 0.0);
  network.theta = 1.0;
  network.lower = 0.0;
  // Fields 2 and 3 of the first pattern, 0 and 0 of the second one.
  const Matrix patterns = (Matrix(2, 2) << 1.0, 0.0, 1.0, 0.0).finished();
  MemoryRecorder counted;
  record_stability(network, patterns, counted);
  CHECK(counted.reals("stability").at(0) == 1.0);
  CHECK(counted.reals("patterns_stable").at(0) == 1.0);
}

TEST_CASE("stability: a field that is zero but for rounding holds nothing") {
  Matrix weights = Matrix::Zero(3, 3);
  weights.row(0) << 0.1, 0.2, -0.3;
  weights(1, 1) = weights(2, 2) = 1.0;
  MemoryRecorder recorder;
  record_stability(Held(weights, Vector::Zero(3)), Matrix::Ones(3, 1), recorder);
  CHECK(recorder.reals("patterns_stable").at(0) == 0.0);
}

TEST_CASE("stability: weights that are no numbers are refused") {
  MemoryRecorder recorder;
  const Matrix weights = Matrix::Constant(2, 2, std::numeric_limits<double>::infinity());
  CHECK_THROWS_AS(record_stability(Held(weights, Vector::Zero(2)), Matrix::Ones(2, 1), recorder), RunError);
}
