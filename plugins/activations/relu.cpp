// ReLU: a unit that is silent below zero and linear above.
#include <engram/plugin.hpp>

using namespace engram;

struct Relu {
  // Uses <= and not >, because comparisons with NaN are false and NaN must not turn into a harmless zero.
  double value(double x) const { return x <= 0.0 ? 0.0 : x; }
  double slope(double x) const { return x <= 0.0 ? 0.0 : 1.0; }
  double curvature(double /*x*/) const { return 0.0; }
  double potential(double x) const { return 0.5 * x * value(x); }
};

ENGRAM_PLUGINS(
    activation<Relu>("relu", "Rectified linear units.").with_equation("f(v) = max(v, 0); the slope at 0 is 0"));
