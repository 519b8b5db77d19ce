#include "plugins/search_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <system_error>

#include <boost/dll/runtime_symbol_info.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

namespace engram::plugins {

namespace {

namespace fs = std::filesystem;

/// Makes a path absolute and removes "..", a slash at the end, and symbolic links as far as the path exists.
fs::path normal(const fs::path& path) {
  std::error_code error;
  fs::path absolute = fs::absolute(path, error);
  if (error) {
    absolute = path;
  }
  fs::path resolved = fs::weakly_canonical(absolute, error);
  if (error) {
    resolved = absolute.lexically_normal();
  }
  return resolved.has_filename() ? resolved : resolved.parent_path();
}

void add(SearchPath& folders, const fs::path& path, FolderOrigin origin) {
  const fs::path folder = normal(path);
  if (std::ranges::find(folders, folder, &SearchFolder::path) == folders.end()) {
    folders.push_back({folder, origin});
  }
}

/// Suggests the folder beside `path` with the most similar name.
std::string suggestion(const fs::path& path) {
  const fs::path wanted = normal(path);
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(wanted.parent_path(), error)) {
    if (entry.is_directory(error)) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(names);
  const auto near = nearest(wanted.filename().string(), names);
  return near ? fmt::format("; did you mean '{}'?", (wanted.parent_path() / *near).string()) : "";
}

void check_option(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (path.empty() || !fs::exists(status)) {
    throw RequestError(
        fmt::format("--plugin-path: the folder '{}' does not exist{}", path.string(), suggestion(path)));
  }
  if (!fs::is_directory(status)) {
    throw RequestError(
        fmt::format("--plugin-path: '{}' is not a folder; give the folder that holds the libraries: '{}'",
                    path.string(), normal(path).parent_path().string()));
  }
}

}  // namespace

std::string_view origin_name(FolderOrigin origin) {
  switch (origin) {
    case FolderOrigin::library:
      return "named by you";
    case FolderOrigin::option:
      return "--plugin-path";
    case FolderOrigin::environment:
      return "ENGRAM_PLUGIN_PATH";
    case FolderOrigin::program:
      return "beside the program";
  }
  return "";
}

SearchPath search_path(const std::vector<fs::path>& options, std::string_view environment,
                       const fs::path& program_folder) {
  SearchPath folders;
  for (const fs::path& option : options) {
    check_option(option);
    add(folders, option, FolderOrigin::option);
  }
  while (!environment.empty()) {
    const std::string_view folder = environment.substr(0, environment.find(':'));
    environment.remove_prefix(std::min(folder.size() + 1, environment.size()));
    if (!folder.empty()) {
      add(folders, folder, FolderOrigin::environment);
    }
  }
  add(folders, program_folder / ".." / "lib" / "engram" / "plugins", FolderOrigin::program);
  return folders;
}

SearchPath search_path(const std::vector<fs::path>& options) {
  const char* const environment = std::getenv("ENGRAM_PLUGIN_PATH");
  return search_path(options, environment == nullptr ? "" : environment, program_folder());
}

fs::path program_folder() {
  return boost::dll::program_location().parent_path();
}

}  // namespace engram::plugins
