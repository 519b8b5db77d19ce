// Its plugins crash: one when it is created, one when its values are read, one by endless recursion.
#include <csignal>

#include "broken.hpp"

namespace engram::test {

struct CrashesWhenMade : Identity {
  CrashesWhenMade() { (void)std::raise(SIGFPE); }
};

struct CrashesInValue : Identity {
  double value(double x) const {
    (void)std::raise(SIGSEGV);
    return x;
  }
};

struct NeverReturns : Identity {
  // A volatile object in each call, so that no compiler turns the recursion into a loop.
  double value(double x) const {
    const volatile double depth = x + 1.0;
    return depth < -1e300 ? depth : value(depth) + depth;
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::CrashesWhenMade>("crashes_when_made", "Crashes when it is made."),
               engram::activation<engram::test::CrashesInValue>("crashes_in_value", "Crashes when it is called."),
               engram::activation<engram::test::NeverReturns>("never_returns", "Uses up the stack."));
