// One plugin library: its file is checked, then it is loaded, then its plugins are checked.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <engram/error.hpp>
#include <engram/plugin_info.hpp>

namespace engram::plugins {

/// A library that is not used. what() is a clause that follows the library's path: "is cut short: ...".
class LibraryRefused : public RequestError {
 public:
  using RequestError::RequestError;
};

/// A library that has been loaded. It stays loaded to the end of the process.
struct Library {
  std::filesystem::path path;           ///< absolute, without symbolic links
  std::string sdk_version;              ///< of the sdk that it was built with
  const PluginList* plugins = nullptr;  ///< lives as long as the process
};

/// Whether a plugin may have this name: snake_case, lower-case letters, digits and single underscores.
bool is_plugin_name(std::string_view name);

/// Loads a library. Its file is checked before any of its code runs, and its plugins afterwards. Throws
/// LibraryRefused. A library whose static initialisers throw ends the process with exit code 2 and a message that
/// names it, since dlopen cannot be left in that case.
///
/// Threading: one thread loads libraries, before others start.
Library load_library(const std::filesystem::path& path);

}  // namespace engram::plugins
