#include <cmath>
#include <engram/plugin.hpp>
#include <engram/catalogue.hpp>
struct Logistic {
  double gain = 1.0;
  static auto params() { return engram::params<Logistic>().add(&Logistic::gain, "gain", "1", "Steepness at threshold.", {.min = 0}); }
  double value(double x) const { return engram::kernel::logistic(gain*x); }
  double slope(double x) const { double f=value(x); return gain * f*(1-f); }
  double slope(double, double f) const { return gain * f*(1-f); }
};
ENGRAM_PLUGINS(engram::activation<Logistic>("logistic", "Logistic squashing of each unit.").with_equation("x"));
