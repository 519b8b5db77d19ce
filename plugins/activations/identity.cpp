// Identity: a linear unit.
#include <engram/plugin.hpp>

using namespace engram;

struct Identity {
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
  double curvature(double /*x*/) const { return 0.0; }
  double potential(double x) const { return 0.5 * x * x; }
};

ENGRAM_PLUGINS(activation<Identity>("identity", "Linear units.").with_equation("f(v) = v"));
