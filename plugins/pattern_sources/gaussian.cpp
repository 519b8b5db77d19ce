// Gaussian patterns: every value of every pattern is an independent normal random number.
#include <engram/plugin.hpp>
#include <engram/sized_patterns.hpp>

using namespace engram;

struct Gaussian : IndependentPatterns {
  double mean = 0.0;
  double sigma = 1.0;

  static auto params() {
    return engram::params<Gaussian>()
        .with<SizedPatterns>()
        .add(&Gaussian::mean, "mean", "1", "Mean of the values.")
        .add(&Gaussian::sigma, "sigma", "1", "Standard deviation of the values.", {.above = 0});
  }

  void draw(RandomStream& random, VectorView pattern) const override {
    for (double& value : pattern) {
      value = mean + sigma * random.normal();
    }
  }
};

ENGRAM_PLUGINS(pattern_source<Gaussian>("gaussian", "Independent normal values.")
                   .with_equation("x_i ~ N(mean, sigma^2)")
                   .with_example("count: 3, size: 24"));
