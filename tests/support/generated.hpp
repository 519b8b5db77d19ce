// Patterns of a source.
#pragma once

#include <cstdint>

#include <engram/array.hpp>
#include <engram/pattern_source.hpp>
#include <engram/random.hpp>

namespace engram::test {

/// All patterns of a source that has been checked, unit x pattern.
inline Matrix generated(const PatternSource& source, std::uint64_t seed = 1) {
  Matrix patterns(source.pattern_size(), source.pattern_count());
  source.generate(RandomStreams(seed, "patterns"), patterns);
  return patterns;
}

}  // namespace engram::test
