// Biased patterns: every value of every pattern is +1 with a given probability, otherwise -1.
#include <engram/plugin.hpp>
#include <engram/sized_patterns.hpp>

using namespace engram;

struct Biased : IndependentPatterns {
  double probability = 0.5;

  static auto params() {
    return engram::params<Biased>().with<SizedPatterns>().add(&Biased::probability, "probability", "1",
                                                              "Probability that a value is +1.",
                                                              {.min = 0, .max = 1, .required = true});
  }

  Range range() const override { return {-1.0, 1.0}; }
  void draw(RandomStream& random, VectorView pattern) const override {
    for (double& value : pattern) {
      value = random.uniform() < probability ? 1.0 : -1.0;
    }
  }
};

ENGRAM_PLUGINS(pattern_source<Biased>("biased", "Independent values of +1 and -1, one more often.")
                   .with_equation("P(x_i = 1) = probability, P(x_i = -1) = 1 - probability")
                   .with_source("D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. A 35, 2293 (1987)")
                   .with_example("count: 3, size: 24, probability: 0.7"));
