// Built with sdk headers of the same version in which something was changed.
#include "broken.hpp"

#undef ENGRAM_SDK_FINGERPRINT
#define ENGRAM_SDK_FINGERPRINT "0123456789abcdef"

ENGRAM_PLUGINS(engram::test::identity("other_headers"));
