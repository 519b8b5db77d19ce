// BMP files, by stb_image. It reads missing bytes at the end of a file as black, colours that the palette does not
// have from memory that was never written, and the unused byte of 32 bits as alpha, so these are checked here.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <stb/stb_image.h>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

/// The little-endian whole number of `count` bytes at a place.
std::uint64_t number_at(std::span<const unsigned char> bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t byte = count; byte-- > 0;) {
    number = 256 * number + bytes[at + byte];
  }
  return number;
}

struct Header {
  std::uint64_t pixels = 0;   ///< the place of the pixels
  std::uint64_t bits = 0;     ///< per pixel
  std::uint64_t colours = 0;  ///< of the palette
  bool is_plain = false;      ///< without masks and compression

  explicit Header(std::span<const unsigned char> bytes) {
    constexpr std::size_t least = 34;
    if (bytes.size() < least) {
      throw Unreadable("it is cut off");
    }
    constexpr std::uint64_t file_header = 14;
    constexpr std::uint64_t old_header = 12;
    const std::uint64_t size = number_at(bytes, file_header, 4);
    const bool is_old = size == old_header;
    pixels = number_at(bytes, 10, 4);
    bits = number_at(bytes, is_old ? 24 : 28, 2);
    is_plain = is_old || number_at(bytes, 30, 4) == 0;
    colours = pixels > file_header + size ? (pixels - file_header - size) / (is_old ? 3 : 4) : 0;
  }
};

void check_pixels(std::span<const unsigned char> bytes, const Header& header, std::uint64_t width,
                  std::uint64_t height) {
  constexpr std::array<std::uint64_t, 6> readable{1, 4, 8, 16, 24, 32};
  if (std::ranges::find(readable, header.bits) == readable.end()) {
    throw Unreadable("its pixels have " + std::to_string(header.bits) + " bits; 1, 4, 8, 16, 24 and 32 can be read");
  }
  // Rows are padded to whole words of four bytes.
  const std::uint64_t row = (width * header.bits + 31) / 32 * 4;
  if (header.pixels + row * height > bytes.size()) {
    throw Unreadable("it is cut off");
  }
  if (header.bits > 8 || !header.is_plain) {
    return;
  }
  for (std::uint64_t y = 0; y < height; ++y) {
    for (std::uint64_t x = 0; x < width; ++x) {
      const std::uint64_t bit = x * header.bits;
      const unsigned byte = bytes[header.pixels + y * row + bit / 8];
      const std::uint64_t colour = (byte >> (8 - header.bits - bit % 8)) & ((1U << header.bits) - 1U);
      if (colour >= header.colours) {
        throw Unreadable("a pixel of it has colour " + std::to_string(colour) + " of a palette of " +
                         std::to_string(header.colours));
      }
    }
  }
}

}  // namespace

Image read_bmp(const File& file) {
  constexpr std::size_t most = 1U << 30U;
  if (file.bytes.size() > most) {
    throw Unreadable("it is larger than 1 GB");
  }
  int width = 0;
  int height = 0;
  int channels = 0;
  const auto size = static_cast<int>(file.bytes.size());
  if (stbi_info_from_memory(file.bytes.data(), size, &width, &height, &channels) == 0) {
    throw Unreadable(stbi_failure_reason());
  }
  // Rows from top to bottom have a negative height.
  height = height > -std::numeric_limits<int>::max() ? std::abs(height) : 0;
  Image image = empty_image(file, width, height, 4.0);
  const Header header(file.bytes);
  check_pixels(file.bytes, header, static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height));
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(file.bytes.data(), size, &width, &height, &channels, 4), stbi_image_free);
  if (pixels == nullptr) {
    throw Unreadable(stbi_failure_reason());
  }
  image.grey.resize(static_cast<std::size_t>(image.height * image.width));
  for (std::size_t at = 0; at < image.grey.size(); ++at) {
    const stbi_uc* const pixel = pixels.get() + 4 * at;
    // Without a mask, the fourth byte of a pixel means nothing.
    image.grey[at] = grey_of(pixel[0], pixel[1], pixel[2], header.is_plain ? 255.0 : pixel[3], 255.0);
  }
  return image;
}

}  // namespace engram::image_files
