// Throws when it is asked for its plugins.
#include <stdexcept>

#include "broken.hpp"

namespace engram::test {

PluginInfo impossible() {
  throw std::runtime_error("no such table: gains.csv");
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::impossible());
