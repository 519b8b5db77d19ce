// What the build system knows of this program.
#pragma once

#include "store/provenance.hpp"

namespace engram::app {

store::Build build_info();

}  // namespace engram::app
