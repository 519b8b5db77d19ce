// Checks a shared library by reading its file, without loading it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace engram::plugins {

/// Checks that a file is a complete shared library for this machine, and returns the bytes of a section, or
/// std::nullopt if it has no section of that name. The check is needed because the system's loader trusts the
/// headers: if a truncated file lacks pages that they announce, the process is killed with SIGBUS.
///
/// Throws LibraryRefused.
std::optional<std::string> read_elf_section(const std::filesystem::path& path, std::string_view section);

}  // namespace engram::plugins
