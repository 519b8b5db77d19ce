// Built with EIGEN_MAX_ALIGN_BYTES=16: the program would free its matrices by the wrong method.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("other_alignment"));
