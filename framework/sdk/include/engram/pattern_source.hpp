// Pattern sources: the patterns that a network is to remember.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/patterns.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/range.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// Makes patterns.
///
/// Threading: const and free of state.
class ENGRAM_API PatternSource {
 public:
  static constexpr Kind kind = Kind::pattern_source;
  virtual ~PatternSource() = default;
  [[nodiscard]] virtual Index pattern_count() const = 0;
  [[nodiscard]] virtual Index pattern_size() const = 0;
  /// Fills `patterns`, pattern_size() x pattern_count(). Pattern k uses only random.stream(k), so that it stays the
  /// same when more patterns are requested.
  virtual void generate(const RandomStreams& random, MatrixView patterns) const = 0;
  /// All patterns, as generate() fills them. A source of very many values draws them one by one, so that they are
  /// never all in memory as numbers.
  [[nodiscard]] virtual Patterns patterns(const RandomStreams& random) const {
    Matrix values(pattern_size(), pattern_count());
    generate(random, values);
    return values;
  }
  /// The values that a pattern may have.
  [[nodiscard]] virtual Range range() const { return {}; }
  /// The label of each pattern, such as the digit that an image shows; empty if the patterns have none.
  [[nodiscard]] virtual std::vector<std::string> labels() const { return {}; }
  /// Records further data about the patterns, along the dimensions `pattern` and `unit`: names, labels, the height
  /// and width of images.
  virtual void record(Recorder& /*recorder*/) const {}
};

template <class T>
PluginInfo pattern_source(std::string name, std::string summary) {
  return describe<PatternSource, T>(std::move(name), std::move(summary));
}

}  // namespace engram
