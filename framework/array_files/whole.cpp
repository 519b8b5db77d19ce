#include "array_files/whole.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

#include "array_files/conventions.hpp"
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

/// "'p' in 'a.h5'", for messages.
std::string shown(hid_t dataset) {
  const std::string path = path_in_file(dataset);
  return quoted(path.starts_with('/') ? path.substr(1) : path) + " in " + quoted(file_of(dataset).string());
}

hsize_t points_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset));
  return static_cast<hsize_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space.id)));
}

/// A regular selection, as HDF5 describes it.
struct Hyperslab {
  std::vector<hsize_t> start, stride, count, block;

  explicit Hyperslab(std::size_t axes) : start(axes), stride(axes), count(axes), block(axes) {}

  void add_to(hid_t space) const {
    if (std::ranges::find(count, hsize_t{0}) == count.end() && std::ranges::find(block, hsize_t{0}) == block.end()) {
      H5Sselect_hyperslab(space, H5S_SELECT_OR, start.data(), stride.data(), count.data(), block.data());
    }
  }
};

/// Adds what a mapping covers of a dataset with these extents to a selection.
void add_covered(hid_t mapping, const std::vector<hsize_t>& extents, hid_t covered) {
  if (H5Sget_select_type(mapping) == H5S_SEL_ALL) {
    H5Sselect_all(covered);
    return;
  }
  if (H5Sis_regular_hyperslab(mapping) <= 0) {
    H5Smodify_select(covered, H5S_SELECT_OR, mapping);
    return;
  }
  Hyperslab slab(extents.size());
  H5Sget_regular_hyperslab(mapping, slab.start.data(), slab.stride.data(), slab.count.data(), slab.block.data());
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    const hsize_t room = extents[axis] > slab.start[axis] ? extents[axis] - slab.start[axis] : 0;
    if (slab.block[axis] == H5S_UNLIMITED) {
      slab.block[axis] = room;
    } else if (slab.count[axis] == H5S_UNLIMITED) {
      slab.count[axis] = room < slab.block[axis] ? 0 : (room - slab.block[axis]) / slab.stride[axis] + 1;
      // The last block may be cut by the end of the dataset.
      const hsize_t next = slab.count[axis] * slab.stride[axis];
      if (next < room) {
        Hyperslab last = slab;
        last.start[axis] += next;
        last.count[axis] = 1;
        last.block[axis] = room - next;
        last.add_to(covered);
      }
    }
  }
  slab.add_to(covered);
}

/// Checks that all values of a dataset are in files, those of virtual datasets in their sources. HDF5 opens the
/// sources when it is asked for the extents of a virtual dataset, so that they are checked before.
class Check {
 public:
  /// Returns how many mappings HDF5 follows to read the dataset.
  std::size_t values(hid_t dataset, int level);

 private:
  std::size_t sources(hid_t dataset, hid_t properties, int level);
  std::size_t blocks(hid_t dataset, const VirtualSource& named, hid_t taken, int level);
  std::size_t one_source(hid_t dataset, hid_t source, hid_t taken, int level);

  std::map<std::pair<std::string, std::string>, std::size_t> seen_;  ///< files and datasets, which mappings may share
};

[[noreturn]] void refuse_source(hid_t dataset, const std::string& source, const std::string& reason) {
  refuse("the virtual dataset " + shown(dataset) + " takes values from " + quoted(source) + ", " + reason);
}

/// The file that HDF5 opens for a source of a virtual dataset; empty if there is none.
fs::path source_file(hid_t dataset, const std::string& name) {
  fs::path own = file_of(dataset);
  if (name == ".") {
    return own;
  }
  const std::vector<fs::path> folders = folders_of_sources(own);
  if (const fs::path path = special_path(name, folders); !path.empty()) {
    refuse_source(dataset, path.string(), "which is " + special_file(path));
  }
  return opened_file(name, folders);
}

/// Opens a source; the identifier is negative if the file has no such dataset.
Handle open_source(hid_t dataset, const fs::path& file, const std::string& name) {
  // The file of the dataset may be open in a way that does not let it be opened again.
  const Handle opened(file == file_of(dataset) ? H5Iget_file_id(dataset)
                                               : H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  return opened.id < 0 ? Handle(-1) : open_dataset(opened.id, name);
}

/// Throws if a part of a virtual dataset has no mapping.
void require_covered(hid_t dataset, hid_t properties, std::size_t mappings) {
  const std::vector<hsize_t> extents = extents_of(dataset);
  const Handle covered(H5Dget_space(dataset));
  H5Sselect_none(covered.id);
  for (std::size_t at = 0; at < mappings; ++at) {
    const Handle mapping(H5Pget_virtual_vspace(properties, at));
    add_covered(mapping.id, extents, covered.id);
  }
  const hssize_t points = H5Sget_select_npoints(covered.id);
  if (std::cmp_less(points, points_of(dataset))) {
    refuse("the virtual dataset " + shown(dataset) + " names sources for " + std::to_string(points) + " of its " +
           std::to_string(points_of(dataset)) + " values; the others are missing");
  }
}

std::size_t Check::sources(hid_t dataset, hid_t properties, int level) {
  // The time of HDF5 grows with each way from a value to its file.
  constexpr std::size_t most_mappings = 100'000;
  std::size_t mappings = 0;
  const std::vector<VirtualSource> all = virtual_sources(properties);
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (level > most_levels || mappings > most_mappings) {
      refuse("the virtual dataset " + shown(dataset) + " takes its values from too many others in turn");
    }
    const Handle taken(H5Pget_virtual_srcspace(properties, at));
    if (is_numbered(all[at].file) || is_numbered(all[at].dataset)) {
      mappings += blocks(dataset, all[at], taken.id, level);
      continue;
    }
    const std::string file = source_name(all[at].file, "");
    const std::string name = source_name(all[at].dataset, "");
    const fs::path path = source_file(dataset, file);
    if (path.empty()) {
      refuse_source(dataset, file, "and there is no such HDF5 file; its values would be zeros");
    }
    const Handle source = open_source(dataset, path, name);
    if (source.id < 0) {
      refuse_source(dataset, name, "which " + quoted(path.string()) + " does not have");
    }
    mappings += one_source(dataset, source.id, taken.id, level);
  }
  require_covered(dataset, properties, all.size());
  return mappings;
}

std::size_t Check::blocks(hid_t dataset, const VirtualSource& named, hid_t taken, int level) {
  // HDF5 ends the dataset before the first block that is missing, and would leave out those behind it.
  constexpr std::size_t most_blocks = 100'000;
  constexpr std::size_t most_missing = 1000;
  std::string missing;
  std::size_t mappings = 0;
  for (std::size_t block = 0, gap = 0; block < most_blocks && gap < most_missing; ++block) {
    const std::string file = source_name(named.file, std::to_string(block));
    const std::string name = source_name(named.dataset, std::to_string(block));
    const fs::path path = source_file(dataset, file);
    const Handle source = path.empty() ? Handle(-1) : open_source(dataset, path, name);
    if (source.id < 0) {
      missing = missing.empty() ? (is_numbered(named.file) ? file : name) : missing;
      ++gap;
    } else if (!missing.empty()) {
      refuse_source(dataset, missing, "which is missing, though there are later blocks");
    } else {
      mappings += one_source(dataset, source.id, taken, level);
    }
  }
  return mappings;
}

/// Throws if more is taken from a source than it has.
void require_inside(hid_t dataset, hid_t source, hid_t taken) {
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
      refuse("the virtual dataset " + shown(dataset) + " takes more values than its source " + shown(source) +
             " has");
    }
  }
}

std::size_t Check::one_source(hid_t dataset, hid_t source, hid_t taken, int level) {
  const std::size_t mappings = 1 + values(source, level + 1);
  require_inside(dataset, source, taken);
  const Packing own = packing_of(dataset);
  const Packing its = packing_of(source);
  if (own.scale != its.scale || own.offset != its.offset || own.wrap != its.wrap) {
    refuse("the virtual dataset " + shown(dataset) + " takes values from " + shown(source) +
           ", whose scale_factor, add_offset or _Unsigned is another");
  }
  return mappings;
}

/// Throws if a file of the external storage is missing or too short.
void check_storage(hid_t dataset, hid_t properties) {
  const Handle type(H5Dget_type(dataset));
  hsize_t left = points_of(dataset) * H5Tget_size(type.id);
  for (const StoragePart& part : external_storage(properties, file_of(dataset))) {
    const std::string path = part.file.string();
    if (const std::string kind = special_file(part.file); !kind.empty()) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path) + ", which is " + kind);
    }
    std::error_code missing;
    const std::uintmax_t there = fs::file_size(part.file, missing);
    if (missing) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path) +
             ", which cannot be read: " + missing.message());
    }
    const hsize_t bytes = std::min(part.size, left);
    if (part.offset < 0 || there < static_cast<std::uintmax_t>(part.offset) ||
        there - static_cast<std::uintmax_t>(part.offset) < bytes) {
      refuse("the values of " + shown(dataset) + " are in " + quoted(path) + ", which is too short: it has " +
             std::to_string(there) + " bytes, and " + std::to_string(bytes) + " from byte " +
             std::to_string(part.offset) + " are needed");
    }
    left -= bytes;
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

std::size_t Check::values(hid_t dataset, int level) {
  const std::pair place{file_of(dataset).string(), path_in_file(dataset)};
  if (const auto found = seen_.find(place); found != seen_.end()) {
    return found->second;
  }
  std::size_t mappings = 0;
  const Handle properties(H5Dget_create_plist(dataset));
  if (H5Pget_layout(properties.id) == H5D_VIRTUAL) {
    mappings = sources(dataset, properties.id, level);
  } else if (H5Pget_external_count(properties.id) > 0) {
    check_storage(dataset, properties.id);
  } else {
    check_written(dataset, properties.id);
  }
  if (!place.second.empty()) {
    seen_.emplace(place, mappings);
  }
  return mappings;
}

}  // namespace

void require_whole(hid_t dataset) {
  Check().values(dataset, 0);
}

}  // namespace engram::array_files
