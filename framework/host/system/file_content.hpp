// Whole files, read as bytes, and written completely or not at all.
#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <ostream>
#include <string>
#include <system_error>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

namespace engram::system {

/// The bytes of a file; empty if it cannot be read, or is a folder, a pipe, a socket or a device.
inline std::string content_of(const std::filesystem::path& file) {
  std::error_code none;
  if (!special_file(file).empty() || std::filesystem::is_directory(file, none)) {
    return {};
  }
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Writes a file; a complete new file replaces the old one. `what` names the file in messages: "the page". Throws
/// RequestError if that is no place for a file, and RunError if the bytes cannot be written.
void write_text_file(const std::filesystem::path& target, const std::string& text, const std::string& what);
/// The same for a file that is too long to be held in memory: `write` puts it into the stream.
void write_file(const std::filesystem::path& target, const std::string& what,
                const std::function<void(std::ostream&)>& write);

/// The bytes of a file that the user named as `what`, "the spec". Throws RequestError if it cannot be read.
inline std::string content_of_input(const std::string& what, const std::filesystem::path& file) {
  std::error_code none;
  const std::string kind = std::filesystem::is_directory(file, none) ? "a folder" : special_file_by_name(file);
  std::ifstream in(kind.empty() ? file : std::filesystem::path(), std::ios::binary);
  if (!in) {
    throw RequestError("cannot read " + what + " " + file.string() +
                       (kind.empty() ? ": " + std::generic_category().message(errno) : ": it is " + kind));
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace engram::system
