// The name of its plugin is not in snake_case.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("BadName"));
