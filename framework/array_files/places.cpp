#include "array_files/places.hpp"

#include <cstdlib>
#include <sstream>
#include <string_view>
#include <system_error>

#include <engram/special_file.hpp>

namespace engram::array_files {

namespace fs = std::filesystem;

namespace {

/// A variable of the environment as a text, empty if it is not set.
std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// The folder that HDF5 takes for "${ORIGIN}" and looks in for the files that `from` refers to.
fs::path origin(const fs::path& from) {
  return fs::absolute(from).parent_path();
}

/// A prefix from the environment, in which HDF5 replaces a leading "${ORIGIN}".
fs::path with_origin(const std::string& prefix, const fs::path& from) {
  constexpr std::string_view marker = "${ORIGIN}";
  return prefix.starts_with(marker) ? origin(from).string() + prefix.substr(marker.size()) : prefix;
}

std::vector<fs::path> folders(const fs::path& from, const std::string& prefixes, bool also_whole) {
  std::vector<fs::path> all;
  std::istringstream parts(prefixes);
  for (std::string part; std::getline(parts, part, ':');) {
    if (!part.empty()) {
      all.emplace_back(part);
    }
  }
  if (also_whole && !prefixes.empty()) {
    all.push_back(with_origin(prefixes, from));
  }
  all.insert(all.end(), {origin(from), fs::path()});
  std::error_code none;
  if (const fs::path real = fs::canonical(from, none); !none) {
    all.push_back(real.parent_path());
  }
  return all;
}

}  // namespace

std::vector<fs::path> folders_of_links(const fs::path& from) {
  return folders(from, variable("HDF5_EXT_PREFIX"), false);
}

std::vector<fs::path> folders_of_sources(const fs::path& from) {
  // Of the sources of virtual datasets, HDF5 takes the variable as one folder too.
  return folders(from, variable("HDF5_VDS_PREFIX"), true);
}

fs::path storage_file(const std::string& name, const fs::path& from) {
  // HDF5 looks for external storage in one folder only, the current one unless this variable names another.
  return with_origin(variable("HDF5_EXTFILE_PREFIX"), from) / name;
}

std::vector<fs::path> tried_paths(const fs::path& name, const std::vector<fs::path>& folders) {
  std::vector<fs::path> paths;
  if (name.is_absolute()) {
    paths.push_back(name);
  }
  const fs::path relative = name.is_absolute() ? name.filename() : name;
  for (const fs::path& folder : folders) {
    paths.push_back(folder / relative);
  }
  return paths;
}

std::string obstacle(const fs::path& name, const std::vector<fs::path>& folders) {
  for (const fs::path& path : tried_paths(name, folders)) {
    if (const std::string kind = special_file(path); !kind.empty()) {
      return "'" + path.string() + "' is " + kind + ", and no file is read from it";
    }
  }
  return "";
}

}  // namespace engram::array_files
