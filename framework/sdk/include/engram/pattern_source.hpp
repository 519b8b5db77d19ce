// Pattern sources: what a network is to remember.
#pragma once

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/random.hpp>
#include <engram/range.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// Makes patterns.
///
/// Threading: const and free of state.
class ENGRAM_API PatternSource {
 public:
  virtual ~PatternSource() = default;
  [[nodiscard]] virtual Index pattern_count() const = 0;
  [[nodiscard]] virtual Index pattern_size() const = 0;
  /// Fills `patterns`, pattern_size() x pattern_count(). Pattern k takes its numbers from random.stream(k) alone,
  /// so that it stays the same when more patterns are asked for.
  virtual void generate(const RandomStreams& random, MatrixView patterns) const = 0;
  /// The values that a pattern may have.
  [[nodiscard]] virtual Range range() const { return {}; }
  /// Records what is known of the patterns beside their values, along the dimensions `pattern` and `unit`: names,
  /// labels, the height and width of images.
  virtual void record(Recorder& /*recorder*/) const {}
};

}  // namespace engram
