// The type of sizes, extents and positions, in a header that does not include Eigen.
#pragma once

#include <cstddef>

namespace engram {

using Index = std::ptrdiff_t;

}  // namespace engram
