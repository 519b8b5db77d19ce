// An array of numbers in a file, whatever the file's format.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/array.hpp>

namespace engram::array_files {

/// An array whose first axis counts the patterns; a pattern's values have the last axis running fastest.
class FileArray {
 public:
  FileArray() = default;
  FileArray(const FileArray&) = delete;
  FileArray& operator=(const FileArray&) = delete;
  virtual ~FileArray() = default;

  /// The extents, in the order in which the program that wrote the file counts axes.
  [[nodiscard]] virtual const std::vector<Index>& shape() const = 0;

  /// Fills `values`, unit x pattern, with the first patterns. The array has at least one axis. Throws ParameterError
  /// for `file` or `dataset`.
  virtual void read(Matrix& values) const = 0;
};

/// Opens an array of a .npy, .npz, HDF5 or MATLAB file; the first bytes decide which of them it is. `name` is that of
/// a dataset, an array or a variable; if it is empty, the file has to hold a single array of numbers. Throws
/// ParameterError for `file` or `dataset`.
std::unique_ptr<FileArray> open_array(const std::string& path, const std::string& name);

/// The sentence for a name that the file does not have, or has to be given: "there is no variable 'x'; variables in
/// 'a.mat' are y, z; did you mean 'y'?". `kind` is "dataset", "array" or "variable".
std::string no_such_array(const std::string& kind, const std::string& path, const std::string& name,
                          std::vector<std::string> names);

/// The places of the values of pattern 0, in an array whose first axis runs fastest. Those of pattern k are k
/// further.
std::vector<Index> reversed_places(const std::vector<Index>& shape);

}  // namespace engram::array_files
