// Patterns held as bits.
#pragma once

#include <engram/patterns.hpp>

namespace engram::test {

/// The patterns as bits, however few they are. Throws std::bad_optional_access if a value is neither +1 nor -1.
inline Patterns packed(const Matrix& values) {
  return Patterns(SignBits::of(values).value());
}

}  // namespace engram::test
