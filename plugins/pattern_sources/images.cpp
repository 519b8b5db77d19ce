// Images: one pattern for each image of each file, with its grey values row by row, optionally resized and turned
// into +1 and -1 by a threshold. image_files/image_file.hpp defines the grey values.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <image_files/image_file.hpp>
#include <stb/stb_image_resize.h>

#include <engram/binarise.hpp>
#include <engram/file_patterns.hpp>
#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>
#include <engram/words.hpp>

using namespace engram;

namespace named_images {

using image_files::Image;

[[noreturn]] inline void refuse(const std::string& message) {
  throw ParameterError("files", message);
}

/// "; did you mean 'b.png'?", or nothing.
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

/// The files that match a pattern, at least one.
inline std::vector<std::string> matches(const std::string& pattern) {
  std::vector<std::string> files = matching_files(pattern);
  if (!files.empty()) {
    return files;
  }
  const std::string path = without_backslashes(pattern);
  std::error_code ignored;
  if (pattern != pattern_of(path)) {
    refuse("no file matches '" + path + "'");
  }
  if (std::filesystem::is_directory(path, ignored)) {
    refuse("'" + path + "' is a folder; '" + path + "/*' stands for the files in it");
  }
  refuse(std::filesystem::exists(path, ignored) ? "'" + path + "' is no file"
                                                : "there is no file '" + path + "'" + near_file(path));
}

/// The images of a file, each with a name: the name of the file, with the page if there are several.
inline std::vector<std::pair<std::string, Image>> load(const std::string& path) {
  const std::string bytes = read_file("files", path);
  const std::string name = std::filesystem::path(path).filename().string();
  std::vector<std::pair<std::string, Image>> images;
  try {
    for (Image& image :
         image_files::read_images({path, {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}})) {
      images.emplace_back(name, std::move(image));
    }
  } catch (const image_files::Unreadable& problem) {
    refuse("'" + path + "' cannot be read as an image: " + problem.what() + "; " + image_files::known_kinds + " can");
  }
  for (std::size_t page = 0; images.size() > 1 && page < images.size(); ++page) {
    images[page].first += ", page " + std::to_string(page + 1);
  }
  return images;
}

inline std::string size_text(Index height, Index width) {
  return std::to_string(height) + " x " + std::to_string(width);
}

}  // namespace named_images

struct Images : PatternSource, Binarisation {
  enum class Filter { mitchell, triangle, box };

  std::vector<std::string> files;
  std::vector<Index> size;
  Filter filter = Filter::mitchell;

  static auto params() {
    return engram::params<Images>()
        .file_patterns(&Images::files, "files", "Image files, each a path or a pattern such as photographs/*.png.",
                       true)
        .add(&Images::size, "size", "1", "[height, width] that every image is resized to; as they are if empty.",
             {.min = 1, .max = 65536})
        .choice(&Images::filter, "filter",
                {{"mitchell", Filter::mitchell}, {"triangle", Filter::triangle}, {"box", Filter::box}},
                "How pixels are weighted when an image is resized: Mitchell and Netravali's cubic, a tent, or "
                "the mean of those that fall together.")
        .with<Binarisation>();
  }

  void check() {
    if (!size.empty() && size.size() != 2) {
      throw ParameterError("size", "size takes [height, width]");
    }
    if (files.empty()) {
      named_images::refuse("files needs at least one path");
    }
    for (const std::string& pattern : files) {
      for (const std::string& file : named_images::matches(pattern)) {
        for (auto& [name, image] : named_images::load(file)) {
          add(name, std::move(image));
        }
      }
    }
  }

  Index pattern_count() const override { return std::ssize(images_); }
  Index pattern_size() const override { return height_ * width_; }

  Range range() const override {
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
  void add(const std::string& name, image_files::Image image) {
    if (!size.empty()) {
      image = resized(image);
    } else if (!images_.empty() && (image.height != height_ || image.width != width_)) {
      named_images::refuse("images of different sizes need a `size: [height, width]`: " + names_.front() + " has " +
                           named_images::size_text(height_, width_) + " pixels, " + name + " has " +
                           named_images::size_text(image.height, image.width));
    }
    check_contrast(image.grey, "'" + name + "'");
    height_ = image.height;
    width_ = image.width;
    images_.push_back(std::move(image.grey));
    names_.push_back(name);
    require_memory(
        12.0 * static_cast<double>(images_.size()) * static_cast<double>(pattern_size()), "files",
        std::to_string(images_.size()) + " images of " + named_images::size_text(height_, width_) + " pixels");
  }

  [[nodiscard]] image_files::Image resized(const image_files::Image& image) const {
    require_memory(12.0 * static_cast<double>(size[0]) * static_cast<double>(size[1]), "size",
                   "the pixels of an image of " + named_images::size_text(size[0], size[1]));
    image_files::Image small{
        size[0], size[1], std::vector<float>(static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]))};
    const stbir_filter how = filter == Filter::mitchell   ? STBIR_FILTER_MITCHELL
                             : filter == Filter::triangle ? STBIR_FILTER_TRIANGLE
                                                          : STBIR_FILTER_BOX;
    const int done = stbir_resize_float_generic(
        image.grey.data(), static_cast<int>(image.width), static_cast<int>(image.height), 0, small.grey.data(),
        static_cast<int>(small.width), static_cast<int>(small.height), 0, 1, STBIR_ALPHA_CHANNEL_NONE, 0,
        STBIR_EDGE_CLAMP, how, STBIR_COLORSPACE_LINEAR, nullptr);
    if (done == 0) {
      throw ParameterError("size", "an image of " + named_images::size_text(image.height, image.width) +
                                       " pixels cannot be resized to " +
                                       named_images::size_text(small.height, small.width));
    }
    return small;
  }

  Index height_ = 0;
  Index width_ = 0;
  std::vector<std::vector<float>> images_;
  std::vector<std::string> names_;
};

ENGRAM_PLUGINS(pattern_source<Images>("images",
                                      "Grey values of image files, resized and turned into +1 and -1 on request.")
                   .with_source("ITU-R BT.709 for the luminance")
                   .with_example("files: [T.pgm, L.pgm], threshold: mean")
                   .with_example_file("T.pgm", "P5 3 3 255\012\377\377\377\000\377\000\000\377\000")
                   .with_example_file("L.pgm", "P5 3 3 255\012\377\000\000\377\000\000\377\377\377"));
