// The type of sizes, extents and positions, for headers that need no matrices.
#pragma once

#include <cstddef>

namespace engram {

using Index = std::ptrdiff_t;

}  // namespace engram
