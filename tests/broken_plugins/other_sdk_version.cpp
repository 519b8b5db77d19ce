// Built with an sdk of another version.
#include "broken.hpp"

#undef ENGRAM_SDK_VERSION
#define ENGRAM_SDK_VERSION "99.9"

ENGRAM_PLUGINS(engram::test::identity("other_sdk_version"));
