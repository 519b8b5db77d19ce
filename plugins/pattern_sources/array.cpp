// Patterns from an array in a file of numpy (.npy) or in a dataset of HDF5 (.h5, .hdf5). The first axis counts the
// patterns; the other axes are a pattern's values, with the last axis running fastest.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <array_files/hdf5_array.hpp>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>
#include <engram/words.hpp>

using namespace engram;

/// An array in a .npy file of version 1, 2 or 3.
class NumpyArray {
 public:
  explicit NumpyArray(const std::string& path) : path_(path), bytes_(read_file("file", path)) {
    constexpr std::string_view magic = "\x93NUMPY";
    constexpr std::size_t fixed = 12;
    if (!bytes_.starts_with(magic)) {
      throw ParameterError("file", "'" + path + "' is not an .npy file: it does not begin with \\x93NUMPY");
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

  [[nodiscard]] const std::vector<Index>& shape() const { return shape_; }

  /// Fills `values`, unit x pattern, with the first patterns.
  void read(MatrixView values) const {
    // The places of a pattern's values, relative to its first value.
    std::vector<Index> places(static_cast<std::size_t>(values.rows()));
    for (Index unit = 0; unit < values.rows(); ++unit) {
      places[static_cast<std::size_t>(unit)] = fortran_order_ ? fortran_place(unit) : unit;
    }
    const Index apart = fortran_order_ ? 1 : values.rows();
    for (Index pattern = 0; pattern < values.cols(); ++pattern) {
      for (Index unit = 0; unit < values.rows(); ++unit) {
        const Index place = pattern * apart + places[static_cast<std::size_t>(unit)];
        values(unit, pattern) =
            element_->value(bytes_.data() + data_ + static_cast<std::size_t>(place) * element_->bytes, order_);
      }
    }
  }

 private:
  struct Element {
    std::string_view name;
    std::size_t bytes;
    double (*value)(const char*, std::endian);
  };
  /// A 16-bit floating-point number (IEEE 754 binary16): a sign, 5 bits of exponent and 10 bits of fraction.
  static double half_at(const char* bytes, std::endian order) {
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
  static double truth_at(const char* bytes, std::endian /*order*/) { return *bytes != 0 ? 1.0 : 0.0; }
  static constexpr std::array elements{
      Element{"f2", 2, half_at},
      Element{"f4", 4, number_at<float>},
      Element{"f8", 8, number_at<double>},
      Element{"i1", 1, number_at<std::int8_t>},
      Element{"i2", 2, number_at<std::int16_t>},
      Element{"i4", 4, number_at<std::int32_t>},
      Element{"i8", 8, number_at<std::int64_t>},
      Element{"u1", 1, number_at<std::uint8_t>},
      Element{"u2", 2, number_at<std::uint16_t>},
      Element{"u4", 4, number_at<std::uint32_t>},
      Element{"u8", 8, number_at<std::uint64_t>},
      Element{"b1", 1, truth_at},
  };

  [[noreturn]] void fail(const std::string& what) const { throw ParameterError("file", "'" + path_ + "' " + what); }

  using Entries = std::vector<std::pair<std::string_view, std::string_view>>;

  /// The keys and values of the header, which is a dictionary as Python writes it, followed by blanks.
  [[nodiscard]] Entries dictionary(std::string_view header) const {
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

  /// The end of the value at the start of a text, which is the next comma outside of brackets and quotes.
  static std::size_t end_of_value(std::string_view text) {
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

  [[nodiscard]] std::string_view entry(const Entries& entries, std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &Entries::value_type::first);
    if (found == entries.end()) {
      fail("is damaged: its header has no '" + std::string(key) + "'");
    }
    return found->second;
  }

  void read_element(std::string_view text) {
    const bool plain = text.starts_with('\'') || text.starts_with('"');
    const std::string type(plain ? text.substr(1, text.find(text.front(), 1) - 1) : "");
    const std::string name = type.substr(type.find_first_of("<>|=") == 0 ? 1 : 0);
    element_ = std::ranges::find(elements, name, &Element::name);
    if (element_ == elements.end()) {
      std::vector<std::string> names;
      std::ranges::transform(elements, std::back_inserter(names),
                             [](const Element& element) { return std::string(element.name); });
      fail("holds values of " + (plain ? "type '" + type + "'" : "several fields each") + "; types are " +
           join(names) + ", of either byte order");
    }
    order_ = type.starts_with('>') ? std::endian::big : std::endian::little;
  }

  /// "(3, 28, 28)", "(3,)".
  void read_shape(std::string_view text) {
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

  /// The place of value `unit` of pattern 0 in an array whose first axis runs fastest.
  [[nodiscard]] Index fortran_place(Index unit) const {
    Index place = 0;
    Index apart = shape_.front() * item_size(shape_);
    for (std::size_t axis = shape_.size() - 1; axis > 0; --axis) {
      apart /= shape_[axis];
      place += unit % shape_[axis] * apart;
      unit /= shape_[axis];
    }
    return place;
  }

  std::string path_;
  std::string bytes_;
  std::size_t data_ = 0;  ///< offset of the first value
  const Element* element_ = nullptr;
  std::endian order_ = std::endian::little;
  bool fortran_order_ = false;
  std::vector<Index> shape_;
};

struct Array : FilePatterns {
  std::string dataset;

  static auto params() {
    return engram::params<Array>()
        .with<FilePatterns>(
            "File of numpy (.npy) or HDF5 (.h5, .nc, .mat of version 7.3) with an array whose first "
            "axis counts the patterns. Packed values of netCDF are unpacked, and axes of MATLAB and "
            "Octave are in their order.")
        .add(&Array::dataset, "dataset", "Path of the dataset in an HDF5 file.");
  }

  void check() {
    // The first bytes decide the type of a file, since its name may end in .npy, .h5, .hdf5, .nc, .mat or anything
    // else.
    const std::string first = first_bytes();
    if (first.starts_with("\x93NUMPY")) {
      if (!dataset.empty()) {
        throw ParameterError("dataset", "'" + file + "' is not an HDF5 file and has no datasets; leave dataset out");
      }
      const NumpyArray array(file);
      make_room(array.shape());
      array.read(values_);
    } else {
      refuse_other_kinds(first);
      if (!array_files::is_hdf5(file)) {
        throw ParameterError("file", "'" + file + "' is neither an .npy file nor an HDF5 file");
      }
      const array_files::Hdf5Array array(file, dataset);
      make_room(array.shape());
      array.read(values_);
    }
    for (Index pattern = 0; pattern < values_.cols(); ++pattern) {
      require_finite(pattern, values_.col(pattern));
    }
    binarise(values_.rows());
  }

 private:
  [[nodiscard]] std::string first_bytes() const {
    std::ifstream stream = open_file("file", file);
    std::string bytes(16, '\0');
    stream.read(bytes.data(), std::ssize(bytes));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
  }

  /// Refuses files of other programs with advice, where HDF5 would only report that they are not HDF5 files.
  void refuse_other_kinds(const std::string& first) const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kinds{{
        {"MATLAB 5.0", "is a MATLAB file of version 7 or older; save -v7.3 writes one that can be read"},
        {"CDF", "is a netCDF file of the classic format; nccopy -k nc4 makes one that can be read"},
        {"PK", "is a zip archive, as .npz files are; numpy.save writes an array into an .npy file"},
        {"\x1f\x8b", "is compressed by gzip; unpack it with gunzip first"},
    }};
    for (const auto& [begin, words] : kinds) {
      if (first.starts_with(begin)) {
        throw ParameterError("file", "'" + file + "' " + std::string(words));
      }
    }
  }

  void make_room(const std::vector<Index>& shape) {
    const std::string parameter = dataset.empty() ? "file" : "dataset";
    if (shape.size() < 2) {
      throw ParameterError(parameter, "the array in '" + file + "' has " + std::to_string(shape.size()) +
                                          (shape.size() == 1 ? " axis" : " axes") +
                                          "; patterns need 2 or more, the first of which counts them");
    }
    require_values(parameter, file, shape);
    require_count(shape.front());
    reserve(count.value_or(shape.front()), item_size(shape));
    image_shape_.assign(shape.begin() + 1, shape.end());
  }
};

ENGRAM_PLUGINS(pattern_source<Array>("array", "An array from a file of numpy or HDF5.")
                   .with_example("file: letters.npy")
                   .with_example_file("letters.npy",
                                      "\223NUMPY\001\000v\000"
                                      "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 9), }"
                                      "                                                          \012"
                                      "\001\001\001\377\001\377\377\001\377"
                                      "\001\377\377\001\377\377\001\001\001"));
