// Built with -D_GLIBCXX_DEBUG: its std::vector is larger than the program's.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("checked_containers"));
