// Throws when it is asked what plugins it holds.
#include <stdexcept>

#include "broken.hpp"

namespace engram::test {

PluginInfo impossible() {
  throw std::runtime_error("no such table: gains.csv");
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::impossible());
