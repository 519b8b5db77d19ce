// Declares nothing.
#include "broken.hpp"

ENGRAM_PLUGINS();
