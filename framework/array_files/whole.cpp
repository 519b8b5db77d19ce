#include "array_files/whole.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

#include "array_files/hdf5_dataset.hpp"
#include "array_files/places.hpp"

namespace engram::array_files {

namespace {

namespace fs = std::filesystem;

constexpr int most_levels = 16;

[[noreturn]] void refuse(const std::string& what) {
  throw ParameterError("dataset", what);
}

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

std::string path_in_file(hid_t object) {
  std::string name(static_cast<std::size_t>(std::max<ssize_t>(0, H5Iget_name(object, nullptr, 0))), '\0');
  H5Iget_name(object, name.data(), name.size() + 1);
  return name;
}

/// "'p' in 'a.h5'", for messages.
std::string shown(hid_t dataset) {
  return quoted(path_in_file(dataset).substr(1)) + " in " + quoted(file_of(dataset).string());
}

hsize_t points_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset));
  return static_cast<hsize_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space.id)));
}

/// A name of a source with "%%", a percent sign, and "%b", which `block` replaces.
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

class Sources {
 public:
  Sources(hid_t dataset, int level) : dataset_(dataset), file_(file_of(dataset)), level_(level) {}

  void check(hid_t properties) {
    std::size_t count = 0;
    H5Pget_virtual_count(properties, &count);
    hsize_t points = 0;
    for (std::size_t at = 0; at < count; ++at) {
      points += check_source(properties, at);
    }
    if (!has_no_end_ && points < points_of(dataset_)) {
      refuse("the virtual dataset " + shown(dataset_) + " names sources for " + std::to_string(points) + " of its " +
             std::to_string(points_of(dataset_)) + " values; the others are missing");
    }
  }

 private:
  using GetName = ssize_t (*)(hid_t, std::size_t, char*, std::size_t);
  static std::string name_of(hid_t properties, std::size_t at, GetName get) {
    std::string name(static_cast<std::size_t>(std::max<ssize_t>(0, get(properties, at, nullptr, 0))), '\0');
    get(properties, at, name.data(), name.size() + 1);
    return name;
  }

  /// Checks a source and returns how many values it gives.
  hsize_t check_source(hid_t properties, std::size_t at) {
    const std::string file = name_of(properties, at, H5Pget_virtual_filename);
    const std::string dataset = name_of(properties, at, H5Pget_virtual_dsetname);
    const Handle selection(H5Pget_virtual_vspace(properties, at));
    const Handle taken(H5Pget_virtual_srcspace(properties, at));
    const hssize_t points = H5Sget_select_npoints(selection.id);
    if (is_numbered(file) || is_numbered(dataset)) {
      has_no_end_ = true;
      refuse_pipes(file);
      return 0;
    }
    const std::string name = source_name(file, "");
    const Handle source_file(name == "." ? H5Iget_file_id(dataset_)
                                         : H5Fopen(found(name).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
    const Handle source = source_file.id < 0 ? Handle(-1) : open_dataset(source_file.id, source_name(dataset, ""));
    if (source.id < 0) {
      refuse("the virtual dataset " + shown(dataset_) + " takes values from " + quoted(dataset) + " of " +
             quoted(name == "." ? file_.string() : name) + ", which has no such dataset");
    }
    if (level_ > most_levels) {
      refuse("the virtual dataset " + shown(dataset_) + " takes its values from too many others in turn");
    }
    require_inside(source.id, taken.id);
    check_values(source.id, level_ + 1);
    if (points < 0 || static_cast<hsize_t>(points) == H5S_UNLIMITED) {
      has_no_end_ = true;
      return 0;
    }
    return static_cast<hsize_t>(points);
  }

  /// The file that HDF5 opens for a source.
  [[nodiscard]] std::string found(const std::string& name) const {
    const std::vector<fs::path> folders = folders_of_sources(file_);
    for (const fs::path& path : tried_paths(name, folders)) {
      if (const std::string kind = special_file(path); !kind.empty()) {
        refuse("the virtual dataset " + shown(dataset_) + " takes values from " + quoted(path.string()) +
               ", which is " + kind);
      }
      std::error_code none;
      if (fs::is_regular_file(path, none) && H5Fis_hdf5(path.c_str()) > 0) {
        return path.string();
      }
    }
    refuse("the virtual dataset " + shown(dataset_) + " takes values from " + quoted(name) +
           ", and there is no such HDF5 file; its values would be zeros");
  }

  void refuse_pipes(const std::string& file) const {
    const std::vector<fs::path> folders = folders_of_sources(file_);
    constexpr std::size_t most_blocks = 100'000;
    const auto exists = [](const fs::path& path) {
      std::error_code none;
      return fs::exists(path, none);
    };
    for (std::size_t block = 0; block < most_blocks; ++block) {
      const std::string name = source_name(file, std::to_string(block));
      if (const std::string why = obstacle(name, folders); !why.empty()) {
        refuse("the virtual dataset " + shown(dataset_) + " has a source that cannot be read: " + why);
      }
      if (!is_numbered(file) || std::ranges::none_of(tried_paths(name, folders), exists)) {
        return;
      }
    }
  }

  /// Throws if more is taken from a source than it has.
  void require_inside(hid_t source, hid_t taken) const {
    const std::vector<hsize_t> extents = extents_of(source);
    std::vector<hsize_t> first(extents.size());
    std::vector<hsize_t> last(extents.size());
    if (H5Sget_select_type(taken) != H5S_SEL_HYPERSLABS ||
        std::cmp_not_equal(H5Sget_simple_extent_ndims(taken), extents.size()) ||
        H5Sget_select_bounds(taken, first.data(), last.data()) < 0) {
      return;
    }
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      if (last[axis] >= extents[axis] && last[axis] != H5S_UNLIMITED) {
        refuse("the virtual dataset " + shown(dataset_) + " takes more values than its source " + shown(source) +
               " has");
      }
    }
  }

 public:
  static void check_values(hid_t dataset, int level);

 private:
  hid_t dataset_;
  fs::path file_;
  int level_;
  bool has_no_end_ = false;
};

/// Throws if a file of the external storage is missing or too short.
void check_storage(hid_t dataset, hid_t properties, int files) {
  const Handle type(H5Dget_type(dataset));
  hsize_t left = points_of(dataset) * H5Tget_size(type.id);
  for (unsigned at = 0; std::cmp_less(at, files) && left > 0; ++at) {
    std::string name(4096, '\0');
    off_t offset = 0;
    hsize_t size = 0;
    H5Pget_external(properties, at, name.size() - 1, name.data(), &offset, &size);
    name.resize(name.find('\0'));
    const fs::path path = storage_file(name, file_of(dataset));
    if (const std::string kind = special_file(path); !kind.empty()) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path.string()) + ", which is " + kind);
    }
    std::error_code missing;
    const std::uintmax_t there = fs::file_size(path, missing);
    if (missing) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path.string()) +
             ", which cannot be read: " + missing.message());
    }
    const hsize_t part = std::min(size, left);
    if (offset < 0 || there < static_cast<std::uintmax_t>(offset) ||
        there - static_cast<std::uintmax_t>(offset) < part) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path.string()) +
             ", which is too short: it has " + std::to_string(there) + " bytes, and " + std::to_string(part) +
             " from byte " + std::to_string(offset) + " are needed");
    }
    left -= part;
  }
}

/// Whether chunks of a dataset were never written. HDF5's own answer compares bytes, and takes every compressed
/// dataset for an incomplete one.
bool lacks_chunks(hid_t dataset, hid_t properties) {
  const std::vector<hsize_t> extents = extents_of(dataset);
  std::vector<hsize_t> chunk(extents.size());
  if (H5Pget_layout(properties) != H5D_CHUNKED ||
      H5Pget_chunk(properties, static_cast<int>(chunk.size()), chunk.data()) < 0) {
    return false;
  }
  hsize_t needed = 1;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    needed *= (extents[axis] + chunk[axis] - 1) / chunk[axis];
  }
  hsize_t there = 0;
  const Handle space(H5Dget_space(dataset));
  return H5Dget_num_chunks(dataset, space.id, &there) >= 0 && there < needed;
}

void check_written(hid_t dataset, hid_t properties) {
  H5D_space_status_t status = H5D_SPACE_STATUS_ALLOCATED;
  H5D_fill_value_t fill = H5D_FILL_VALUE_DEFAULT;
  H5Dget_space_status(dataset, &status);
  H5Pfill_value_defined(properties, &fill);
  if (status == H5D_SPACE_STATUS_NOT_ALLOCATED && points_of(dataset) > 0) {
    refuse(shown(dataset) + " was made and never written; its values would be made up");
  }
  if (fill != H5D_FILL_VALUE_USER_DEFINED && lacks_chunks(dataset, properties)) {
    refuse("chunks of " + shown(dataset) +
           " were never written, and the dataset has no fill value of its own for them");
  }
}

void Sources::check_values(hid_t dataset, int level) {
  const Handle properties(H5Dget_create_plist(dataset));
  if (H5Pget_layout(properties.id) == H5D_VIRTUAL) {
    Sources(dataset, level).check(properties.id);
  } else if (const int files = H5Pget_external_count(properties.id); files > 0) {
    check_storage(dataset, properties.id, files);
  } else {
    check_written(dataset, properties.id);
  }
}

}  // namespace

void require_whole(hid_t dataset) {
  Sources::check_values(dataset, 0);
}

}  // namespace engram::array_files
