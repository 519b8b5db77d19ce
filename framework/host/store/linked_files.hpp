// Files behind an HDF5 file: those that it refers to and that a reader opens with it.
#pragma once

#include <filesystem>
#include <vector>

namespace engram::store {

/// The files that external links, virtual datasets and external storage of an HDF5 file refer to, and those that they
/// refer to in turn, whether they exist or not. A name is looked for as HDF5 does: beside the file that refers to it,
/// then from the present folder. Of a virtual dataset over numbered files, all that exist. Empty for a file that is
/// no HDF5 file or cannot be read.
std::vector<std::filesystem::path> linked_files(const std::filesystem::path& file);

}  // namespace engram::store
