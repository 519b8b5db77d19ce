// Shared by the broken plugins: an activation without mistakes.
#pragma once

#include <engram/plugin.hpp>

namespace engram::test {

struct Identity {
  double gain = 1.0;
  static auto params() { return engram::params<Identity>().add(&Identity::gain, "gain", "1", "Slope everywhere."); }
  double value(double x) const { return gain * x; }
  double slope(double /*x*/) const { return gain; }
};

inline PluginInfo identity(std::string name) {
  return activation<Identity>(std::move(name), "The value itself.");
}

}  // namespace engram::test
