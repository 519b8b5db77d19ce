// The C library's functions of floating-point numbers.
#pragma once

#include <string>

namespace engram::study {

/// A checksum of what exp, tanh and others return for some arguments, as 16 hexadecimal digits. The C library chooses
/// among several versions of them by its own version, the processor and GLIBC_TUNABLES, and they differ in last bits.
const std::string& math_checksum();

}  // namespace engram::study
