// Compiled with -ffast-math: it takes for granted that no number is a NaN, and sums in any order.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("fast_math"));
