// IDX: patterns from files as those of the MNIST digits: a header with the type and the extents, then the numbers,
// the most significant byte first. Format: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database (1998).
#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

namespace engram::plugins {

/// The contents of one IDX file.
struct IdxFile {
  std::vector<std::size_t> shape;
  std::vector<double> values;

  /// Throws ParameterError for `parameter`, which names the file.
  static IdxFile read(const std::string& file, const std::string& parameter) {
    const auto refuse = [&](const std::string& what) { throw ParameterError(parameter, "'" + file + "' " + what); };
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) {
      refuse("cannot be read: " + error.message());
    }
    require_memory(9.0 * static_cast<double>(size), parameter, "the numbers in " + file);
    std::ifstream stream(file, std::ios::binary);
    const std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
      refuse("is compressed; gunzip it first");
    }
    const std::size_t width = bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0 ? 0 : width_of(bytes[2]);
    if (width == 0 || bytes[3] == 0) {
      refuse("is no IDX file: it does not begin with 0, 0, a type and the number of dimensions");
    }
    IdxFile contents;
    const std::size_t header = 4 + 4 * static_cast<std::size_t>(bytes[3]);
    double numbers = 1.0;
    for (std::size_t at = 4; at < header && header <= bytes.size(); at += 4) {
      contents.shape.push_back(static_cast<std::size_t>(big_endian(bytes, at, 4)));
      numbers *= static_cast<double>(contents.shape.back());
    }
    const double needed = static_cast<double>(header) + numbers * static_cast<double>(width);
    if (static_cast<double>(bytes.size()) < needed) {
      refuse("is cut off: it needs " + number_text(needed) + " bytes and has " + std::to_string(bytes.size()));
    }
    for (std::size_t number = 0; number < static_cast<std::size_t>(numbers); ++number) {
      contents.values.push_back(value(bytes, header + number * width, bytes[2]));
    }
    return contents;
  }

 private:
  static std::size_t width_of(unsigned type) {
    switch (type) {
      case 0x08:
      case 0x09:
        return 1;
      case 0x0b:
        return 2;
      case 0x0c:
      case 0x0d:
        return 4;
      case 0x0e:
        return 8;
      default:
        return 0;
    }
  }

  static std::uint64_t big_endian(const std::vector<unsigned char>& bytes, std::size_t at, std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t byte = 0; byte < width; ++byte) {
      number = (number << 8U) | bytes[at + byte];
    }
    return number;
  }

  static double value(const std::vector<unsigned char>& bytes, std::size_t at, unsigned type) {
    const std::uint64_t bits = big_endian(bytes, at, width_of(type));
    switch (type) {
      case 0x09:
        return static_cast<std::int8_t>(bits);
      case 0x0b:
        return static_cast<std::int16_t>(bits);
      case 0x0c:
        return static_cast<std::int32_t>(bits);
      case 0x0d:
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      case 0x0e:
        return std::bit_cast<double>(bits);
      default:
        return static_cast<double>(bits);
    }
  }
};

struct Idx : PatternSource, LabelledPatterns {
  std::string file;
  std::string labels_file;

  static auto params() {
    return labelled(
        engram::params<Idx>()
            .files(&Idx::file, "file", "IDX file whose first dimension counts the patterns.", true)
            .files(&Idx::labels_file, "labels", "IDX file with a label for each pattern; none if empty."));
  }

  void check() {
    const IdxFile patterns = IdxFile::read(file, "file");
    const std::size_t rows = patterns.shape.front();
    const std::size_t size = rows == 0 ? 0 : patterns.values.size() / rows;
    if (size == 0) {
      throw ParameterError("file", "'" + file + "' holds no values");
    }
    std::vector<std::string> labels;
    if (!labels_file.empty()) {
      const IdxFile given = IdxFile::read(labels_file, "labels");
      if (given.shape.size() != 1 || given.shape.front() != rows) {
        throw ParameterError("labels", "'" + labels_file + "' has " + std::to_string(given.values.size()) +
                                           " labels for " + std::to_string(rows) + " patterns");
      }
      for (const double label : given.values) {
        labels.push_back(number_text(label));
      }
    }
    std::vector<std::vector<double>> all;
    for (std::size_t row = 0; row < rows; ++row) {
      const auto first = patterns.values.begin() + static_cast<std::ptrdiff_t>(row * size);
      all.emplace_back(first, first + static_cast<std::ptrdiff_t>(size));
    }
    take(file, std::move(all), std::move(labels));
    if (patterns.shape.size() == 3) {
      image_shape_ = {static_cast<std::int64_t>(patterns.shape[1]), static_cast<std::int64_t>(patterns.shape[2])};
    }
  }

  [[nodiscard]] Index pattern_count() const override { return taken_count(); }
  [[nodiscard]] Index pattern_size() const override { return taken_size(); }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { fill(patterns); }
  void record(Recorder& recorder) const override {
    record_labels(recorder);
    if (!image_shape_.empty()) {
      recorder.record(
          {"image_shape", {"image_axis"}, {2}, image_shape_, "1", "Height and width of the images, in pixels."});
    }
  }

 private:
  std::vector<std::int64_t> image_shape_;
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Idx>("idx", "Patterns from an IDX file, the format of MNIST.")
                   .with_source("Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database (1998)"));
