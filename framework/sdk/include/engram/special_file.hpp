// Files that are not read to an end: pipes, sockets and devices.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace engram {

/// "a pipe", "a socket" or "a device" if a path is one, and opening it may wait forever; otherwise empty.
inline std::string special_file(const std::filesystem::path& path) {
  std::error_code none;
  switch (std::filesystem::status(path, none).type()) {
    case std::filesystem::file_type::fifo:
      return "a pipe";
    case std::filesystem::file_type::socket:
      return "a socket";
    case std::filesystem::file_type::block:
    case std::filesystem::file_type::character:
      return "a device";
    default:
      return "";
  }
}

/// The same, except for what a shell passes to a program: /dev/stdin, and /dev/fd/63 for `<(...)`.
inline std::string special_file_by_name(const std::filesystem::path& path) {
  const std::string name = path.string();
  return name.starts_with("/dev/fd/") || name.starts_with("/proc/self/fd/") || name == "/dev/stdin"
             ? ""
             : special_file(path);
}

}  // namespace engram
