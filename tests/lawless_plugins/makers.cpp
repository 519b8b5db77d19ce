// Plugins that crash or hang while they are made, and one that is whole.
#include <csignal>

#include <engram/plugin.hpp>

namespace engram::test {

struct Whole {
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
};

struct CrashesWhenMade : Whole {
  void check() const { std::raise(SIGSEGV); }
};

struct HangsWhenMade : Whole {
  void check() const {
    const volatile bool always = true;
    while (always) {
    }
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::CrashesWhenMade>("crashes_when_made", "Crashes when it is made."),
               engram::activation<engram::test::HangsWhenMade>("hangs_when_made", "Hangs when it is made."),
               engram::activation<engram::test::Whole>("whole", "Nothing is wrong with it."));
