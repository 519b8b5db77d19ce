// Facts about this program from the build system.
#pragma once

#include "store/provenance.hpp"

namespace engram::study {

store::Build build_info();

}  // namespace engram::study
