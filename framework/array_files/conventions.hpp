// Attributes of a dataset that say how its numbers are meant: those of netCDF (CF conventions) and of MATLAB.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

namespace engram::array_files {

/// How stored numbers become values, as the CF conventions define it.
struct Packing {
  double scale = 1.0;
  double offset = 0.0;
  double range = 0.0;  ///< added to stored numbers below zero, which stand for unsigned ones
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  std::vector<std::pair<std::string, double>> missing;  ///< attributes, and the stored numbers that mean no value

  /// Why a stored number is no value, "_FillValue"; empty if it is a value.
  [[nodiscard]] std::string why_missing(double stored) const;
  [[nodiscard]] double value(double stored) const { return scale * stored + offset; }
};

/// Reads the attributes `scale_factor`, `add_offset`, `_FillValue`, `missing_value`, `valid_range`, `valid_min`,
/// `valid_max` and `_Unsigned`. Throws ParameterError for `dataset` if one of them cannot be used.
Packing packing_of(hid_t dataset);

/// Whether MATLAB wrote the dataset, whose axes are then in the reverse order. Throws ParameterError for `dataset` if
/// it holds no numbers: characters, cells, structures.
bool is_of_matlab(hid_t dataset);

/// Throws ParameterError for `dataset` unless its type is of numbers or of truth values.
void require_numbers(hid_t dataset, const std::string& shown);

}  // namespace engram::array_files
