// Compares the stamp of a library with the stamp of this program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engram::plugins {

/// Why a program with the stamp `ours` must not load a library with the stamp `theirs`: the fields that differ, both
/// stamps, and how to rebuild the library. std::nullopt if the stamps are equal.
std::optional<std::string> stamp_difference(std::string_view theirs, std::string_view ours);

/// The value of one field of a stamp; empty if the stamp has no field of that name.
std::string_view stamp_field(std::string_view stamp, std::string_view field);

}  // namespace engram::plugins
