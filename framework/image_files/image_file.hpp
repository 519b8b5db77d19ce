// Reads image files. Headers are respected, and damaged files are refused.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <engram/index.hpp>

namespace engram::image_files {

/// Grey values of one image, row by row: 0 is black and 1 is white, except in TIFF files of floating-point samples,
/// whose values are taken as they are.
struct Image {
  Index height = 0;
  Index width = 0;
  std::vector<float> grey;
};

/// A file in memory. `name` is for messages about its size.
struct File {
  std::string name;
  std::span<const unsigned char> bytes;
};

/// A file is damaged, or of an unsupported kind. `what()` is the reason, to follow "cannot be read as an image: ".
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Kinds of files that read_images() knows, for messages.
inline constexpr const char* known_kinds = "PNG, JPEG, TIFF, PBM, PGM, PPM, PAM, BMP and GIF";

/// All images of a file: the pages of a TIFF, the images of a PNM stream, otherwise one image. Grey is the luminance
/// of Rec. 709 over the stored values, 0.2126 R + 0.7152 G + 0.0722 B; transparent pixels are shown on white, and the
/// file's orientation is applied. Throws Unreadable, or ParameterError for "files" if the pixels would not fit into
/// memory.
std::vector<Image> read_images(const File& file);

}  // namespace engram::image_files
