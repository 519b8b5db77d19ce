// Patterns from an IDX file, the format of MNIST: two bytes 0, a type, the number of axes, the extent of each axis in
// four bytes, and the values, with the last axis running fastest. All numbers are big-endian. The file may be
// compressed by gzip, as those of MNIST are.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <gzip_files/gzip.hpp>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Idx : LabelledPatterns {
  std::string labels;

  static auto params() {
    return engram::params<Idx>()
        .with<LabelledPatterns>("IDX file whose first axis counts the patterns.")
        .files(&Idx::labels, "labels", "IDX file with a label for each pattern; none if not given.");
  }

  void check() {
    const Content content("file", file);
    if (content.shape.size() < 2) {
      throw ParameterError("file", "'" + file + "' has 1 axis, as a file of labels has; patterns need 2 or more");
    }
    const Index size = item_size(content.shape);
    const std::vector<Index> chosen =
        choose(content.shape.front(), size, read_labels(content.shape.front()), "labels");
    for (Index pattern = 0; pattern < std::ssize(chosen); ++pattern) {
      const Index item = chosen[static_cast<std::size_t>(pattern)];
      for (Index unit = 0; unit < size; ++unit) {
        values_(unit, pattern) = content.value(item * size + unit);
      }
      require_finite(item, values_.col(pattern).head(size));
    }
    binarise(size);
    image_shape_.assign(content.shape.begin() + 1, content.shape.end());
  }

 private:
  struct Type {
    unsigned char code;
    bool whole;  ///< the values are whole numbers
    std::size_t bytes;
    double (*value)(const char*, std::endian);
  };
  static constexpr std::array types{
      Type{0x08, true, 1, number_at<std::uint8_t>}, Type{0x09, true, 1, number_at<std::int8_t>},
      Type{0x0B, true, 2, number_at<std::int16_t>}, Type{0x0C, true, 4, number_at<std::int32_t>},
      Type{0x0D, false, 4, number_at<float>},       Type{0x0E, false, 8, number_at<double>},
  };

  /// The content of an IDX file; `parameter` is the parameter that names the file.
  struct Content {
    std::string bytes;
    const Type* type = nullptr;
    std::vector<Index> shape;
    std::size_t header = 4;

    Content(const std::string& parameter, const std::string& path)
        : bytes(gzip_files::content_of(parameter, path, read_file(parameter, path))) {
      const std::string begin = bytes.substr(0, 4);
      const auto axes = begin.size() == 4 ? static_cast<unsigned char>(begin[3]) : 0U;
      if (axes == 0 || begin[0] != 0 || begin[1] != 0) {
        throw ParameterError(parameter, "'" + path + "' is not an IDX file: it begins with " + hex(begin) +
                                            ", where 00 00, a type and a number of axes were expected");
      }
      type = std::ranges::find(types, static_cast<unsigned char>(begin[2]), &Type::code);
      if (type == types.end()) {
        throw ParameterError(parameter, "'" + path + "' is not an IDX file: its type is " + hex(begin.substr(2, 1)) +
                                            "; types are 08, 09, 0b, 0c, 0d and 0e");
      }
      header += 4 * std::size_t{axes};
      if (bytes.size() < header) {
        throw ParameterError(parameter, "'" + path + "' is truncated: the extents of " + std::to_string(axes) +
                                            " axes end at byte " + std::to_string(header) + ", and there are " +
                                            std::to_string(bytes.size()));
      }
      for (std::size_t at = 4; at < header; at += 4) {
        shape.push_back(static_cast<Index>(number_at<std::uint32_t>(bytes.data() + at, std::endian::big)));
      }
      require_values(parameter, path, shape);
      require_complete(parameter, path, shape, header, type->bytes, bytes.size());
    }

    [[nodiscard]] double value(Index at) const {
      return type->value(bytes.data() + header + static_cast<std::size_t>(at) * type->bytes, std::endian::big);
    }

    /// "1f 8b".
    static std::string hex(const std::string& text) {
      std::string words = text.empty() ? "nothing" : "";
      for (const char c : text) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
        words += (words.empty() ? "" : " ") + std::string(digits.data());
      }
      return words;
    }
  };

  /// The label of each pattern; empty if no file of labels is given.
  [[nodiscard]] std::vector<std::string> read_labels(Index patterns) const {
    std::vector<std::string> read;
    if (labels.empty()) {
      return read;
    }
    const Content content("labels", labels);
    if (content.shape.size() != 1 || !content.type->whole) {
      throw ParameterError("labels", "'" + labels + "' holds " + shape_text(content.shape) +
                                         (content.type->whole ? " whole numbers" : " floating-point numbers") +
                                         "; labels are whole numbers along one axis");
    }
    if (content.shape.front() != patterns) {
      throw ParameterError("labels", "'" + labels + "' has " + std::to_string(content.shape.front()) + " labels; '" +
                                         file + "' has " + std::to_string(patterns) + " patterns");
    }
    for (Index pattern = 0; pattern < patterns; ++pattern) {
      read.push_back(std::to_string(static_cast<std::int64_t>(content.value(pattern))));
    }
    return read;
  }
};

ENGRAM_PLUGINS(pattern_source<Idx>("idx", "Images or vectors from an IDX file, as MNIST's.")
                   .with_example("file: letters.idx")
                   .with_example_file("letters.idx",
                                      "\000\000\011\003\000\000\000\002\000\000\000\003\000\000\000\003"
                                      "\001\001\001\377\001\377\377\001\377"
                                      "\001\377\377\001\377\377\001\001\001"));
