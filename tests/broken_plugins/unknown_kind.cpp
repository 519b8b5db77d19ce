// Its plugin has a kind that no host knows.
#include "broken.hpp"

namespace engram::test {

PluginInfo stranger() {
  PluginInfo plugin = identity("unknown_kind");
  plugin.kind = static_cast<Kind>(99);
  return plugin;
}

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::stranger());
