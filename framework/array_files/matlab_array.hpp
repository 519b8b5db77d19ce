// Arrays in files of MATLAB of version 4 to 7 (.mat), which scipy.io.savemat and Octave write too. A file of
// version 7.3 is an HDF5 file.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "array_files/file_array.hpp"

namespace engram::array_files {

/// Whether a file that begins with `first` (300 bytes, or all if it has fewer) is a file of MATLAB of version 4 to 7.
bool is_matlab(std::string_view first);

/// Opens a variable; an empty name stands for the only one of numbers. Throws ParameterError for `file` or `dataset`.
std::unique_ptr<FileArray> open_matlab(const std::string& path, const std::string& name);

}  // namespace engram::array_files
