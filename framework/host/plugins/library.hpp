// One plugin library: checked from the outside first, then loaded, then checked from the inside.
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

/// Whether a plugin may bear this name: snake_case, lower-case letters, digits and single underscores.
bool is_plugin_name(std::string_view name);

/// Loads a library. Its file is read and checked before any of its code runs, and what it says of itself afterwards.
/// Throws LibraryRefused. A library whose static initialisers throw ends the process with exit code 2 and a message
/// that names it, since there is no way back out of dlopen.
///
/// Threading: one thread loads libraries, before others start.
Library load_library(const std::filesystem::path& path);

}  // namespace engram::plugins
