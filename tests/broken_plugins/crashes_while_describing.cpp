// Crashes when it is asked for its plugins.
#include <csignal>

#include "broken.hpp"

namespace engram::test {

PluginInfo impossible() {
  (void)std::raise(SIGSEGV);
  return identity("crashes_while_describing");
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::impossible());
