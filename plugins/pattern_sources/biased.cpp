// Biased patterns: every value of every pattern is +1 with a given probability, otherwise -1.
#include <cstdint>
#include <string>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct Biased : PatternSource {
  Index count = 0;
  Index size = 0;
  double probability = 0.5;

  static auto params() {
    return engram::params<Biased>()
        .add(&Biased::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Biased::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true})
        .add(&Biased::probability, "probability", "1", "Probability that a value is +1.",
             {.min = 0, .max = 1, .required = true});
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
        patterns(unit, pattern) = stream.uniform() < probability ? 1.0 : -1.0;
      }
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Biased>("biased",
                                                               "Independent values of +1 and -1, one more often.")
                   .with_equation("P(x_i = 1) = probability, P(x_i = -1) = 1 - probability")
                   .with_source("D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. A 35, 2293 (1987)")
                   .with_example("count: 3, size: 24, probability: 0.7"));
