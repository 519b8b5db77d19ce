#include <array>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <utility>

#include <engram/error.hpp>
#include <engram/labelled_patterns.hpp>

#include "array_files/file_array.hpp"
#include "array_files/hdf5_array.hpp"
#include "array_files/matlab_array.hpp"
#include "array_files/numpy_archive.hpp"
#include "array_files/numpy_array.hpp"

namespace engram::array_files {

namespace {

std::string first_bytes(const std::string& path) {
  std::ifstream stream = engram::open_file("file", path);
  std::string bytes(300, '\0');
  stream.read(bytes.data(), std::ssize(bytes));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

/// Refuses files of other programs with advice, since they could only be reported as no array otherwise.
void refuse_other_kinds(const std::string& path, const std::string& first) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kinds{{
      {"CDF", "is a netCDF file of the classic format; nccopy -k nc4 makes one that can be read"},
      {"\x1f\x8b", "is compressed by gzip; unpack it with gunzip first"},
  }};
  for (const auto& [begin, words] : kinds) {
    if (first.starts_with(begin)) {
      throw ParameterError("file", "'" + path + "' " + std::string(words));
    }
  }
}

}  // namespace

std::unique_ptr<FileArray> open_array(const std::string& path, const std::string& name) {
  const std::string first = first_bytes(path);
  if (first.starts_with("\x93NUMPY")) {
    if (!name.empty()) {
      throw ParameterError("dataset", "'" + path +
                                          "' is an .npy file, which holds one array without a name; leave "
                                          "dataset out");
    }
    return std::make_unique<NumpyArray>(path, read_file("file", path));
  }
  if (first.starts_with("PK")) {
    return open_numpy_archive(path, name);
  }
  // A .mat file of version 7.3 begins like one of version 5, and is an HDF5 file.
  if (is_hdf5(path)) {
    return std::make_unique<Hdf5Array>(path, name);
  }
  if (is_matlab(first)) {
    return open_matlab(path, name);
  }
  refuse_other_kinds(path, first);
  throw ParameterError("file", "'" + path + "' is neither a file of numpy (.npy, .npz) nor of HDF5 nor of MATLAB");
}

}  // namespace engram::array_files
