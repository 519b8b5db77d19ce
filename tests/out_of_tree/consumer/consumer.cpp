// Describes a plugin of its own and makes an object of it, as a host would.
#include <engram/plugin.hpp>

struct Doubling {
  double factor = 2.0;
  static auto params() { return engram::params<Doubling>().add(&Doubling::factor, "factor", "1", "Slope."); }
  double value(double x) const { return factor * x; }
  double slope(double /*x*/) const { return factor; }
};

int main() {
  const engram::PluginInfo plugin = engram::activation<Doubling>("doubling", "Twice the value.");
  const auto made = engram::make<engram::Activation>({&plugin, {{"factor", 3.0}}});
  const engram::Matrix x = engram::Matrix::Constant(2, 2, 5.0);
  engram::Matrix f(2, 2);
  made->values(x, f);
  return f == engram::Matrix::Constant(2, 2, 15.0) ? 0 : 1;
}
