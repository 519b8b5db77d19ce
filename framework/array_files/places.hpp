// Where HDF5 looks for the files that an HDF5 file refers to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace engram::array_files {

/// The folders in which HDF5 looks for the file of an external link in `from`, in its order. An empty path is the
/// current folder.
std::vector<std::filesystem::path> folders_of_links(const std::filesystem::path& from);

/// The same for the sources of a virtual dataset in `from`.
std::vector<std::filesystem::path> folders_of_sources(const std::filesystem::path& from);

/// The file of external storage that a dataset in `from` names.
std::filesystem::path storage_file(const std::string& name, const std::filesystem::path& from);

/// The paths that HDF5 tries for a name, in its order: an absolute name itself, and its last part in each folder.
std::vector<std::filesystem::path> tried_paths(const std::filesystem::path& name,
                                               const std::vector<std::filesystem::path>& folders);

/// Why HDF5 must not look for a name: "'a.h5' is a pipe, and no file is read from it"; empty if it may.
std::string obstacle(const std::filesystem::path& name, const std::vector<std::filesystem::path>& folders);

}  // namespace engram::array_files
