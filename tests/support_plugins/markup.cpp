// An activation whose texts contain special characters of HTML, JSON and regular expressions, with a parameter
// without an example, for tests of the documentation.
#include <engram/plugin.hpp>

namespace engram::test {

struct Markup {
  double slope_at_zero = 1.0;

  static auto params() {
    return engram::params<Markup>().add(&Markup::slope_at_zero, "slope", "1", "Slope, <script>alert('no')</script>.",
                                        {.above = 2, .required = true});
  }
  [[nodiscard]] double value(double x) const { return slope_at_zero * x; }
  [[nodiscard]] double slope(double /*x*/) const { return slope_at_zero; }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::Markup>("markup", "Says <b>bold</b> & \"quoted\" things.")
                   .with_equation("f(x) = a x, a > 2 & x < \"y\""));
