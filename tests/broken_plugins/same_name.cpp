// Declares a plugin that the library 'whole' also declares, and another one.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("whole"), engram::test::identity("own"));
