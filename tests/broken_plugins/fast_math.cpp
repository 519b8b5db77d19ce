// Compiled with -ffast-math: it assumes that no number is NaN, and sums in any order.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("fast_math"));
