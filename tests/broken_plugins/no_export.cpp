// Has the stamp but exports no plugins.
#include <engram/stamp.hpp>

__attribute__((used, section(ENGRAM_STAMP_SECTION))) static const char engram_stamp[] = ENGRAM_STAMP;
