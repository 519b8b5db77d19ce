// Throws something that is no std::exception when it is asked what plugins it holds.
#include "broken.hpp"

namespace engram::test {

PluginInfo impossible() {
  throw 42;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::impossible());
