// Patterns of paths, as in a shell: * stands for any text, ? for one character, [abc] for one of several, and a
// backslash takes the meaning from the character behind it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <glob.h>

namespace engram {

/// The pattern that only `path` itself matches.
inline std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (const char c : path) {
    pattern += std::string_view("*?[]\\").find(c) == std::string_view::npos ? "" : "\\";
    pattern += c;
  }
  return pattern;
}

/// A pattern without the backslashes that take a meaning away: the path that pattern_of() was given, as messages show
/// it.
inline std::string without_backslashes(const std::string& pattern) {
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    at += pattern[at] == '\\' && at + 1 < pattern.size() ? 1 : 0;
    path += pattern[at];
  }
  return path;
}

/// The files that match a pattern, in alphabetical order.
inline std::vector<std::string> matching_files(const std::string& pattern) {
  glob_t found{};
  const std::unique_ptr<glob_t, decltype(&globfree)> owner(&found, globfree);
  std::vector<std::string> files;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    std::copy_if(found.gl_pathv, found.gl_pathv + found.gl_pathc, std::back_inserter(files), [](const char* path) {
      std::error_code ignored;
      return std::filesystem::is_regular_file(path, ignored);
    });
  }
  return files;
}

}  // namespace engram
