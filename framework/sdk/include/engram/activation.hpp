// Activations: f and its slope f', applied to a whole batch at once.
#pragma once

#include <concepts>
#include <utility>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/kernel.hpp>

namespace engram {

/// f(x) of each unit and its derivative.
///
/// Threading: const and free of state; any number of threads may share one.
class ENGRAM_API Activation {
 public:
  virtual ~Activation() = default;
  /// f of every element. `x` and `f` have the same shape and do not overlap.
  virtual void values(const ConstMatrixView& x, MatrixView f) const = 0;
  /// f and f' of every element in one pass. `x` overlaps neither.
  virtual void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const = 0;
};

/// An activation written as two functions of one number.
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
    // An activation whose slope follows from its value says so, and the value is not computed twice.
    if constexpr (requires { t.slope(x[i], f[i]); }) {
      slopes[i] = t.slope(x[i], f[i]);
    } else {
      slopes[i] = t.slope(x[i]);
    }
  }
}

/// Makes an Activation of an author's struct: one virtual call per batch, and loops that the compiler vectorises.
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
};

}  // namespace detail

}  // namespace engram
