// Whole files, read as bytes, and written completely or not at all.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <engram/special_file.hpp>

namespace engram::system {

/// The bytes of a file; empty if it cannot be read, or is a pipe, a socket or a device.
inline std::string content_of(const std::filesystem::path& file) {
  if (!special_file(file).empty()) {
    return {};
  }
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Writes a file; a complete new file replaces the old one. `what` names the file in messages: "the page". Throws
/// RequestError with the reason if it cannot be written.
void write_text_file(const std::filesystem::path& target, const std::string& text, const std::string& what);

}  // namespace engram::system
