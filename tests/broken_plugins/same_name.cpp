// Declares a plugin that the library 'whole' declares too, and one of its own.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("whole"), engram::test::identity("own"));
