// Images: one pattern for each file, its grey values row by row, resized where asked for, and +1 and -1 by a
// threshold.
//
// Grey is the luminance of Rec. 709 over the stored values, 0.2126 R + 0.7152 G + 0.0722 B, in [0, 1]; what is
// transparent lies on white.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <glob.h>
#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>

#include <engram/binarise.hpp>
#include <engram/plugin.hpp>
#include <engram/words.hpp>

namespace engram::plugins {

namespace image_files {

using Bytes = std::vector<unsigned char>;

/// An image as it stands in its file.
struct Grey {
  Index height = 0;
  Index width = 0;
  std::vector<float> values;  ///< row by row, 0 to 1
};

[[noreturn]] inline void refuse(const std::string& message) {
  throw ParameterError("files", message);
}

/// " did you mean 'b.png'?", or nothing.
inline std::string near_file(const std::string& file) {
  const std::filesystem::path path(file);
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path(), ignored)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::string near = did_you_mean(path.filename().string(), names);
  return near.empty() ? near : "; " + near;
}

/// The files that a path or a pattern with *, ? and [ stands for, in alphabetical order.
inline std::vector<std::string> matches(const std::string& pattern) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(pattern, ignored)) {
    return {pattern};
  }
  if (pattern.find_first_of("*?[") == std::string::npos) {
    refuse("there is no file '" + pattern + "'" + near_file(pattern));
  }
  glob_t found{};
  std::vector<std::string> files;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  if (files.empty()) {
    refuse("no file matches '" + pattern + "'");
  }
  return files;
}

inline Bytes read(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (!error) {
    require_memory(static_cast<double>(size), "files", "the bytes of " + file);
  }
  std::ifstream stream(file, std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream.is_open() || stream.bad()) {
    refuse("'" + file + "' cannot be read");
  }
  return bytes;
}

/// The whole number that begins at `at`, behind white space and comments, of the header of a PGM or PPM file.
inline std::size_t header_number(const Bytes& bytes, std::size_t& at) {
  while (at < bytes.size() && (std::isspace(bytes[at]) != 0 || bytes[at] == '#')) {
    if (bytes[at] == '#') {
      at = static_cast<std::size_t>(std::find(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), '\n') -
                                    bytes.begin());
    } else {
      ++at;
    }
  }
  std::size_t number = 0;
  constexpr std::size_t most = 1U << 30U;
  for (; at < bytes.size() && std::isdigit(bytes[at]) != 0 && number < most; ++at) {
    number = 10 * number + (bytes[at] - static_cast<std::size_t>('0'));
  }
  return number;
}

/// The reader takes what is missing at the end of a JPEG or PGM file for grey; whether something is missing.
inline bool is_cut_off(const Bytes& bytes) {
  const auto begins = [&](std::string_view with) {
    return bytes.size() >= with.size() &&
           std::equal(with.begin(), with.end(), bytes.begin(),
                      [](char one, auto other) { return static_cast<unsigned char>(one) == other; });
  };
  if (begins("\xff\xd8")) {
    // Behind the last scan (FF DA) stands the end of the image (FF D9); within a scan FF is followed by 00.
    constexpr std::array<unsigned char, 2> scan{0xff, 0xda};
    constexpr std::array<unsigned char, 2> end{0xff, 0xd9};
    const auto last = std::find_end(bytes.begin(), bytes.end(), scan.begin(), scan.end());
    return std::search(last, bytes.end(), end.begin(), end.end()) == bytes.end();
  }
  if (begins("P5") || begins("P6")) {
    std::size_t at = 2;
    const std::size_t width = header_number(bytes, at);
    const std::size_t height = header_number(bytes, at);
    const std::size_t largest = header_number(bytes, at);
    const std::size_t needed = width * height * (begins("P6") ? 3 : 1) * (largest > 255 ? 2 : 1);
    return bytes.size() < at + 1 + needed;
  }
  return false;
}

inline Grey load(const std::string& file) {
  const Bytes bytes = read(file);
  const auto unreadable = [&](const std::string& reason) {
    refuse("'" + file + "' cannot be read as an image: " + reason + "; PNG, JPEG, PGM, BMP and GIF can");
  };
  constexpr std::size_t most = 1U << 30U;
  if (bytes.empty() || bytes.size() > most) {
    unreadable(bytes.empty() ? "it is empty" : "it is larger than 1 GB");
  }
  int width = 0;
  int height = 0;
  int channels = 0;
  const auto size = static_cast<int>(bytes.size());
  if (stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) == 0) {
    unreadable(stbi_failure_reason());
  }
  if (is_cut_off(bytes)) {
    unreadable("it is cut off");
  }
  require_memory(12.0 * width * height, "files", "the pixels of " + file);
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 4), stbi_image_free);
  if (pixels == nullptr) {
    unreadable(stbi_failure_reason());
  }
  Grey grey{height, width, std::vector<float>(static_cast<std::size_t>(height) * static_cast<std::size_t>(width))};
  for (std::size_t at = 0; at < grey.values.size(); ++at) {
    const stbi_uc* pixel = pixels.get() + 4 * at;
    const double luminance = 0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2];
    const double opacity = pixel[3] / 255.0;
    grey.values[at] = static_cast<float>((opacity * luminance + (1.0 - opacity) * 255.0) / 255.0);
  }
  return grey;
}

inline std::string size_text(Index height, Index width) {
  return std::to_string(height) + " x " + std::to_string(width);
}

}  // namespace image_files

struct Images : PatternSource, Binarisation {
  enum class Filter { mitchell, triangle, box };

  std::vector<std::string> files;
  std::vector<Index> size;
  Filter filter = Filter::mitchell;

  static auto params() {
    return binarised(
        engram::params<Images>()
            .files(&Images::files, "files", "Image files, each a path or a pattern such as photographs/*.png.", true)
            .add(&Images::size, "size", "1", "[height, width] that every image is resized to; as they are if empty.",
                 {.min = 1, .max = 65536})
            .choice(&Images::filter, "filter",
                    {{"mitchell", Filter::mitchell}, {"triangle", Filter::triangle}, {"box", Filter::box}},
                    "How pixels are weighted when an image is resized: Mitchell and Netravali's cubic, a tent, or "
                    "the mean of those that fall together."));
  }

  void check() {
    if (!size.empty() && size.size() != 2) {
      throw ParameterError("size", "size takes [height, width]");
    }
    if (files.empty()) {
      image_files::refuse("files needs at least one path");
    }
    for (const std::string& pattern : files) {
      for (const std::string& file : image_files::matches(pattern)) {
        add(file);
      }
    }
  }

  [[nodiscard]] Index pattern_count() const override { return std::ssize(images_); }
  [[nodiscard]] Index pattern_size() const override { return height_ * width_; }

  [[nodiscard]] Range range() const override {
    // Grey values are from 0 to 1; a cubic filter may overshoot a little.
    return threshold == Threshold::none ? Range{} : Range{-1.0, 1.0};
  }

  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < pattern_count(); ++pattern) {
      const std::vector<float>& values = images_[static_cast<std::size_t>(pattern)];
      std::copy(values.begin(), values.end(), patterns.col(pattern).begin());
      Binarisation::apply(patterns.col(pattern));
    }
  }

  void record(Recorder& recorder) const override {
    recorder.record({"image", {"pattern"}, {pattern_count()}, names_, "", "File that the pattern was made of."});
    recorder.record({"image_shape",
                     {"image_axis"},
                     {2},
                     std::vector<std::int64_t>{height_, width_},
                     "1",
                     "Height and width of the images, in pixels."});
  }

 private:
  void add(const std::string& file) {
    image_files::Grey image = image_files::load(file);
    const std::string name = std::filesystem::path(file).filename().string();
    if (!size.empty()) {
      image = resized(image);
    } else if (!images_.empty() && (image.height != height_ || image.width != width_)) {
      image_files::refuse("images of different sizes need a `size: [height, width]`: " + names_.front() + " has " +
                          image_files::size_text(height_, width_) + " pixels, " + name + " has " +
                          image_files::size_text(image.height, image.width));
    }
    height_ = image.height;
    width_ = image.width;
    images_.push_back(std::move(image.values));
    names_.push_back(name);
    require_memory(
        12.0 * static_cast<double>(images_.size()) * static_cast<double>(pattern_size()), "files",
        std::to_string(images_.size()) + " images of " + image_files::size_text(height_, width_) + " pixels");
  }

  [[nodiscard]] image_files::Grey resized(const image_files::Grey& image) const {
    image_files::Grey small{
        size[0], size[1], std::vector<float>(static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]))};
    const stbir_filter how = filter == Filter::mitchell   ? STBIR_FILTER_MITCHELL
                             : filter == Filter::triangle ? STBIR_FILTER_TRIANGLE
                                                          : STBIR_FILTER_BOX;
    const int done = stbir_resize_float_generic(
        image.values.data(), static_cast<int>(image.width), static_cast<int>(image.height), 0, small.values.data(),
        static_cast<int>(small.width), static_cast<int>(small.height), 0, 1, STBIR_ALPHA_CHANNEL_NONE, 0,
        STBIR_EDGE_CLAMP, how, STBIR_COLORSPACE_LINEAR, nullptr);
    if (done == 0) {
      throw ParameterError("size", "an image of " + image_files::size_text(image.height, image.width) +
                                       " pixels cannot be resized to " +
                                       image_files::size_text(small.height, small.width));
    }
    return small;
  }

  Index height_ = 0;
  Index width_ = 0;
  std::vector<std::vector<float>> images_;
  std::vector<std::string> names_;
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Images>(
                   "images", "Grey values of image files, resized and made +1 and -1 where asked for.")
                   .with_source("ITU-R BT.709 for the luminance")
                   .with_example("files: [T.pgm, L.pgm], threshold: mean")
                   .with_example_file("T.pgm", "P5 3 3 255\012\377\377\377\000\377\000\000\377\000")
                   .with_example_file("L.pgm", "P5 3 3 255\012\377\000\000\377\000\000\377\377\377"));
