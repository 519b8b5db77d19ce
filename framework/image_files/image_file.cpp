#include "image_files/image_file.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <engram/memory.hpp>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

bool begins(std::span<const unsigned char> bytes, std::string_view with) {
  return bytes.size() >= with.size() && std::equal(with.begin(), with.end(), bytes.begin(), [](char one, auto other) {
           return static_cast<unsigned char>(one) == other;
         });
}

bool is_pnm(std::span<const unsigned char> bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7';
}

}  // namespace

Image empty_image(const File& file, double width, double height, double bytes_per_pixel) {
  // In every format, a side of an image has at most 31 bits.
  constexpr double most = 2147483647.0;
  if (!(width >= 1.0 && height >= 1.0 && width <= most && height <= most)) {
    throw Unreadable("it says that it is " + std::to_string(static_cast<long long>(width)) + " pixels wide and " +
                     std::to_string(static_cast<long long>(height)) + " high");
  }
  require_memory((4.0 + bytes_per_pixel) * width * height, "files", "the pixels of " + file.name);
  Image image{static_cast<Index>(height), static_cast<Index>(width), {}};
  return image;
}

Image upright(Image stored, int orientation) {
  if (orientation < 2 || orientation > 8) {
    return stored;
  }
  const bool turned = orientation >= 5;
  const auto [height, width] = std::pair{stored.height, stored.width};
  Image seen{turned ? width : height, turned ? height : width, std::vector<float>(stored.grey.size())};
  // TIFF 6.0, tag 274: the corner of the seen image that has the first stored row and column.
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  for (Index row = 0; row < height; ++row) {
    for (Index column = 0; column < width; ++column) {
      Index y = turned ? column : row;
      Index x = turned ? row : column;
      y = from_bottom ? seen.height - 1 - y : y;
      x = from_right ? seen.width - 1 - x : x;
      seen.grey[static_cast<std::size_t>(y * seen.width + x)] =
          stored.grey[static_cast<std::size_t>(row * width + column)];
    }
  }
  return seen;
}

std::vector<Image> read_images(const File& file) {
  if (file.bytes.empty()) {
    throw Unreadable("it is empty");
  }
  std::vector<Image> images;
  if (begins(file.bytes, "\x89PNG")) {
    images.push_back(read_png(file));
  } else if (begins(file.bytes, "\xff\xd8")) {
    images.push_back(read_jpeg(file));
  } else if (begins(file.bytes, {"II*\0", 4}) || begins(file.bytes, {"MM\0*", 4}) ||
             begins(file.bytes, {"II+\0", 4}) || begins(file.bytes, {"MM\0+", 4})) {
    images = read_tiff(file);
  } else if (is_pnm(file.bytes)) {
    images = read_pnm(file);
  } else if (begins(file.bytes, "GIF8")) {
    images.push_back(read_gif(file));
  } else if (begins(file.bytes, "BM")) {
    images.push_back(read_bmp(file));
  } else {
    throw Unreadable("its first bytes match no known image format");
  }
  return images;
}

}  // namespace engram::image_files
