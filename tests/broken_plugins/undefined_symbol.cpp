// Calls a function that is not defined anywhere.
#include "broken.hpp"

namespace engram::test {

double forgotten(double x);

struct Forgetful {
  double value(double x) const { return forgotten(x); }
  double slope(double x) const { return forgotten(x); }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::Forgetful>("undefined_symbol", "Calls what is not there."));
