// tanh: a unit that saturates at -1 and +1; the gain sets how sharply it decides.
#include <cmath>

#include <engram/plugin.hpp>

using namespace engram;

struct Tanh {
  double gain = 1.0;

  static auto params() {
    return engram::params<Tanh>().add(&Tanh::gain, "gain", "1", "Slope at zero.", {.above = 0});
  }

  double value(double x) const { return kernel::tanh(gain * x); }
  double slope(double x) const { return slope(x, value(x)); }
  double slope(double /*x*/, double f) const { return gain * (1.0 - f * f); }
  double curvature(double x) const {
    const double f = value(x);
    return -2.0 * gain * f * slope(x, f);
  }
  /// ln cosh(gain x) / gain, without the overflow of cosh.
  double potential(double x) const {
    const double size = std::fabs(gain * x);
    return (size + std::log1p(std::exp(-2.0 * size)) - std::log(2.0)) / gain;
  }
};

ENGRAM_PLUGINS(
    activation<Tanh>("tanh", "Hyperbolic tangent of each unit, with a gain.").with_equation("f(v) = tanh(gain v)"));
