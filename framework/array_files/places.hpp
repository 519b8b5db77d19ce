// The files that an HDF5 file refers to, and the folders in which HDF5 looks for them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <hdf5.h>

namespace engram::array_files {

/// The folders in which HDF5 looks for the file of an external link in `from`, in its order. An empty path is the
/// current folder.
std::vector<std::filesystem::path> folders_of_links(const std::filesystem::path& from);

/// The same for the sources of a virtual dataset in `from`.
std::vector<std::filesystem::path> folders_of_sources(const std::filesystem::path& from);

/// The source of a mapping of a virtual dataset, by the names that the mapping has.
struct VirtualSource {
  std::string file;  ///< "." for the file of the virtual dataset itself
  std::string dataset;
};

/// The sources of a virtual dataset with these creation properties; empty for another dataset.
std::vector<VirtualSource> virtual_sources(hid_t properties);

/// A name of a source with "%%", a percent sign, and "%b", the number of a block, which `block` replaces.
std::string source_name(const std::string& name, const std::string& block);
/// Whether a name of a source stands for numbered blocks.
bool is_numbered(const std::string& name);

/// A part of the external storage of a dataset.
struct StoragePart {
  std::filesystem::path file;
  off_t offset = 0;
  hsize_t size = 0;  ///< in bytes
};

/// The external storage of a dataset in `from` with these creation properties.
std::vector<StoragePart> external_storage(hid_t properties, const std::filesystem::path& from);

/// The paths that HDF5 tries for a name, in its order: an absolute name itself, and its last part in each folder.
std::vector<std::filesystem::path> tried_paths(const std::filesystem::path& name,
                                               const std::vector<std::filesystem::path>& folders);

/// The file that HDF5 opens for a name; empty if there is none. HDF5 passes over files that it cannot open.
std::filesystem::path opened_file(const std::filesystem::path& name,
                                  const std::vector<std::filesystem::path>& folders);

/// The first pipe, socket or device among the paths that HDF5 tries for a name, which it would wait for; empty if
/// there is none.
std::filesystem::path special_path(const std::filesystem::path& name,
                                   const std::vector<std::filesystem::path>& folders);

}  // namespace engram::array_files
