// Binary patterns: every value of every pattern is +1 or -1, each with probability one half.
#include <string>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct Binary : PatternSource {
  Index count = 0;
  Index size = 0;

  static auto params() {
    return engram::params<Binary>()
        .add(&Binary::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Binary::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true});
  }

  void check() const {
    require_memory(8.0 * static_cast<double>(count) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }

  [[nodiscard]] Range range() const override { return {-1.0, 1.0}; }
  void generate(const RandomStreams& random, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (Index unit = 0; unit < size; ++unit) {
        patterns(unit, pattern) = stream.sign();
      }
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Binary>("binary", "Independent values of +1 and -1.")
                   .with_equation("P(x_i = 1) = P(x_i = -1) = 1/2")
                   .with_example("count: 3, size: 24"));
