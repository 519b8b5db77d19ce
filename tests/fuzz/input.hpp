// Shared by the targets: the bytes of an input as a file, for readers that need a path.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <engram/error.hpp>

namespace engram::fuzz {

/// A folder in memory with the input as a file.
inline const std::filesystem::path& folder() {
  static const std::filesystem::path made = [] {
    const std::filesystem::path path = "/dev/shm/engram-fuzz-" + std::to_string(::getpid());
    std::filesystem::create_directories(path);
    return path;
  }();
  return made;
}

inline std::filesystem::path file_of(const unsigned char* data, std::size_t size, const char* name) {
  const std::filesystem::path path = folder() / name;
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  return path;
}

/// A pattern source reads the input as its file.
template <class Source>
void check_source(const unsigned char* data, std::size_t size, const char* name) {
  Source source;
  source.file = file_of(data, size, name).string();
  try {
    source.check();
  } catch (const ParameterError&) {
  }
}

}  // namespace engram::fuzz
