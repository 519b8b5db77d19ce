// Patterns from an array in a file of numpy (.npy, .npz), HDF5 (.h5, .nc) or MATLAB (.mat). One axis counts the
// patterns; the other axes are a pattern's values, with the last one running fastest.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <array_files/file_array.hpp>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Array : FilePatterns {
  std::string dataset;
  bool transpose = false;

  static auto params() {
    return engram::params<Array>()
        .with<FilePatterns>(
            "File of numpy (.npy, .npz), HDF5 (.h5, .nc) or MATLAB (.mat) with an array whose first axis counts the "
            "patterns. Packed values of netCDF are unpacked, and axes of MATLAB and Octave are in their order: the "
            "rows of a matrix are the patterns.")
        .add(
            &Array::dataset, "dataset",
            "Name of the array in the file: the path of a dataset of HDF5, a variable of MATLAB, an array of an .npz "
            "file. Not needed if the file has a single array of numbers.")
        .add(&Array::transpose, "transpose",
             "Whether the last axis counts the patterns in place of the first, so that the columns of a matrix are "
             "the patterns.");
  }

  void check() {
    const std::unique_ptr<array_files::FileArray> array = array_files::open_array(file, dataset);
    const std::vector<Index> shape = array->shape();
    make_room(shape);
    if (transpose) {
      read_columns(*array);
    } else {
      array->read(values_);
    }
    for (Index pattern = 0; pattern < values_.cols(); ++pattern) {
      require_finite(pattern, values_.col(pattern));
    }
    binarise(values_.rows());
  }

 private:
  void make_room(const std::vector<Index>& shape) {
    const std::string parameter = dataset.empty() ? "file" : "dataset";
    if (shape.size() < 2) {
      throw ParameterError(parameter, "the array in '" + file + "' has " + std::to_string(shape.size()) +
                                          (shape.size() == 1 ? " axis" : " axes") +
                                          "; patterns need 2 or more, the first of which counts them");
    }
    require_values(parameter, file, shape);
    std::vector<Index> axes = shape;
    if (transpose) {
      std::rotate(axes.begin(), axes.end() - 1, axes.end());
    }
    const bool may_be_columns = !transpose && count && *count <= shape.back();
    require_count(axes.front(), may_be_columns ? "; `transpose: true` takes its last axis, which has " +
                                                     std::to_string(shape.back())
                                               : std::string());
    reserve(count.value_or(axes.front()), item_size(axes));
    image_shape_.assign(axes.begin() + 1, axes.end());
  }

  void read_columns(const array_files::FileArray& array) {
    const std::vector<Index>& shape = array.shape();
    const Index size = item_size(shape);
    require_memory(sizeof(double) * static_cast<double>(shape.front()) * static_cast<double>(size), "file",
                   "the values of '" + file + "'");
    Matrix all(size, shape.front());
    array.read(all);
    // The values of one place are together for all patterns.
    all.resize(shape.back(), all.size() / shape.back());
    values_ = all.topRows(values_.cols()).transpose();
  }
};

ENGRAM_PLUGINS(pattern_source<Array>("array", "An array from a file of numpy, HDF5 or MATLAB.")
                   .with_example("file: letters.npy")
                   .with_example_file("letters.npy",
                                      "\223NUMPY\001\000v\000"
                                      "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 9), }"
                                      "                                                          \012"
                                      "\001\001\001\377\001\377\377\001\377"
                                      "\001\377\377\001\377\377\001\001\001"));
