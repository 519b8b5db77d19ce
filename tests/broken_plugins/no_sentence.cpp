// A parameter of its plugin has no sentence about its meaning.
#include "broken.hpp"

namespace engram::test {

PluginInfo silent() {
  PluginInfo plugin = identity("no_sentence");
  plugin.parameters.front().sentence.clear();
  return plugin;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::silent());
