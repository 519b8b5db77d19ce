// Its plugin has no sentence about its purpose.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::activation<engram::test::Identity>("no_summary", ""));
