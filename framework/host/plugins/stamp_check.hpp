// The stamp that a library carries, held against the stamp of this program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engram::plugins {

/// Why a library with the stamp `theirs` must not meet a program with the stamp `ours`: the fields that differ, both
/// stamps, and what to rebuild with. None where the two are equal.
std::optional<std::string> stamp_difference(std::string_view theirs, std::string_view ours);

/// The value of one field of a stamp; empty where the stamp has none of that name.
std::string_view stamp_field(std::string_view stamp, std::string_view field);

}  // namespace engram::plugins
