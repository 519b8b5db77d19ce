// The readers of all formats and their common functions, for use within this folder.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "image_files/image_file.hpp"

namespace engram::image_files {

Image read_png(const File& file);
Image read_jpeg(const File& file);
std::vector<Image> read_tiff(const File& file);
std::vector<Image> read_pnm(const File& file);
Image read_gif(const File& file);
Image read_bmp(const File& file);

/// Checks that an image fits into memory with `bytes_per_pixel` while it is read, and returns it without values.
Image empty_image(const File& file, double width, double height, double bytes_per_pixel);

/// The grey value of a pixel of samples from 0 to `white`; `alpha` is `white` for an opaque pixel.
inline float grey_of(double red, double green, double blue, double alpha, double white) {
  const double luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const double opacity = alpha / white;
  return static_cast<float>((opacity * luminance + (1.0 - opacity) * white) / white);
}

/// The orientation, 1 to 8, in an EXIF block or a whole JPEG file; 1 if it has none.
int exif_orientation(std::span<const unsigned char> bytes);

/// Turns an image whose rows and columns are stored in an EXIF or TIFF orientation into the image as it is seen.
Image upright(Image stored, int orientation);

}  // namespace engram::image_files
