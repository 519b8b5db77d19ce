// Built with EIGEN_MAX_ALIGN_BYTES=16: its matrices would be freed in a way that does not fit how they were made.
#include "broken.hpp"

ENGRAM_PLUGINS(engram::test::identity("other_alignment"));
