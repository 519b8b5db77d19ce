// Gaussian patterns: every value of every pattern is an independent normal random number.
#include <string>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct Gaussian : PatternSource {
  Index count = 0;
  Index size = 0;
  double mean = 0.0;
  double sigma = 1.0;

  static auto params() {
    return engram::params<Gaussian>()
        .add(&Gaussian::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Gaussian::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true})
        .add(&Gaussian::mean, "mean", "1", "Mean of the values.")
        .add(&Gaussian::sigma, "sigma", "1", "Standard deviation of the values.", {.above = 0});
  }

  void check() const {
    require_memory(8.0 * static_cast<double>(count) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }

  void generate(const RandomStreams& random, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (Index unit = 0; unit < size; ++unit) {
        patterns(unit, pattern) = mean + sigma * stream.normal();
      }
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Gaussian>("gaussian", "Independent normal values.")
                   .with_equation("x_i ~ N(mean, sigma^2)")
                   .with_example("count: 3, size: 24"));
