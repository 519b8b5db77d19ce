// Its plugin has no sentence that says what it does.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::activation<engram::test::Identity>("no_summary", ""));
