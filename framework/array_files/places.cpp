#include "array_files/places.hpp"

#include <cstdlib>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <engram/special_file.hpp>

#include "array_files/hdf5_dataset.hpp"

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

std::vector<VirtualSource> virtual_sources(hid_t properties) {
  std::size_t count = 0;
  if (H5Pget_layout(properties) == H5D_VIRTUAL) {
    H5Pget_virtual_count(properties, &count);
  }
  const auto name = [properties](std::size_t at, auto get) {
    return text_from([&](char* text, std::size_t size) { return get(properties, at, text, size); });
  };
  std::vector<VirtualSource> sources;
  for (std::size_t at = 0; at < count; ++at) {
    sources.push_back({name(at, H5Pget_virtual_filename), name(at, H5Pget_virtual_dsetname)});
  }
  return sources;
}

std::string source_name(const std::string& name, const std::string& block) {
  std::string plain;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool percent = name[at] == '%' && at + 1 < name.size();
    if (percent && name[at + 1] == 'b') {
      plain += block;
      ++at;
      continue;
    }
    at += percent && name[at + 1] == '%' ? 1 : 0;
    plain += name[at];
  }
  return plain;
}

bool is_numbered(const std::string& name) {
  return source_name(name, "0") != source_name(name, "1");
}

std::vector<StoragePart> external_storage(hid_t properties, const fs::path& from) {
  std::vector<StoragePart> parts;
  const int count = H5Pget_external_count(properties);
  for (unsigned at = 0; std::cmp_less(at, count); ++at) {
    constexpr std::size_t longest = 4096;
    std::string name(longest, '\0');
    StoragePart part;
    H5Pget_external(properties, at, longest - 1, name.data(), &part.offset, &part.size);
    name.resize(name.find('\0'));
    // HDF5 looks for external storage in one folder only, the current one unless this variable names another.
    part.file = with_origin(variable("HDF5_EXTFILE_PREFIX"), from) / name;
    parts.push_back(std::move(part));
  }
  return parts;
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

fs::path opened_file(const fs::path& name, const std::vector<fs::path>& folders) {
  for (fs::path& path : tried_paths(name, folders)) {
    std::error_code none;
    if (fs::is_regular_file(path, none) && H5Fis_hdf5(path.c_str()) > 0) {
      return std::move(path);
    }
  }
  return {};
}

fs::path special_path(const fs::path& name, const std::vector<fs::path>& folders) {
  for (fs::path& path : tried_paths(name, folders)) {
    if (!special_file(path).empty()) {
      return std::move(path);
    }
  }
  return {};
}

}  // namespace engram::array_files
