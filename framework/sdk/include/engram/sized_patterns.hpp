// Random patterns of a number and size that the spec gives.
#pragma once

#include <cstdint>
#include <string>

#include <engram/array.hpp>
#include <engram/memory.hpp>
#include <engram/parameters.hpp>
#include <engram/pattern_source.hpp>
#include <engram/random.hpp>

namespace engram {

/// The number and the size of the patterns. A source derives from it, or from IndependentPatterns, and declares
/// `.with<SizedPatterns>()`.
struct SizedPatterns : PatternSource {
  Index count = 0;
  Index size = 0;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&SizedPatterns::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&SizedPatterns::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true});
  }

  /// For the author's check().
  void check() const {
    require_memory(8.0 * static_cast<double>(count) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }
};

/// Patterns that are drawn one by one, independently of each other.
struct IndependentPatterns : SizedPatterns {
  void generate(const RandomStreams& random, MatrixView patterns) const final {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      draw(stream, patterns.col(pattern));
    }
  }

  [[nodiscard]] Patterns patterns(const RandomStreams& random) const final {
    return Patterns::drawn(size, count, [&](Index pattern, VectorView values) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      draw(stream, values);
    });
  }

  /// Sets every value of one pattern.
  virtual void draw(RandomStream& random, VectorView pattern) const = 0;
};

}  // namespace engram
