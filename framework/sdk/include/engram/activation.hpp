// Activations: f and its slope f', applied to whole batches.
#pragma once

#include <cmath>
#include <concepts>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/kernel.hpp>
#include <engram/plugin_info.hpp>

namespace engram {

/// f(x) of each unit and its derivative.
///
/// Threading: const and free of state; any number of threads may share one.
class ENGRAM_API Activation {
 public:
  static constexpr Kind kind = Kind::activation;
  virtual ~Activation() = default;
  /// f of every element. `x` and `f` have the same shape and do not overlap.
  virtual void values(const ConstMatrixView& x, MatrixView f) const = 0;
  /// f and f' of every element in one pass. None of the three overlaps another.
  virtual void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const = 0;
  /// f'' of every element, for Jacobians away from equilibrium. At a corner of f, its one-sided value.
  virtual void curvatures(const ConstMatrixView& x, MatrixView curvatures) const = 0;
  /// Whether this activation has potentials().
  [[nodiscard]] virtual bool has_potential() const { return false; }
  /// The potential F, with F' = f, of every element, up to a constant; energies need it. Throws std::logic_error if
  /// has_potential() is false.
  virtual void potentials(const ConstMatrixView& /*x*/, MatrixView /*potentials*/) const {
    throw std::logic_error("this activation has no potential; ask has_potential() first");
  }
};

/// An activation written as two functions of one number. It may add `slope(x, f)`, the slope from a value that is
/// already known; `curvature(x)`, which is otherwise computed from differences of the slope; and `potential(x)`.
template <class T>
concept ScalarActivation = requires(const T& t, double x) {
  { t.value(x) } -> std::convertible_to<double>;
  { t.slope(x) } -> std::convertible_to<double>;
};

namespace detail {

template <class T>
ENGRAM_KERNEL void apply_values(const T& t, const double* __restrict x, double* __restrict f, Index count) {
  for (Index i = 0; i < count; ++i) {
    f[i] = t.value(x[i]);
  }
}

template <class T>
ENGRAM_KERNEL void apply_values_and_slopes(const T& t, const double* __restrict x, double* __restrict f,
                                           double* __restrict slopes, Index count) {
  for (Index i = 0; i < count; ++i) {
    f[i] = t.value(x[i]);
    // slope(x, f) saves computing the value twice.
    if constexpr (requires { t.slope(x[i], f[i]); }) {
      slopes[i] = t.slope(x[i], f[i]);
    } else {
      slopes[i] = t.slope(x[i]);
    }
  }
}

/// Turns an author's struct into an Activation, with one virtual call per batch and loops that the compiler
/// vectorises.
template <ScalarActivation T>
class ActivationOf : public Activation {
 public:
  T part;

  void values(const ConstMatrixView& x, MatrixView f) const override {
    for (Index column = 0; column < x.cols(); ++column) {
      apply_values(part, x.col(column).data(), f.col(column).data(), x.rows());
    }
  }

  void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const override {
    for (Index column = 0; column < x.cols(); ++column) {
      apply_values_and_slopes(part, x.col(column).data(), f.col(column).data(), slopes.col(column).data(), x.rows());
    }
  }

  void curvatures(const ConstMatrixView& x, MatrixView curvatures) const override {
    for (Index column = 0; column < x.cols(); ++column) {
      for (Index row = 0; row < x.rows(); ++row) {
        curvatures(row, column) = curvature(x(row, column));
      }
    }
  }

  [[nodiscard]] bool has_potential() const override {
    return requires(const T& t) {
      t.potential(0.0);
    };
  }

  void potentials(const ConstMatrixView& x, MatrixView potentials) const override {
    if constexpr (requires { part.potential(0.0); }) {
      for (Index column = 0; column < x.cols(); ++column) {
        for (Index row = 0; row < x.rows(); ++row) {
          potentials(row, column) = part.potential(x(row, column));
        }
      }
    } else {
      Activation::potentials(x, potentials);
    }
  }

 private:
  [[nodiscard]] double curvature(double x) const {
    if constexpr (requires { part.curvature(x); }) {
      return part.curvature(x);
    } else {
      // The step balances truncation against cancellation: the cube root of the rounding unit.
      const double step = 6e-6 * (1.0 + std::fabs(x));
      return (part.slope(x + step) - part.slope(x - step)) / (2.0 * step);
    }
  }
};

template <ScalarActivation T>
requires(!std::is_base_of_v<Activation, T>) struct ObjectOf<Activation, T> {
  using Type = ActivationOf<T>;
};

}  // namespace detail

/// Describes an activation: any struct with `double value(double) const` and `double slope(double) const`, or a class
/// derived from Activation if it is better written for a whole batch.
template <class T>
PluginInfo activation(std::string name, std::string summary) {
  return describe<Activation, T>(std::move(name), std::move(summary));
}

}  // namespace engram
