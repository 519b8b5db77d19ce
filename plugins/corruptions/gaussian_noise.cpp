// Gaussian noise: adds an independent normal number to every value.
#include <engram/plugin.hpp>

using namespace engram;

struct GaussianNoise : Corruption {
  double sigma = 0.1;

  static auto params() {
    return engram::params<GaussianNoise>().add(&GaussianNoise::sigma, "sigma", "1",
                                               "Standard deviation of the noise.", {.min = 0});
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    for (double& value : pattern) {
      value += sigma * random.normal();
    }
  }
};

ENGRAM_PLUGINS(corruption<GaussianNoise>("gaussian_noise", "Adds normal noise to every value.")
                   .with_equation("x_i <- x_i + sigma N(0, 1)")
                   .with_example("sigma: 0.2"));
