// The folders that are searched for plugin libraries, in order, and who named each.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace engram::plugins {

/// Why a folder is searched.
enum class FolderOrigin {
  library,      ///< a single library that the user named, in place of a folder
  option,       ///< --plugin-path
  environment,  ///< ENGRAM_PLUGIN_PATH
  program,      ///< lib/engram/plugins beside the program's own folder, in build trees and installations
};

/// The words for an origin in reports: "--plugin-path".
std::string_view origin_name(FolderOrigin origin);

struct SearchFolder {
  std::filesystem::path path;  ///< absolute
  FolderOrigin origin{};

  bool operator==(const SearchFolder&) const = default;
};

/// Folders in the order in which they are searched; the first plugin found of a kind and name is used.
using SearchPath = std::vector<SearchFolder>;

/// Options first, then the folders of `environment` (separated by colons; empty names are left out and do not mean
/// the current directory), then `program_folder`/../lib/engram/plugins. A folder named twice keeps its first place.
/// Throws RequestError if a path of `options` does not exist or is not a folder, since the user has just typed it.
SearchPath search_path(const std::vector<std::filesystem::path>& options, std::string_view environment,
                       const std::filesystem::path& program_folder);

/// The same with the environment and the program of this process.
SearchPath search_path(const std::vector<std::filesystem::path>& options);

/// The folder of this process's program, from which other installed files are found.
std::filesystem::path program_folder();

}  // namespace engram::plugins
