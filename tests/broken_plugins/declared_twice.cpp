// Declares one plugin twice.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("declared_twice"), engram::test::identity("declared_twice"));
