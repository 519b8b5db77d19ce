// Overlaps: how much a state resembles a pattern.
#pragma once

#include <cmath>

#include <engram/array.hpp>

namespace engram {

/// x . s / (|x| |s|): 1 for the pattern itself, -1 for its inverse; for values of +1 and -1 the share of equal units
/// less that of different ones. 0 where one of them is zero everywhere.
inline double overlap(const ConstVectorView& pattern, const ConstVectorView& state) {
  const double lengths = pattern.norm() * state.norm();
  return lengths > 0.0 ? pattern.dot(state) / lengths : 0.0;
}

/// Units whose sign differs; a unit at 0 has none, and so differs from one that has.
inline Index bit_errors(const ConstVectorView& pattern, const ConstVectorView& state) {
  const auto sign = [](double value) { return value > 0.0 ? 1 : (value < 0.0 ? -1 : 0); };
  Index errors = 0;
  for (Index unit = 0; unit < pattern.size(); ++unit) {
    errors += sign(pattern[unit]) != sign(state[unit]) ? 1 : 0;
  }
  return errors;
}

}  // namespace engram
