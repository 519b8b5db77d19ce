// What can be known of a shared library from its file alone.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace engram::plugins {

/// Checks that a file is a whole shared library for this machine, and gives the bytes of one of its sections; none
/// where it has no such section. The system's loader trusts what the headers say: pages that they promise and a
/// truncated file lacks kill the process with SIGBUS.
///
/// Throws LibraryRefused.
std::optional<std::string> read_elf_section(const std::filesystem::path& path, std::string_view section);

}  // namespace engram::plugins
