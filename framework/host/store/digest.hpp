// Digests of the values of datasets.
#pragma once

#include <string>

#include <engram/recorder.hpp>

#include "store/sha256.hpp"

namespace engram::store {

/// Adds values to a sum, as they are stored: little-endian numbers, or texts in UTF-8, each followed by a zero byte.
void add_values(const decltype(Dataset::values)& values, Sha256& sum);

/// SHA-256 of values as 64 hexadecimal digits.
std::string digest(const decltype(Dataset::values)& values);

}  // namespace engram::store
