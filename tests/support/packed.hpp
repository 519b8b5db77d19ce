// Patterns held as bits.
#pragma once

#include <stdexcept>

#include <engram/patterns.hpp>

namespace engram::test {

/// The patterns as bits, however few they are. Throws std::invalid_argument if a value is neither +1 nor -1.
inline Patterns packed(const Matrix& values) {
  SignBits bits(values.rows());
  for (const auto& pattern : values.colwise()) {
    if (!bits.add(pattern)) {
      throw std::invalid_argument("a value is neither +1 nor -1");
    }
  }
  return Patterns(bits);
}

}  // namespace engram::test
