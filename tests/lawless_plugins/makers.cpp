// Plugins that crash or hang while they are created, one that hangs when it is called, and one without mistakes.
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
    // A busy loop would end in the same way, but use a processor until then.
    for (;;) {
      ::pause();
    }
  }
};

struct Hangs : Whole {
  double value(double x) const {
    // volatile, so that the compiler does not remove the endless loop.
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
