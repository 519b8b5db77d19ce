// Built with changed sdk headers of the same version.
#include "broken.hpp"

#undef ENGRAM_SDK_FINGERPRINT
#define ENGRAM_SDK_FINGERPRINT "0123456789abcdef"

ENGRAM_PLUGINS(engram::test::identity("other_headers"));
