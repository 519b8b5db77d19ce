// Building blocks of element-wise kernels: code compiled for several instruction sets, one of which is chosen when
// the library is loaded, and elementary functions in a form that compilers vectorise.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

// Names psABI levels, not processors: `arch=haswell` silently keeps the base instruction set. The choice is made by a
// resolver that runs before sanitizers and clang's older drivers are ready for it, so they get the base version.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__SANITIZE_ADDRESS__) && defined(__OPTIMIZE__)
#define ENGRAM_KERNEL __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ENGRAM_KERNEL
#endif

namespace engram::kernel {

/// exp(x) in two parts: a power of two, and a fraction.
struct ExpParts {
  double scale;     ///< 2^n
  double fraction;  ///< exp(r) - 1, so that exp(x) = scale + scale * fraction
};

/// x = n ln 2 + r, a Taylor polynomial of degree 13 in r, and 2^n put together from bits. Outside of [-708, 708] the
/// argument is clamped. NaN stays NaN.
inline ExpParts exp_parts(double x) {
  constexpr double log2_e = 1.4426950408889634;
  constexpr double ln2_high = 6.93147180369123816490e-01;
  constexpr double ln2_low = 1.90821492927058770002e-10;
  // Adding and subtracting 1.5 * 2^52 rounds to the nearest whole number and leaves it in the low bits.
  constexpr double shifter = 0x1.8p52;
  const double clamped = x < -708.0 ? -708.0 : (x > 708.0 ? 708.0 : x);
  const double shifted = clamped * log2_e + shifter;
  const double n = shifted - shifter;
  const double r = (clamped - n * ln2_high) - n * ln2_low;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  return {std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52U), r + r * r * p};
}

/// exp(x), to about 1 ulp; clamped outside of [-708, 708].
inline double exp(double x) {
  const ExpParts parts = exp_parts(x);
  return parts.scale * parts.fraction + parts.scale;
}

/// exp(x) - 1, to about 1 ulp also near zero; clamped outside of [-708, 708].
inline double expm1(double x) {
  const ExpParts parts = exp_parts(x);
  return parts.scale * parts.fraction + (parts.scale - 1.0);
}

/// tanh(x), to about 2 ulp, by expm1: no cancellation near zero, +-1 far from it.
inline double tanh(double x) {
  const double e = expm1(-2.0 * std::fabs(x));
  return std::copysign(-e / (2.0 + e), x);
}

/// 1 / (1 + exp(-x)), to about 2 ulp.
inline double logistic(double x) {
  // The exponent is never positive, so nothing overflows.
  const double e = exp(-std::fabs(x));
  return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

/// y += a x.
ENGRAM_KERNEL inline void add_scaled(double a, const double* __restrict x, double* __restrict y,
                                     std::ptrdiff_t count) {
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    y[i] += a * x[i];
  }
}

}  // namespace engram::kernel
