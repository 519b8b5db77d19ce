// The files that an HDF5 file refers to and that a reader opens with it.
#pragma once

#include <filesystem>
#include <vector>

namespace engram::store {

/// The files that external links, virtual datasets and external storage of an HDF5 file refer to, and those that they
/// refer to in turn, as far as they exist. Names are looked up in the order of HDF5: in the folders of
/// HDF5_EXT_PREFIX or HDF5_VDS_PREFIX, beside the file that refers to them, from the current folder, and beside the
/// file that a symbolic link stands for. For a virtual dataset over numbered files, all existing files are listed.
/// Empty if the file is not an HDF5 file or cannot be read.
std::vector<std::filesystem::path> linked_files(const std::filesystem::path& file);

}  // namespace engram::store
