// Hamming distance: the number of units whose sign differs between a state and a pattern.
#pragma once

#include <engram/array.hpp>
#include <engram/index.hpp>
#include <engram/kernel.hpp>

namespace engram {

/// Whether two values have the same sign. 0 counts as a third sign, so it agrees only with 0; NaN agrees with
/// nothing.
inline bool same_sign(double one, double other) {
  return (one > 0.0 && other > 0.0) || (one < 0.0 && other < 0.0) || (one == 0.0 && other == 0.0);
}

namespace detail {

ENGRAM_KERNEL inline Index count_same_signs(const double* __restrict ones, const double* __restrict others,
                                            Index count) {
  Index same = 0;
  for (Index i = 0; i < count; ++i) {
    // Without branches, so that the loop vectorises.
    const int positive = static_cast<int>(ones[i] > 0.0) & static_cast<int>(others[i] > 0.0);
    const int negative = static_cast<int>(ones[i] < 0.0) & static_cast<int>(others[i] < 0.0);
    const int zero = static_cast<int>(ones[i] == 0.0) & static_cast<int>(others[i] == 0.0);
    same += positive | negative | zero;
  }
  return same;
}

}  // namespace detail

/// The number of units whose sign differs, among those where `counted` (0 entries: all) is true. A unit at 0, as a
/// mask leaves it, differs from +1 and from -1.
inline Index hamming_distance(const ConstVectorView& one, const ConstVectorView& other,
                              const Eigen::Array<bool, Eigen::Dynamic, 1>& counted = {}) {
  if (counted.size() == 0) {
    return one.size() - detail::count_same_signs(one.data(), other.data(), one.size());
  }
  Index differ = 0;
  for (Index unit = 0; unit < one.size(); ++unit) {
    differ += counted[unit] && !same_sign(one[unit], other[unit]) ? 1 : 0;
  }
  return differ;
}

}  // namespace engram
