// Facts about this program from the build system.
#pragma once

#include "store/provenance.hpp"

namespace engram::app {

store::Build build_info();

}  // namespace engram::app
