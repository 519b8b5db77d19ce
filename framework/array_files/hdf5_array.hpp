// Reads arrays of numbers from HDF5 files, as the attributes of netCDF, MATLAB and Octave describe them.
#pragma once

#include <string>
#include <vector>

#include <hdf5.h>

#include <engram/array.hpp>

#include "array_files/file_array.hpp"
#include "array_files/hdf5_dataset.hpp"

namespace engram::array_files {

/// While it lives, HDF5 prints no errors in this thread.
class Silence {
 public:
  Silence();
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence();

 private:
  H5E_auto2_t print_ = nullptr;
  void* argument_ = nullptr;
};

/// Whether a regular file is an HDF5 file, whatever its name.
bool is_hdf5(const std::string& path);

/// A dataset of an HDF5 file; an empty name stands for the only one of numbers. All functions throw ParameterError
/// for `file` or `dataset`.
class Hdf5Array : public FileArray {
 public:
  Hdf5Array(const std::string& path, const std::string& name);

  /// The extents, in MATLAB's order for an array of MATLAB or Octave.
  [[nodiscard]] const std::vector<Index>& shape() const override { return shape_; }
  void read(Matrix& values) const override;

 private:
  /// The paths of all datasets, or only of those that hold numbers and are no axes of others.
  [[nodiscard]] std::vector<std::string> datasets(bool only_of_numbers) const;
  [[nodiscard]] std::string name_or_only(const std::string& name) const;
  [[nodiscard]] std::string no_such_dataset(const std::string& name) const;
  void read_stored(Matrix& values) const;
  void unpack(Matrix& values) const;

  Silence silence_;
  std::string path_;
  Handle file_;
  Handle dataset_;
  bool reversed_ = false;
  std::vector<Index> shape_;
};

}  // namespace engram::array_files
