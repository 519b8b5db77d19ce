// Declares one parameter twice.
#include "broken.hpp"

namespace engram::test {

PluginInfo repeated() {
  PluginInfo plugin = identity("parameter_twice");
  plugin.parameters.push_back(plugin.parameters.front());
  return plugin;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::repeated());
