// Its plugin cannot be created.
#include "broken.hpp"

namespace engram::test {

PluginInfo barren() {
  PluginInfo plugin = identity("no_maker");
  plugin.create = nullptr;
  return plugin;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::barren());
