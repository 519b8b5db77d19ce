// Plugins that crash or hang while they are made, one that hangs when it is called, and one that is whole.
#include <csignal>

#include <unistd.h>

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
    // A loop would be ended in the same way, and keep a processor busy until then.
    for (;;) {
      ::pause();
    }
  }
};

struct Hangs : Whole {
  double value(double x) const {
    // Read again each time, so that the loop is not taken for an endless one that does nothing.
    const volatile double here = x;
    while (here == x) {
    }
    return here;
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::activation<engram::test::CrashesWhenMade>("crashes_when_made", "Crashes when it is made."),
               engram::activation<engram::test::HangsWhenMade>("hangs_when_made", "Hangs when it is made."),
               engram::activation<engram::test::Hangs>("hangs", "It never comes to an end."),
               engram::activation<engram::test::Whole>("whole", "Nothing is wrong with it."));
