// Files of MATLAB of version 4, which have no mark at their beginning.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <limits>
#include <utility>

#include <engram/labelled_patterns.hpp>

#include "array_files/matlab_variables.hpp"

namespace engram::array_files {

namespace {

constexpr std::array numbers_of_4{
    MatlabNumber{0, 8, number_at<double>},        MatlabNumber{1, 4, number_at<float>},
    MatlabNumber{2, 4, number_at<std::int32_t>},  MatlabNumber{3, 2, number_at<std::int16_t>},
    MatlabNumber{4, 2, number_at<std::uint16_t>}, MatlabNumber{5, 1, number_at<std::uint8_t>},
};

struct HeaderOf4 {
  std::uint32_t kind = 0;  ///< of numbers: the tens of the type
  std::uint32_t form = 0;  ///< full, text or sparse: its ones
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t imaginary = 0;
  std::uint32_t name_size = 0;
  static constexpr std::size_t size = 20;
};

/// The header of a variable of version 4; false if there is none.
bool read_header(std::string_view bytes, std::endian order, HeaderOf4& header) {
  if (bytes.size() < HeaderOf4::size) {
    return false;
  }
  const auto word = [&](std::size_t at) {
    return static_cast<std::uint32_t>(number_at<std::uint32_t>(bytes.data() + at, order));
  };
  const std::uint32_t type = word(0);
  header = {type / 10 % 10, type % 10, word(4), word(8), word(12), word(16)};
  constexpr std::uint32_t longest_name = 256;
  constexpr auto most = static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max());
  return type / 100 == (order == std::endian::little ? 0 : 10) && header.kind < numbers_of_4.size() &&
         header.form < 3 && header.rows <= most && header.columns <= most && header.imaginary < 2 &&
         header.name_size > 0 && header.name_size <= longest_name;
}

/// The name of a variable of version 4, which ends with a byte 0; empty if it is no name.
std::string name_of(std::string_view bytes) {
  const std::string name(bytes.substr(0, std::min(bytes.find('\0'), bytes.size())));
  const bool is_name = std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  return is_name && name.size() < bytes.size() ? name : "";
}

}  // namespace

bool is_matlab_4(std::string_view first, std::endian& order) {
  HeaderOf4 header;
  for (const std::endian each : {std::endian::little, std::endian::big}) {
    if (read_header(first, each, header) && !name_of(first.substr(HeaderOf4::size, header.name_size)).empty()) {
      order = each;
      return true;
    }
  }
  return false;
}

void MatlabFile::read_level_4() {
  for (std::string_view rest = bytes_; !rest.empty();) {
    HeaderOf4 header;
    if (!read_header(rest, order_, header)) {
      damaged(rest.size() < HeaderOf4::size ? "it is cut off" : "a variable has no header");
    }
    MatlabVariable variable;
    variable.name = name_of(rest.substr(HeaderOf4::size, header.name_size));
    variable.shape = {static_cast<Index>(header.rows), static_cast<Index>(header.columns)};
    variable.number = numbers_of_4.at(header.kind);
    variable.problem = header.form == 1        ? "holds characters"
                       : header.form == 2      ? "is a sparse matrix"
                       : header.imaginary == 1 ? "holds complex numbers"
                                               : "";
    variable.data = HeaderOf4::size + header.name_size;
    const double size = static_cast<double>(variable.data) + count_of(variable.shape) *
                                                                 static_cast<double>(variable.number.bytes) *
                                                                 (1.0 + header.imaginary);
    if (variable.name.empty()) {
      damaged("a variable has no name");
    }
    if (size > static_cast<double>(rest.size())) {
      damaged("it is cut off");
    }
    variable.whole = rest.substr(0, static_cast<std::size_t>(size));
    rest.remove_prefix(variable.whole.size());
    variables_.push_back(std::move(variable));
  }
}

}  // namespace engram::array_files
