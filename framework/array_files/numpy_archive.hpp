// Archives of numpy (.npz), as savez and savez_compressed write them: a zip file with an .npy file for each array.
#pragma once

#include <memory>
#include <string>

#include "array_files/file_array.hpp"

namespace engram::array_files {

/// Opens an array of an archive. `states` is the member states.npy; an empty name stands for the only array of
/// numbers. Throws ParameterError for `file` or `dataset`.
std::unique_ptr<FileArray> open_numpy_archive(const std::string& path, const std::string& name);

}  // namespace engram::array_files
