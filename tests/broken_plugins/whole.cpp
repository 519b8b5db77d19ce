// A library without mistakes: tests truncate it, patch it and load it beside the broken ones.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("whole"), engram::test::identity("spare"));
