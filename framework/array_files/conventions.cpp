#include "array_files/conventions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "array_files/hdf5_dataset.hpp"

namespace engram::array_files {

namespace {

/// The numbers of an attribute; empty if there is no such attribute.
std::vector<double> numbers_in(hid_t dataset, const std::string& name) {
  if (H5Aexists(dataset, name.c_str()) <= 0) {
    return {};
  }
  const Handle attribute(H5Aopen(dataset, name.c_str(), H5P_DEFAULT));
  const Handle type(H5Aget_type(attribute.id));
  const Handle space(H5Aget_space(attribute.id));
  const hssize_t count = H5Sget_simple_extent_npoints(space.id);
  const H5T_class_t kind = H5Tget_class(type.id);
  constexpr hssize_t most = 1000;
  std::vector<double> numbers(static_cast<std::size_t>(std::clamp<hssize_t>(count, 0, most)));
  if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || count < 1 || count > most ||
      H5Aread(attribute.id, H5T_NATIVE_DOUBLE, numbers.data()) < 0) {
    throw ParameterError(
        "dataset", "the attribute " + name + " of the dataset holds no numbers, and its values cannot be unpacked");
  }
  return numbers;
}

/// The text of an attribute; empty if there is no such attribute, or another one.
std::string text_in(hid_t dataset, const char* name) {
  if (H5Aexists(dataset, name) <= 0) {
    return "";
  }
  const Handle attribute(H5Aopen(dataset, name, H5P_DEFAULT));
  const Handle type(H5Aget_type(attribute.id));
  if (H5Tget_class(type.id) != H5T_STRING) {
    return "";
  }
  const Handle space(H5Aget_space(attribute.id));
  if (H5Sget_simple_extent_npoints(space.id) != 1) {
    return "";
  }
  if (H5Tis_variable_str(type.id) > 0) {
    char* words = nullptr;
    const Handle any(H5Tcopy(type.id));
    std::string text =
        H5Aread(attribute.id, any.id, static_cast<void*>(&words)) >= 0 && words != nullptr ? words : "";
    H5free_memory(words);
    return text;
  }
  std::string text(H5Tget_size(type.id), '\0');
  H5Aread(attribute.id, type.id, text.data());
  return text.substr(0, std::min(text.find('\0'), text.find_last_not_of(' ') + 1));
}

/// One number, or `otherwise` if there is no such attribute.
double number_in(hid_t dataset, const std::string& name, double otherwise) {
  const std::vector<double> numbers = numbers_in(dataset, name);
  return numbers.empty() ? otherwise : numbers.front();
}

/// A number as the dataset would hold it: an attribute may have more digits than its values.
double rounded(double number, hid_t type) {
  std::array<double, 4> room{number};
  if (H5Tget_class(type) == H5T_FLOAT && H5Tget_size(type) <= sizeof(double)) {
    H5Tconvert(H5T_NATIVE_DOUBLE, type, 1, room.data(), nullptr, H5P_DEFAULT);
    H5Tconvert(type, H5T_NATIVE_DOUBLE, 1, room.data(), nullptr, H5P_DEFAULT);
  }
  return room.front();
}

/// The fill value that netCDF gives a dataset without the attribute. It reads bytes as they are.
void add_default_fill(hid_t dataset, hid_t type, Packing& packing) {
  const Handle root(H5Iget_file_id(dataset));
  const bool is_netcdf = H5Aexists_by_name(root.id, "/", "_NCProperties", H5P_DEFAULT) > 0;
  const Handle properties(H5Dget_create_plist(dataset));
  H5D_fill_value_t fill = H5D_FILL_VALUE_UNDEFINED;
  double number = 0.0;
  if (is_netcdf && packing.missing.empty() && H5Tget_size(type) > 1 &&
      H5Pfill_value_defined(properties.id, &fill) >= 0 && fill == H5D_FILL_VALUE_USER_DEFINED &&
      H5Pget_fill_value(properties.id, H5T_NATIVE_DOUBLE, &number) >= 0) {
    packing.missing.emplace_back("the fill value of netCDF", number);
  }
}

}  // namespace

std::string Packing::why_missing(double stored) const {
  for (const auto& [attribute, number] : missing) {
    if (stored == number || (std::isnan(stored) && std::isnan(number))) {
      return attribute;
    }
  }
  if (stored < least || stored > most) {
    return "outside of its valid range";
  }
  return "";
}

Packing packing_of(hid_t dataset) {
  const Handle type(H5Dget_type(dataset));
  Packing packing;
  packing.scale = number_in(dataset, "scale_factor", 1.0);
  packing.offset = number_in(dataset, "add_offset", 0.0);
  const std::string is_unsigned = text_in(dataset, "_Unsigned");
  if ((is_unsigned == "true" || is_unsigned == "True") && H5Tget_class(type.id) == H5T_INTEGER &&
      H5Tget_sign(type.id) == H5T_SGN_2) {
    packing.range = std::ldexp(1.0, static_cast<int>(8 * H5Tget_size(type.id)));
  }
  const auto meant = [&](double number) { return rounded(number, type.id) + (number < 0.0 ? packing.range : 0.0); };
  for (const char* name : {"_FillValue", "missing_value"}) {
    for (const double number : numbers_in(dataset, name)) {
      packing.missing.emplace_back(name, meant(number));
    }
  }
  add_default_fill(dataset, type.id, packing);
  const std::vector<double> limits = numbers_in(dataset, "valid_range");
  if (limits.size() == 1 || limits.size() > 2) {
    throw ParameterError("dataset", "the attribute valid_range of the dataset has " + std::to_string(limits.size()) +
                                        " numbers, where it needs 2");
  }
  const double infinite = std::numeric_limits<double>::infinity();
  packing.least = limits.empty() ? number_in(dataset, "valid_min", -infinite) : limits.front();
  packing.most = limits.empty() ? number_in(dataset, "valid_max", infinite) : limits.back();
  packing.least = std::isfinite(packing.least) ? meant(packing.least) : packing.least;
  packing.most = std::isfinite(packing.most) ? meant(packing.most) : packing.most;
  return packing;
}

bool is_of_matlab(hid_t dataset) {
  const std::string kind = text_in(dataset, "MATLAB_class");
  constexpr std::array<std::string_view, 11> numbers{"double", "single", "int8",  "uint8",  "int16",  "uint16",
                                                     "int32",  "uint32", "int64", "uint64", "logical"};
  if (kind.empty()) {
    return false;
  }
  if (std::ranges::find(numbers, kind) == numbers.end()) {
    throw ParameterError("dataset", "the dataset is an array of MATLAB of class " + kind +
                                        (kind == "char" ? ", which holds characters" : "") +
                                        "; classes of numbers are " + join({numbers.begin(), numbers.end()}));
  }
  if (number_in(dataset, "MATLAB_empty", 0.0) != 0.0) {
    throw ParameterError("dataset", "the dataset is an empty array of MATLAB");
  }
  return true;
}

void require_numbers(hid_t dataset, const std::string& shown) {
  const Handle type(H5Dget_type(dataset));
  const H5T_class_t kind = H5Tget_class(type.id);
  const auto refuse = [&](const std::string& what) {
    throw ParameterError("dataset", shown + " holds " + what + "; values have to be whole or floating-point numbers");
  };
  if (kind == H5T_COMPOUND && H5Tget_nmembers(type.id) == 2 &&
      ((H5Tget_member_index(type.id, "r") >= 0 && H5Tget_member_index(type.id, "i") >= 0) ||
       (H5Tget_member_index(type.id, "real") >= 0 && H5Tget_member_index(type.id, "imag") >= 0))) {
    refuse("complex numbers");
  }
  if (kind == H5T_ENUM) {
    signed char number = 0;
    const bool are_truth_values = H5Tget_nmembers(type.id) == 2 && H5Tget_size(type.id) == 1 &&
                                  H5Tenum_valueof(type.id, "FALSE", &number) >= 0 && number == 0 &&
                                  H5Tenum_valueof(type.id, "TRUE", &number) >= 0 && number == 1;
    if (!are_truth_values) {
      refuse("words of an enumeration");
    }
  } else if (kind != H5T_INTEGER && kind != H5T_FLOAT) {
    refuse("no numbers");
  }
}

}  // namespace engram::array_files
