// BMP files, by stb_image. It reads missing bytes at the end of a file as black, so the size is checked here.
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
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

bool is_cut_off(std::span<const unsigned char> bytes, std::uint64_t width, std::uint64_t height) {
  constexpr std::size_t header = 32;
  if (bytes.size() < header) {
    return true;
  }
  const std::uint64_t pixels = number_at(bytes, 10, 4);
  constexpr std::uint64_t old_header = 12;
  const std::uint64_t bits = number_at(bytes, number_at(bytes, 14, 4) == old_header ? 24 : 28, 2);
  // Rows are padded to whole words of four bytes.
  return pixels + (width * bits + 31) / 32 * 4 * height > bytes.size();
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
  if (is_cut_off(file.bytes, static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height))) {
    throw Unreadable("it is cut off");
  }
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(file.bytes.data(), size, &width, &height, &channels, 4), stbi_image_free);
  if (pixels == nullptr) {
    throw Unreadable(stbi_failure_reason());
  }
  image.grey.resize(static_cast<std::size_t>(image.height * image.width));
  for (std::size_t at = 0; at < image.grey.size(); ++at) {
    const stbi_uc* const pixel = pixels.get() + 4 * at;
    image.grey[at] = grey_of(pixel[0], pixel[1], pixel[2], pixel[3], 255.0);
  }
  return image;
}

}  // namespace engram::image_files
