// One of its parameters has no name.
#include "broken.hpp"

namespace engram::test {

PluginInfo nameless() {
  PluginInfo plugin = identity("parameter_without_name");
  plugin.parameters.front().name.clear();
  return plugin;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::nameless());
