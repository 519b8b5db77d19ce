// Overlaps: how much a state resembles a pattern.
#pragma once

#include <engram/array.hpp>

namespace engram {

/// x . s / (|x| |s|): 1 for the pattern itself, -1 for its inverse; for values of +1 and -1 the share of equal units
/// minus the share of different ones. 0 if the pattern or the state is zero everywhere; NaN if a value is NaN.
inline double overlap(const ConstVectorView& pattern, const ConstVectorView& state) {
  const double lengths = pattern.norm() * state.norm();
  return lengths == 0.0 ? 0.0 : pattern.dot(state) / lengths;
}

}  // namespace engram
