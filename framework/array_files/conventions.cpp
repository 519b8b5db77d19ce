#include "array_files/conventions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>

#include <engram/array.hpp>
#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "array_files/hdf5_dataset.hpp"

namespace engram::array_files {

namespace {

[[noreturn]] void refuse(const std::string& attribute, const std::string& reason) {
  throw ParameterError("dataset", "the attribute " + attribute + " of the dataset " + reason);
}

/// The numbers of an attribute; empty if there is no such attribute. Throws ParameterError if their number is another
/// one than `needed`, unless that is 0.
std::vector<double> numbers_in(hid_t dataset, const std::string& name, std::size_t needed) {
  if (H5Aexists(dataset, name.c_str()) <= 0) {
    return {};
  }
  const Handle attribute(H5Aopen(dataset, name.c_str(), H5P_DEFAULT));
  const Handle type(H5Aget_type(attribute.id));
  const Handle space(H5Aget_space(attribute.id));
  const H5T_class_t kind = H5Tget_class(type.id);
  if (kind != H5T_INTEGER && kind != H5T_FLOAT) {
    refuse(name, "holds no numbers, and its values cannot be unpacked");
  }
  const auto count = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space.id)));
  constexpr std::size_t most = 1000;
  if (count == 0 || count > most || (needed != 0 && count != needed)) {
    refuse(name, "has " + counted(static_cast<Index>(count), "number") + ", where it needs " +
                     (needed == 0 ? "1 to " + std::to_string(most) : std::to_string(needed)));
  }
  std::vector<double> numbers(count);
  if (H5Aread(attribute.id, H5T_NATIVE_DOUBLE, numbers.data()) < 0) {
    refuse(name, "cannot be read: " + reason());
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
    std::string text =
        H5Aread(attribute.id, type.id, static_cast<void*>(&words)) >= 0 && words != nullptr ? words : "";
    H5free_memory(words);
    return text;
  }
  std::string text(H5Tget_size(type.id), '\0');
  H5Aread(attribute.id, type.id, text.data());
  return text.substr(0, std::min(text.find('\0'), text.find_last_not_of(' ') + 1));
}

/// One number, or `otherwise` if there is no such attribute.
double number_in(hid_t dataset, const std::string& name, double otherwise) {
  const std::vector<double> numbers = numbers_in(dataset, name, 1);
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

/// The fill value that netCDF gives values of a type; NaN if it has none.
double netcdf_fill(hid_t type) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const bool is_signed = H5Tget_class(type) == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_2;
  switch (H5Tget_class(type) == H5T_FLOAT ? 0 : H5Tget_size(type)) {
    case 0:
      return 9.9692099683868690e+36;
    case 2:
      return is_signed ? -32767.0 : 65535.0;
    case 4:
      return is_signed ? -2147483647.0 : 4294967295.0;
    case 8:
      return is_signed ? -9223372036854775806.0 : 18446744073709551614.0;
    default:
      return none;
  }
}

/// The fill value of a dataset without the attribute _FillValue if it is one of netCDF. Bytes have none in netCDF.
std::optional<double> fill_of_netcdf(hid_t dataset, hid_t type) {
  const Handle root(H5Iget_file_id(dataset));
  const Handle properties(H5Dget_create_plist(dataset));
  H5D_fill_value_t fill = H5D_FILL_VALUE_UNDEFINED;
  double number = 0.0;
  if (H5Tget_size(type) <= 1 || H5Pfill_value_defined(properties.id, &fill) < 0 ||
      fill != H5D_FILL_VALUE_USER_DEFINED || H5Pget_fill_value(properties.id, H5T_NATIVE_DOUBLE, &number) < 0) {
    return std::nullopt;
  }
  // Older libraries of netCDF do not write the attribute.
  const bool is_netcdf = H5Aexists_by_name(root.id, "/", "_NCProperties", H5P_DEFAULT) > 0;
  return is_netcdf || number == rounded(netcdf_fill(type), type) ? std::optional{number} : std::nullopt;
}

/// Whether limits with this attribute are those of unpacked values: NetCDF User Guide, appendix A: "If valid_range is
/// the same type as scale_factor (actually the wider of scale_factor and add_offset) and this is wider than the
/// external data, then it will be interpreted as internal".
bool is_of_unpacked(hid_t dataset, hid_t type, const char* name) {
  // Each floating-point type holds more numbers than a whole type of its size.
  const auto width = [](hid_t of) { return 2 * H5Tget_size(of) + (H5Tget_class(of) == H5T_FLOAT ? 1 : 0); };
  const auto width_of = [&](const char* attribute) {
    if (H5Aexists(dataset, attribute) <= 0) {
      return std::size_t{0};
    }
    const Handle opened(H5Aopen(dataset, attribute, H5P_DEFAULT));
    const Handle its_type(H5Aget_type(opened.id));
    return width(its_type.id);
  };
  const std::size_t unpacked = std::max(width_of("scale_factor"), width_of("add_offset"));
  return unpacked > width(type) && width_of(name) == unpacked;
}

/// Whether a dataset holds an array of Octave, which makes a group of "type" and "value" for each.
bool is_of_octave(hid_t dataset) {
  const std::string path = path_in_file(dataset);
  const std::size_t slash = path.rfind('/');
  const Handle file(H5Iget_file_id(dataset));
  if (slash == std::string::npos || slash == 0 || path.substr(slash) != "/value" ||
      H5Aexists_by_name(file.id, path.substr(0, slash).c_str(), "OCTAVE_NEW_FORMAT", H5P_DEFAULT) <= 0) {
    return false;
  }
  const Handle words(H5Dopen2(file.id, (path.substr(0, slash) + "/type").c_str(), H5P_DEFAULT));
  const Handle type(words.id < 0 ? -1 : H5Dget_type(words.id));
  std::string kind;
  if (type.id >= 0 && H5Tget_class(type.id) == H5T_STRING && H5Tis_variable_str(type.id) == 0) {
    kind.resize(H5Tget_size(type.id));
    H5Dread(words.id, type.id, H5S_ALL, H5S_ALL, H5P_DEFAULT, kind.data());
    kind.resize(std::min(kind.find('\0'), kind.size()));
  }
  if (!kind.ends_with("matrix") && !kind.ends_with("scalar")) {
    throw ParameterError("dataset", "the dataset belongs to a variable of Octave of type '" + kind +
                                        "'; matrices and scalars hold numbers");
  }
  return true;
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

}  // namespace

std::string Packing::why_missing(double packed) const {
  for (const auto& [attribute, number] : missing) {
    if (packed == number || (std::isnan(packed) && std::isnan(number))) {
      return attribute;
    }
  }
  const double limited = limits_values ? value(packed) : packed;
  return limited < least || limited > most ? "outside of its valid range" : "";
}

Packing packing_of(hid_t dataset) {
  const Handle type(H5Dget_type(dataset));
  Packing packing;
  packing.scale = number_in(dataset, "scale_factor", 1.0);
  packing.offset = number_in(dataset, "add_offset", 0.0);
  std::string is_unsigned = text_in(dataset, "_Unsigned");
  std::ranges::transform(is_unsigned, is_unsigned.begin(), [](unsigned char c) { return std::tolower(c); });
  if (H5Tget_class(type.id) == H5T_INTEGER) {
    const bool is_signed = H5Tget_sign(type.id) == H5T_SGN_2;
    const double size = std::ldexp(1.0, static_cast<int>(8 * H5Tget_size(type.id)));
    packing.wrap = is_signed && is_unsigned == "true" ? size : !is_signed && is_unsigned == "false" ? -size : 0.0;
  }
  const auto meant = [&](double number) { return packing.meant(rounded(number, type.id)); };
  for (const char* name : {"_FillValue", "missing_value"}) {
    for (const double number : numbers_in(dataset, name, 0)) {
      packing.missing.emplace_back(name, meant(number));
    }
  }
  if (const auto fill = fill_of_netcdf(dataset, type.id); fill && H5Aexists(dataset, "_FillValue") <= 0) {
    packing.missing.emplace_back("the fill value of netCDF", meant(*fill));
  }
  const std::vector<double> limits = numbers_in(dataset, "valid_range", 2);
  const double infinite = std::numeric_limits<double>::infinity();
  packing.least = limits.empty() ? number_in(dataset, "valid_min", -infinite) : limits.front();
  packing.most = limits.empty() ? number_in(dataset, "valid_max", infinite) : limits.back();
  const char* const name = !limits.empty() ? "valid_range" : std::isfinite(packing.least) ? "valid_min" : "valid_max";
  packing.limits_values = is_of_unpacked(dataset, type.id, name);
  if (!packing.limits_values) {
    packing.least = std::isfinite(packing.least) ? meant(packing.least) : packing.least;
    packing.most = std::isfinite(packing.most) ? meant(packing.most) : packing.most;
  }
  return packing;
}

bool has_reversed_axes(hid_t dataset) {
  return is_of_octave(dataset) || is_of_matlab(dataset);
}

bool is_array_of_numbers(hid_t dataset) {
  try {
    require_numbers(dataset, "");
    has_reversed_axes(dataset);
  } catch (const ParameterError&) {
    return false;
  }
  return !extents_of(dataset).empty() && text_in(dataset, "CLASS") != "DIMENSION_SCALE";
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
