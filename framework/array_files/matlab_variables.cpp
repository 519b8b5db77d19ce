#include "array_files/matlab_variables.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include <zlib.h>

#include <engram/error.hpp>
#include <engram/labelled_patterns.hpp>
#include <engram/memory.hpp>

namespace engram::array_files {

namespace {

constexpr std::array numbers_of_5{
    MatlabNumber{1, 1, number_at<std::int8_t>},   MatlabNumber{2, 1, number_at<std::uint8_t>},
    MatlabNumber{3, 2, number_at<std::int16_t>},  MatlabNumber{4, 2, number_at<std::uint16_t>},
    MatlabNumber{5, 4, number_at<std::int32_t>},  MatlabNumber{6, 4, number_at<std::uint32_t>},
    MatlabNumber{7, 4, number_at<float>},         MatlabNumber{9, 8, number_at<double>},
    MatlabNumber{12, 8, number_at<std::int64_t>}, MatlabNumber{13, 8, number_at<std::uint64_t>},
};
constexpr std::size_t header_of_5 = 128;
/// The bytes of an element's type and size.
constexpr std::size_t tag = 8;

enum ElementType : std::uint32_t { int8 = 1, int32 = 5, uint32 = 6, matrix = 14, compressed = 15, utf8 = 16 };

std::uint32_t word_at(std::string_view bytes, std::size_t at, std::endian order) {
  return static_cast<std::uint32_t>(number_at<std::uint32_t>(bytes.data() + at, order));
}

/// A variable of another class than those of numbers; empty for a class of numbers.
std::string other_class(std::uint32_t number) {
  constexpr std::array<std::string_view, 6> words{
      "", "is a cell array", "is a structure", "is an object", "holds characters", "is a sparse matrix"};
  constexpr std::uint32_t last_of_numbers = 15;
  if (number > last_of_numbers || number == 0) {
    return "is an object or a function";
  }
  return number < words.size() ? std::string(words.at(number)) : "";
}

}  // namespace

/// The number of values; in double precision, since that in a damaged header may overflow a whole number.
double count_of(const std::vector<Index>& shape) {
  double count = 1.0;
  for (const Index extent : shape) {
    count *= static_cast<double>(extent);
  }
  return count;
}

/// Elements of version 5, one after the other: a type, a number of bytes, and that many bytes.
class MatlabFile::Elements {
 public:
  Elements(const MatlabFile& file, std::string_view bytes) : file_(file), bytes_(bytes) {}

  struct Element {
    std::uint32_t type;
    std::string_view data;
  };

  /// The next element, of which there may be only the beginning if `may_be_cut`.
  Element next(bool may_be_cut = false) {
    if (bytes_.size() - at_ < tag) {
      file_.damaged("it is cut off");
    }
    const std::uint32_t word = word_at(bytes_, at_, file_.order_);
    // Up to four bytes stand in the tag itself, beside their number.
    const bool is_small = word >> 16U != 0;
    const std::size_t size = is_small ? word >> 16U : word_at(bytes_, at_ + 4, file_.order_);
    const std::size_t begin = at_ + (is_small ? 4 : tag);
    if ((is_small && size > 4) || (!may_be_cut && size > bytes_.size() - begin)) {
      file_.damaged(is_small ? "a small element has " + std::to_string(size) + " bytes" : "it is cut off");
    }
    const std::size_t end = is_small ? at_ + tag : begin + (size + tag - 1) / tag * tag;
    data_ = begin;
    at_ = std::min(end, bytes_.size());
    return {is_small ? word & 0xffffU : word, bytes_.substr(begin, size)};
  }

  /// The offset of the data of the last element.
  [[nodiscard]] std::size_t data() const { return data_; }

 private:
  const MatlabFile& file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t data_ = 0;
};

MatlabFile::MatlabFile(std::string path) : path_(std::move(path)), bytes_(read_file("file", path_)) {
  if (is_matlab_5(bytes_)) {
    read_level_5();
  } else {
    is_matlab_4(bytes_, order_);
    read_level_4();
  }
}

bool is_matlab_5(std::string_view first) {
  constexpr std::string_view little("\0\1IM", 4);
  constexpr std::string_view big("\1\0MI", 4);
  const std::string_view version = first.substr(std::min(first.size(), header_of_5 - 4), 4);
  return first.starts_with("MATLAB 5.0 MAT-file") || version == little || version == big;
}

void MatlabFile::damaged(const std::string& why) const {
  throw ParameterError("file", "'" + path_ + "' is a damaged file of MATLAB: " + why);
}

void MatlabFile::read_level_5() {
  if (bytes_.size() < header_of_5) {
    damaged("it is cut off");
  }
  const std::string_view mark = std::string_view(bytes_).substr(header_of_5 - 2, 2);
  if (mark != "IM" && mark != "MI") {
    damaged("its header does not name its byte order");
  }
  order_ = mark == "IM" ? std::endian::little : std::endian::big;
  for (std::string_view rest = std::string_view(bytes_).substr(header_of_5); !rest.empty();) {
    const std::size_t size = rest.size() < tag ? 0 : word_at(rest, 4, order_);
    if (rest.size() < tag || size > rest.size() - tag) {
      damaged("it is cut off");
    }
    const std::uint32_t type = word_at(rest, 0, order_);
    const std::string_view whole = rest.substr(0, tag + size);
    rest.remove_prefix(whole.size());
    if (type != matrix && type != compressed) {
      damaged("an element is of type " + std::to_string(type) + ", where a variable was expected");
    }
    std::string first;
    if (type == compressed) {
      first = beginning_of(whole.substr(tag));
    }
    MatlabVariable variable = described(type == compressed ? std::string_view(first) : whole);
    variable.whole = whole;
    variable.is_compressed = type == compressed;
    // MATLAB keeps the contents of objects and functions in a variable without a name.
    if (!variable.name.empty()) {
      variables_.push_back(std::move(variable));
    }
  }
}

MatlabVariable MatlabFile::described(std::string_view body) const {
  constexpr std::uint32_t opaque = 17;
  constexpr std::uint32_t complex_flag = 0x800;
  if (body.size() < tag || word_at(body, 0, order_) != matrix) {
    damaged("a compressed element holds no variable");
  }
  MatlabVariable variable;
  Elements elements(*this, body.substr(tag));
  const auto [type_of_flags, flags] = elements.next();
  if (type_of_flags != uint32 || flags.size() != tag) {
    damaged("the flags of a variable are " + std::to_string(flags.size()) + " bytes of type " +
            std::to_string(type_of_flags));
  }
  const std::uint32_t flag = word_at(flags, 0, order_);
  const std::uint32_t kind = flag & 0xffU;
  if (kind != opaque) {
    const auto [type, extents] = elements.next();
    // Some programs write unsigned numbers.
    if ((type != int32 && type != uint32) || extents.size() % 4 != 0 || extents.size() < 8) {
      damaged("the extents of a variable are " + std::to_string(extents.size()) + " bytes of type " +
              std::to_string(type));
    }
    for (std::size_t at = 0; at < extents.size(); at += 4) {
      const auto extent = static_cast<Index>(number_at<std::int32_t>(extents.data() + at, order_));
      if (extent < 0) {
        damaged("an extent of a variable is " + std::to_string(extent));
      }
      variable.shape.push_back(extent);
    }
  }
  const auto name = elements.next();
  if (name.type != int8 && name.type != utf8) {
    damaged("the name of a variable is of type " + std::to_string(name.type));
  }
  variable.name = name.data;
  variable.problem = other_class(kind);
  if (variable.problem.empty() && (flag & complex_flag) != 0) {
    variable.problem = "holds complex numbers";
  }
  if (variable.problem.empty()) {
    const auto values = elements.next(true);
    const auto* const number = std::ranges::find(numbers_of_5, static_cast<int>(values.type), &MatlabNumber::code);
    if (number == numbers_of_5.end()) {
      damaged("the values of '" + variable.name + "' are of type " + std::to_string(values.type));
    }
    variable.number = *number;
    variable.data = tag + elements.data();
  }
  return variable;
}

std::string MatlabFile::inflated(std::string_view packed, std::size_t most) const {
  std::string bytes(most, '\0');
  z_stream stream{};
  // zlib's older interface takes bytes that it does not change without const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(most);
  int result = inflateInit(&stream);
  if (result == Z_OK) {
    result = inflate(&stream, Z_SYNC_FLUSH);
  }
  const std::string words = stream.msg != nullptr ? stream.msg : "it cannot be unpacked";
  bytes.resize(most - stream.avail_out);
  inflateEnd(&stream);
  if (result != Z_STREAM_END && result != Z_OK && result != Z_BUF_ERROR) {
    damaged(words);
  }
  if (bytes.size() < tag || (result != Z_STREAM_END && bytes.size() < most)) {
    damaged("it is cut off");
  }
  return bytes;
}

std::string MatlabFile::beginning_of(std::string_view packed) const {
  // Flags, extents and name stand in the first bytes.
  constexpr std::size_t most = 4096;
  return inflated(packed, most);
}

std::string MatlabFile::unpacked(std::string_view packed) const {
  const std::string words = "a variable has another size than it says";
  const std::size_t size = tag + word_at(beginning_of(packed), 4, order_);
  // Deflate makes one byte of 1032 at most.
  constexpr std::size_t highest_ratio = 1032;
  if (size / highest_ratio > packed.size() || size >= std::numeric_limits<uInt>::max()) {
    damaged(words);
  }
  require_memory(static_cast<double>(size), "file", "the values of a variable in '" + path_ + "'");
  // Room for one byte more lets zlib reach the end, where it compares the checksum.
  std::string bytes = inflated(packed, size + 1);
  if (bytes.size() != size) {
    damaged(words);
  }
  return bytes;
}

std::string MatlabFile::bytes_of(const MatlabVariable& variable) const {
  std::string bytes = variable.is_compressed ? unpacked(variable.whole.substr(tag)) : std::string(variable.whole);
  const double needed = count_of(variable.shape) * static_cast<double>(variable.number.bytes);
  if (needed > static_cast<double>(bytes.size() - std::min(bytes.size(), variable.data))) {
    damaged("'" + variable.name + "' has fewer values than " + shape_text(variable.shape));
  }
  return bytes;
}

}  // namespace engram::array_files
