// Whole files, as bytes.
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

}  // namespace engram::system
