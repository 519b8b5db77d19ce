// Binary patterns: every value of every pattern is +1 or -1, each with probability one half.
#include <engram/plugin.hpp>
#include <engram/sized_patterns.hpp>

using namespace engram;

struct Binary : IndependentPatterns {
  static auto params() { return engram::params<Binary>().with<SizedPatterns>(); }

  Range range() const override { return {-1.0, 1.0}; }
  void draw(RandomStream& random, VectorView pattern) const override {
    for (double& value : pattern) {
      value = random.sign();
    }
  }
};

ENGRAM_PLUGINS(pattern_source<Binary>("binary", "Independent values of +1 and -1.")
                   .with_equation("P(x_i = 1) = P(x_i = -1) = 1/2")
                   .with_example("count: 3, size: 24"));
