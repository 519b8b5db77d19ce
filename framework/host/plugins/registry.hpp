// The registry: every plugin found on a search path, where it came from, and which libraries were refused and why.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "plugins/library.hpp"
#include "plugins/search_path.hpp"

namespace engram::plugins {

/// One plugin of a loaded library.
struct FoundPlugin {
  const PluginInfo* plugin = nullptr;
  std::filesystem::path shadowed_by;  ///< the library whose plugin of the same kind and name is used; empty: this one
};

/// The outcome for one library.
struct FoundLibrary {
  std::filesystem::path path;  ///< as found in its folder
  std::string refusal;         ///< why it is not used; empty: it was loaded
  std::vector<FoundPlugin> plugins;
};

/// The outcome for one folder of the search path.
struct SearchedFolder {
  SearchFolder folder;
  std::string problem;  ///< why it was not searched ("does not exist"); empty if it was
  std::vector<FoundLibrary> libraries;
};

/// The available plugins. A registry may be copied and kept, since plugins live as long as the process.
class Registry {
 public:
  /// All plugins that are used, one for each kind and name.
  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }
  /// The library that a plugin of the catalogue came from; throws std::logic_error for any other.
  [[nodiscard]] const Library& library_of(const PluginInfo& plugin) const;
  /// Every folder in the order of the search, with its libraries in the order of file names.
  [[nodiscard]] const std::vector<SearchedFolder>& folders() const { return folders_; }
  /// A readable report of all folders, libraries and plugins: `engram plugins --verbose`.
  [[nodiscard]] std::string report_text() const;
  /// A few lines with the folders and the refused libraries, to follow a message that a plugin was not found.
  [[nodiscard]] std::string short_report_text() const;

 private:
  friend Registry load(const SearchPath& folders);
  FoundLibrary add_library(const std::filesystem::path& path, FolderOrigin origin);

  Catalogue catalogue_;
  std::map<const PluginInfo*, Library> libraries_;
  std::vector<SearchedFolder> folders_;
};

/// Loads every library ("*.so") in the folders. Refused libraries are reported; the others are still loaded.
///
/// Threading: one thread loads libraries, before others start.
Registry load(const SearchPath& folders);

}  // namespace engram::plugins
