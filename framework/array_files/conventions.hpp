// Attributes of a dataset that say how its numbers are meant: those of netCDF (CF conventions), MATLAB and Octave.
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
  double wrap = 0.0;  ///< 2^bits if signed numbers stand for unsigned ones, -2^bits if it is the other way round
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool limits_values = false;  ///< `least` and `most` are limits of values, not of packed numbers
  std::vector<std::pair<std::string, double>> missing;  ///< attributes, and the packed numbers that mean no value

  /// The packed number that a stored one stands for.
  [[nodiscard]] double meant(double stored) const {
    return (wrap > 0.0 && stored < 0.0) || (wrap < 0.0 && stored >= -wrap / 2) ? stored + wrap : stored;
  }
  /// Why a packed number is no value, "_FillValue"; empty if it is a value. Numbers beyond 2^53 may be taken for
  /// equal.
  [[nodiscard]] std::string why_missing(double packed) const;
  [[nodiscard]] double value(double packed) const { return scale * packed + offset; }
};

/// Reads the attributes `scale_factor`, `add_offset`, `_FillValue`, `missing_value`, `valid_range`, `valid_min`,
/// `valid_max` and `_Unsigned`. Throws ParameterError for `dataset` if one of them cannot be used.
Packing packing_of(hid_t dataset);

/// Whether MATLAB or Octave wrote the dataset, whose axes are then in the reverse order. Throws ParameterError for
/// `dataset` if it holds no numbers: characters, cells, structures.
bool has_reversed_axes(hid_t dataset);

/// Whether a dataset holds an array of numbers that is not an axis of others (a dimension scale of netCDF).
bool is_array_of_numbers(hid_t dataset);

/// Throws ParameterError for `dataset` unless its type is of numbers or of truth values.
void require_numbers(hid_t dataset, const std::string& shown);

}  // namespace engram::array_files
