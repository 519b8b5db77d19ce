// Linked as by -ffast-math, which adds code that makes the whole process flush denormals to zero.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("fast_math_link"));
