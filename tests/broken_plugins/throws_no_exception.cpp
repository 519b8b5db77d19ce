// Throws an object that is not a std::exception when it is asked for its plugins.
#include "broken.hpp"

namespace engram::test {

PluginInfo impossible() {
  throw 42;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::impossible());
