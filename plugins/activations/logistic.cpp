// Logistic: a soft threshold between 0 and 1; the gain sets how sharply a unit decides.
#include <cmath>

#include <engram/plugin.hpp>

using namespace engram;

struct Logistic {
  double gain = 1.0;

  static auto params() {
    return engram::params<Logistic>().add(&Logistic::gain, "gain", "1", "Steepness at threshold.", {.above = 0});
  }

  double value(double x) const { return kernel::logistic(gain * x); }
  double slope(double x) const { return slope(x, value(x)); }
  double slope(double /*x*/, double f) const { return gain * f * (1.0 - f); }
  double curvature(double x) const {
    const double f = value(x);
    return gain * (1.0 - 2.0 * f) * slope(x, f);
  }
  /// ln(1 + exp(gain x)) / gain, without the overflow of exp.
  double potential(double x) const {
    return (std::fmax(gain * x, 0.0) + std::log1p(std::exp(-std::fabs(gain * x)))) / gain;
  }
};

ENGRAM_PLUGINS(activation<Logistic>("logistic", "Logistic squashing of each unit, with a gain.")
                   .with_equation("f(v) = 1 / (1 + exp(-gain v))"));
