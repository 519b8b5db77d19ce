// Plugins that fail when they are created or used, for tests that the host names the plugin.
#include <stdexcept>

#include <engram/plugin.hpp>

namespace engram::test {

struct ThrowsInConstructor {
  ThrowsInConstructor() { throw std::runtime_error("the constructor gave up"); }
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
};

struct ThrowsNumber {
  ThrowsNumber() { throw 42; }
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
};

struct ThrowsInCheck {
  double gain = 1.0;
  static auto params() {
    return engram::params<ThrowsInCheck>().add(&ThrowsInCheck::gain, "gain", "1", "Slope everywhere.");
  }
  void check() const { throw std::runtime_error("the check gave up"); }
  double value(double x) const { return gain * x; }
  double slope(double /*x*/) const { return gain; }
};

struct ThrowsInApply : Corruption {
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {
    throw std::runtime_error("the corruption gave up");
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::ThrowsInConstructor>("throws_in_constructor",
                                                                     "Cannot be constructed."),
               engram::activation<engram::test::ThrowsNumber>("throws_number",
                                                              "Throws what is no exception when it is constructed."),
               engram::activation<engram::test::ThrowsInCheck>("throws_in_check",
                                                               "Refuses every value of its parameters."),
               engram::corruption<engram::test::ThrowsInApply>("throws_in_apply", "Fails on every pattern."));
