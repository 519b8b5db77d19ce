// The limit of the address space of this process.
#pragma once

#include <string>

namespace engram::system {

/// The limit in a sentence that ends with what to do; empty if there is none.
std::string memory_limit();

}  // namespace engram::system
