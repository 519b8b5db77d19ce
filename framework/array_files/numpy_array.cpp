#include "array_files/numpy_array.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <system_error>

#include <engram/error.hpp>
#include <engram/labelled_patterns.hpp>
#include <engram/words.hpp>

namespace engram::array_files {

namespace {

/// A 16-bit floating-point number (IEEE 754 binary16): a sign, 5 bits of exponent and 10 bits of fraction.
double half_at(const char* bytes, std::endian order) {
  const auto bits = static_cast<unsigned>(number_at<std::uint16_t>(bytes, order));
  const int exponent = static_cast<int>((bits >> 10U) & 0x1fU);
  const auto fraction = static_cast<double>(bits & 0x3ffU) / 1024.0;
  const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
  if (exponent == 0x1f) {
    return fraction == 0.0 ? sign * std::numeric_limits<double>::infinity()
                           : std::numeric_limits<double>::quiet_NaN();
  }
  return sign * (exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1.0 + fraction, exponent - 15));
}

double truth_at(const char* bytes, std::endian /*order*/) {
  return *bytes != 0 ? 1.0 : 0.0;
}

/// The end of the value at the start of a text, which is the next comma outside of brackets and quotes.
std::size_t end_of_value(std::string_view text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return text.size();
}

}  // namespace

const std::vector<NumpyArray::Element>& NumpyArray::elements() {
  static const std::vector<Element> all{
      {"f2", 2, half_at},
      {"f4", 4, number_at<float>},
      {"f8", 8, number_at<double>},
      {"i1", 1, number_at<std::int8_t>},
      {"i2", 2, number_at<std::int16_t>},
      {"i4", 4, number_at<std::int32_t>},
      {"i8", 8, number_at<std::int64_t>},
      {"u1", 1, number_at<std::uint8_t>},
      {"u2", 2, number_at<std::uint16_t>},
      {"u4", 4, number_at<std::uint32_t>},
      {"u8", 8, number_at<std::uint64_t>},
      {"b1", 1, truth_at},
  };
  return all;
}

NumpyArray::NumpyArray(std::string shown, std::string bytes) : path_(std::move(shown)), bytes_(std::move(bytes)) {
  constexpr std::string_view magic = "\x93NUMPY";
  constexpr std::size_t fixed = 12;
  if (!bytes_.starts_with(magic)) {
    throw ParameterError("file", "'" + path_ + "' is not an .npy file: it does not begin with \\x93NUMPY");
  }
  if (bytes_.size() < fixed) {
    fail("is truncated: its header is incomplete");
  }
  const int version = static_cast<unsigned char>(bytes_[magic.size()]);
  const int minor = static_cast<unsigned char>(bytes_[magic.size() + 1]);
  if (version < 1 || version > 3 || minor != 0) {
    fail("is of version " + std::to_string(version) + "." + std::to_string(minor) +
         " of the format; versions are 1.0, 2.0 and 3.0");
  }
  const char* const length = bytes_.data() + magic.size() + 2;
  const std::size_t begin = version == 1 ? fixed - 2 : fixed;
  const auto size = static_cast<std::size_t>(version == 1 ? number_at<std::uint16_t>(length, std::endian::little)
                                                          : number_at<std::uint32_t>(length, std::endian::little));
  if (bytes_.size() < begin + size) {
    fail("is truncated: its header ends at byte " + std::to_string(begin + size) + ", and there are " +
         std::to_string(bytes_.size()));
  }
  data_ = begin + size;
  const Entries entries = dictionary(std::string_view(bytes_).substr(begin, size));
  if (entries.size() != 3) {
    fail("is damaged: its header has " + std::to_string(entries.size()) +
         " entries, where descr, fortran_order and shape were expected");
  }
  read_element(entry(entries, "descr"));
  const std::string_view order = entry(entries, "fortran_order");
  if (order != "True" && order != "False") {
    fail("is damaged: its fortran_order is " + std::string(order));
  }
  fortran_order_ = order == "True";
  read_shape(entry(entries, "shape"));
  require_complete("file", path_, shape_, data_, element_->bytes, bytes_.size());
}

void NumpyArray::read(Matrix& values) const {
  const auto at = [&](Index place) {
    return element_->value(bytes_.data() + data_ + static_cast<std::size_t>(place) * element_->bytes, order_);
  };
  const std::vector<Index> places = fortran_order_ ? reversed_places(shape_) : std::vector<Index>();
  for (Index pattern = 0; pattern < values.cols(); ++pattern) {
    for (Index unit = 0; unit < values.rows(); ++unit) {
      values(unit, pattern) =
          at(fortran_order_ ? pattern + places[static_cast<std::size_t>(unit)] : pattern * values.rows() + unit);
    }
  }
}

void NumpyArray::fail(const std::string& what) const {
  throw ParameterError("file", "'" + path_ + "' " + what);
}

NumpyArray::Entries NumpyArray::dictionary(std::string_view header) const {
  const auto damaged = [&] { fail("is damaged: its header is not a dictionary of Python"); };
  const auto trim = [](std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    return text.substr(0, text.find_last_not_of(" \n") + 1);
  };
  header = trim(header);
  if (header.size() < 2 || header.front() != '{' || header.back() != '}') {
    damaged();
  }
  Entries entries;
  for (std::string_view rest = trim(header.substr(1, header.size() - 2)); !rest.empty();) {
    const std::size_t end = rest.front() == '\'' || rest.front() == '"' ? rest.find(rest.front(), 1) : 0;
    if (end == 0 || end == std::string_view::npos) {
      damaged();
    }
    const std::string_view key = rest.substr(1, end - 1);
    rest = trim(rest.substr(end + 1));
    if (!rest.starts_with(':')) {
      damaged();
    }
    rest.remove_prefix(1);
    const std::size_t comma = end_of_value(rest);
    entries.emplace_back(key, trim(rest.substr(0, comma)));
    rest = trim(rest.substr(std::min(comma + 1, rest.size())));
  }
  return entries;
}

std::string_view NumpyArray::entry(const Entries& entries, std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entries::value_type::first);
  if (found == entries.end()) {
    fail("is damaged: its header has no '" + std::string(key) + "'");
  }
  return found->second;
}

void NumpyArray::read_element(std::string_view text) {
  const bool plain = text.starts_with('\'') || text.starts_with('"');
  const std::string type(plain ? text.substr(1, text.find(text.front(), 1) - 1) : "");
  const std::string name = type.substr(type.find_first_of("<>|=") == 0 ? 1 : 0);
  const auto found = std::ranges::find(elements(), name, &Element::name);
  if (found == elements().end()) {
    std::vector<std::string> names;
    std::ranges::transform(elements(), std::back_inserter(names),
                           [](const Element& element) { return std::string(element.name); });
    fail("holds values of " + (plain ? "type '" + type + "'" : "several fields each") + "; types are " + join(names) +
         ", of either byte order");
  }
  element_ = &*found;
  order_ = type.starts_with('>') ? std::endian::big : std::endian::little;
}

/// "(3, 28, 28)", "(3,)".
void NumpyArray::read_shape(std::string_view text) {
  const auto damaged = [&] { fail("is damaged: its shape is " + std::string(text)); };
  if (!text.starts_with('(') || !text.ends_with(')')) {
    damaged();
  }
  std::string_view rest = text.substr(1, text.size() - 2);
  while (!rest.empty()) {
    Index extent = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), extent);
    if (error != std::errc() || extent < 0) {
      damaged();
    }
    shape_.push_back(extent);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const std::size_t next = std::min(rest.find_first_not_of(" L"), rest.size());
    if (next < rest.size() && rest[next] != ',') {
      damaged();
    }
    rest.remove_prefix(std::min(next + 1, rest.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
}

}  // namespace engram::array_files
