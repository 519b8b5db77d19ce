// Correlated patterns: families of values of +1 and -1 that resemble a common ancestor.
//
// Source: N. Parga and M. A. Virasoro, The ultrametric organization of memories in a neural network, J. Physique 47
// (1986): x_i = a_i with probability (1 + correlation) / 2, otherwise -a_i, of an ancestor a.
#include <string>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct Correlated : PatternSource {
  Index count = 0;
  Index size = 0;
  double correlation = 0.5;
  Index ancestors = 1;

  static auto params() {
    return engram::params<Correlated>()
        .add(&Correlated::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Correlated::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true})
        .add(&Correlated::correlation, "correlation", "1",
             "Expected overlap of a pattern with its ancestor; two patterns of a family overlap by its square.",
             {.min = 0, .max = 1})
        .add(&Correlated::ancestors, "ancestors", "1",
             "Number of families; pattern k belongs to family k modulo that number.", {.min = 1});
  }

  void check() const {
    require_memory(8.0 * static_cast<double>(count) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }

  void generate(const RandomStreams& random, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream own = random.stream(static_cast<std::uint64_t>(pattern));
      RandomStream ancestor = random.within("ancestors").stream(static_cast<std::uint64_t>(pattern % ancestors));
      for (Index unit = 0; unit < size; ++unit) {
        const double inherited = ancestor.sign();
        patterns(unit, pattern) = own.uniform() < 0.5 * (1.0 + correlation) ? inherited : -inherited;
      }
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Correlated>("correlated",
                                                                   "Values of +1 and -1 around common ancestors.")
                   .with_equation("P(x_i = a_i) = (1 + correlation) / 2")
                   .with_source("N. Parga and M. A. Virasoro, J. Physique 47, 1857 (1986)"));
