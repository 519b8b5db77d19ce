// Its plugin's name is not in snake_case.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("BadName"));
