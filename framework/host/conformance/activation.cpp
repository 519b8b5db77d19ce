// The laws of activations.
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include <engram/activation.hpp>
#include <engram/counted.hpp>

#include "conformance/law.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

/// An activation that is called with single numbers.
class Scalar {
 public:
  explicit Scalar(const Specimen& specimen) : activation_(make<Activation>(specimen.part)) {}

  [[nodiscard]] const Activation& batch() const { return *activation_; }
  [[nodiscard]] double value(double x) const {
    return ask([&](const Matrix& in, Matrix& out) { activation_->values(in, out); }, x);
  }
  [[nodiscard]] double slope(double x) const {
    return ask(
        [&](const Matrix& in, Matrix& out) {
          Matrix values(1, 1);
          activation_->values_and_slopes(in, values, out);
        },
        x);
  }
  [[nodiscard]] double curvature(double x) const {
    return ask([&](const Matrix& in, Matrix& out) { activation_->curvatures(in, out); }, x);
  }
  [[nodiscard]] double potential(double x) const {
    return ask([&](const Matrix& in, Matrix& out) { activation_->potentials(in, out); }, x);
  }

 private:
  static double ask(const auto& what, double x) {
    const Matrix in = Matrix::Constant(1, 1, x);
    Matrix out = Matrix::Zero(1, 1);
    what(in, out);
    return out(0, 0);
  }

  std::shared_ptr<const Activation> activation_;
};

std::vector<double> points() {
  std::vector<double> all;
  for (int i = -60; i <= 60; ++i) {
    // The points are not only round numbers, but include them, since corners are often there.
    all.push_back(i * 0.1);
    all.push_back(i * 0.1 + 0.037);
  }
  all.insert(all.end(), {-30.0, 30.0, 1e-6, -1e-6});
  return all;
}

/// Compares `derivative` with differences of `of` at many points. At a corner it may have any value between the
/// slopes on both sides; at a jump of `of` it is not checked. Returns the largest difference and the number of
/// corners, in words.
std::string compare(const char* name, const char* of_name, const auto& derivative, const auto& of) {
  double largest = 0.0;
  std::size_t corners = 0;
  for (const double x : points()) {
    const double h = 1e-5 * (1.0 + std::fabs(x));
    const double here = of(x);
    const double left = (here - of(x - h)) / h;
    const double right = (of(x + h) - here) / h;
    const double claimed = derivative(x);
    const double central = 0.5 * (left + right);
    if (std::max(std::fabs(left), std::fabs(right)) * h > 0.01 * (1.0 + std::fabs(here))) {
      continue;
    }
    // At a corner the slopes on both sides are accurate only to the first order of the step.
    const bool corner = std::fabs(left - right) > 0.1 * (1.0 + std::fabs(central));
    const double allowed = corner ? 0.01 * (std::fabs(left) + std::fabs(right)) : 1e-4 * (1.0 + std::fabs(central));
    const bool between = claimed >= std::min(left, right) - allowed && claimed <= std::max(left, right) + allowed;
    if (!between) {
      throw Broken(fmt::format("at x = {} the {} is {}, and differences of the {} give {}", x, name, claimed, of_name,
                               central));
    }
    // At a corner the slopes on both sides differ, and no single difference says how good the claim is.
    corners += corner ? 1 : 0;
    largest = std::max(largest, corner ? 0 : std::min(std::fabs(claimed - central), std::fabs(claimed - left)));
  }
  return fmt::format("largest difference {:.1e}{}", largest,
                     corners == 0 ? "" : fmt::format(", and between both slopes at {}", counted(corners, "corner")));
}

std::string hold_slope(const Specimen& specimen) {
  const Scalar f(specimen);
  return compare(
      "slope", "value", [&](double x) { return f.slope(x); }, [&](double x) { return f.value(x); });
}

std::string hold_curvature(const Specimen& specimen) {
  const Scalar f(specimen);
  return compare(
      "curvature", "slope", [&](double x) { return f.curvature(x); }, [&](double x) { return f.slope(x); });
}

std::string hold_potential(const Specimen& specimen) {
  const Scalar f(specimen);
  if (!f.batch().has_potential()) {
    throw Skipped("it has no potential");
  }
  return compare(
      "value", "potential", [&](double x) { return f.value(x); }, [&](double x) { return f.potential(x); });
}

std::string hold_batch(const Specimen& specimen) {
  const Scalar f(specimen);
  constexpr Index rows = 13;
  constexpr Index cols = 5;
  Matrix x(rows, cols);
  for (Index i = 0; i < x.size(); ++i) {
    x(i % rows, i / rows) = -6.0 + 0.19 * static_cast<double>(i);
  }
  Fenced values(rows, cols);
  Fenced again(rows, cols);
  Fenced slopes(rows, cols);
  f.batch().values(x, values.inside());
  f.batch().values_and_slopes(x, again.inside(), slopes.inside());
  if (values.broken() || again.broken() || slopes.broken()) {
    throw Broken("it writes outside of the block that it was given; columns may be apart by more than their length");
  }
  for (Index i = 0; i < x.size(); ++i) {
    const double at = x(i % rows, i / rows);
    const double in_batch = values.inside()(i % rows, i / rows);
    const double alone = f.value(at);
    const double beside_slope = again.inside()(i % rows, i / rows);
    const double allowed = 1e-14 * (1.0 + std::fabs(alone));
    if (!(std::fabs(in_batch - alone) <= allowed)) {
      throw Broken(fmt::format("the value at x = {} is {} in a batch and {} alone", at, in_batch, alone));
    }
    if (!(std::fabs(beside_slope - alone) <= allowed)) {
      throw Broken(fmt::format("the value at x = {} is {} beside the slope and {} alone", at, beside_slope, alone));
    }
    const double slope = f.slope(at);
    if (!(std::fabs(slopes.inside()(i % rows, i / rows) - slope) <= 1e-14 * (1.0 + std::fabs(slope)))) {
      throw Broken(fmt::format("the slope at x = {} is {} in a batch and {} alone", at,
                               slopes.inside()(i % rows, i / rows), slope));
    }
  }
  return fmt::format("{} in a block of a matrix", counted(x.size(), "value"));
}

std::string hold_nan(const Specimen& specimen) {
  const Scalar f(specimen);
  const double value = f.value(std::numeric_limits<double>::quiet_NaN());
  if (!std::isnan(value)) {
    throw Broken(fmt::format(
        "f(NaN) is {}, which hides that something went wrong; a comparison with NaN is false: write `x <= 0 ? 0 : x` "
        "and not `x > 0 ? x : 0`",
        value));
  }
  return "NaN stays NaN";
}

}  // namespace

std::vector<Law> activation_laws() {
  return {{"slope", "the slope is the derivative of the value", hold_slope},
          {"curvature", "the curvature is the derivative of the slope", hold_curvature},
          {"potential", "the value is the derivative of the potential", hold_potential},
          {"batch", "a batch gives what its elements give", hold_batch},
          {"nan", "NaN stays NaN", hold_nan}};
}

}  // namespace engram::conformance
