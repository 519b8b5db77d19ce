// Linked as by -ffast-math, which adds code that switches the whole process to flushing denormals.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("fast_math_link"));
