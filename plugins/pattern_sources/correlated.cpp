// Correlated patterns: families of patterns of +1 and -1, each around an ancestor that its members resemble.
#include <algorithm>
#include <cstdint>
#include <string>

#include <engram/plugin.hpp>
#include <engram/sized_patterns.hpp>

using namespace engram;

struct Correlated : SizedPatterns {
  double correlation = 0.0;
  Index ancestors = 1;

  static auto params() {
    return engram::params<Correlated>()
        .with<SizedPatterns>()
        .add(&Correlated::correlation, "correlation", "1",
             "Mean product of a pattern's value and its ancestor's; 1 makes every pattern its ancestor.",
             {.min = 0, .max = 1, .required = true})
        .add(&Correlated::ancestors, "ancestors", "1",
             "Number of ancestors; pattern k, counted from 0, belongs to ancestor k modulo this number.", {.min = 1});
  }

  void check() const {
    require_memory(8.0 * (static_cast<double>(count) + 1.0) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  Range range() const override { return {-1.0, 1.0}; }
  void generate(const RandomStreams& random, MatrixView patterns) const override {
    const RandomStreams prototypes = random.within("ancestors");
    const double alike = 0.5 * (1.0 + correlation);
    Vector ancestor(size);
    const Index families = std::min(ancestors, count);
    for (Index family = 0; family < families; ++family) {
      RandomStream prototype = prototypes.stream(static_cast<std::uint64_t>(family));
      for (double& value : ancestor) {
        value = prototype.sign();
      }
      for (Index pattern = family; pattern < count; pattern += families) {
        RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
        for (Index unit = 0; unit < size; ++unit) {
          patterns(unit, pattern) = stream.uniform() < alike ? ancestor(unit) : -ancestor(unit);
        }
      }
    }
  }
};

ENGRAM_PLUGINS(
    pattern_source<Correlated>("correlated", "Families of patterns that resemble an ancestor.")
        .with_equation("P(x_i = a_i) = (1 + correlation)/2, a the ancestor, P(a_i = 1) = P(a_i = -1) = 1/2")
        .with_source("N. Parga, M. A. Virasoro, J. Physique 47, 1857 (1986)")
        .with_example("count: 4, size: 24, correlation: 0.6, ancestors: 2"));
