// GIF files with a single image, by giflib.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <gif_lib.h>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

int give(GifFileType* gif, GifByteType* into, int count) {
  auto& rest = *static_cast<std::span<const unsigned char>*>(gif->UserData);
  const std::size_t given = std::min(rest.size(), static_cast<std::size_t>(std::max(count, 0)));
  if (given > 0) {
    std::memcpy(into, rest.data(), given);
  }
  rest = rest.subspan(given);
  return static_cast<int>(given);
}

void close(GifFileType* gif) {
  int ignored = 0;
  (void)DGifCloseFile(gif, &ignored);
}

[[noreturn]] void fail(int error) {
  const char* const words = GifErrorString(error);
  throw Unreadable(error == D_GIF_ERR_READ_FAILED || error == D_GIF_ERR_EOF_TOO_SOON ? "it is cut off"
                   : words == nullptr                                                ? "it is damaged"
                                                                                     : words);
}

}  // namespace

Image read_gif(const File& file) {
  std::span<const unsigned char> rest = file.bytes;
  int error = 0;
  const std::unique_ptr<GifFileType, void (*)(GifFileType*)> gif(DGifOpen(&rest, give, &error), close);
  if (gif == nullptr) {
    fail(error);
  }
  Image image = empty_image(file, gif->SWidth, gif->SHeight, 2.0);
  if (DGifSlurp(gif.get()) == GIF_ERROR) {
    fail(gif->Error);
  }
  if (gif->ImageCount != 1) {
    throw Unreadable("it is an animation of " + std::to_string(gif->ImageCount) +
                     " images; save the one you want as a separate file");
  }
  const SavedImage& saved = gif->SavedImages[0];
  const GifImageDesc& place = saved.ImageDesc;
  const ColorMapObject* const colours = place.ColorMap != nullptr ? place.ColorMap : gif->SColorMap;
  if (colours == nullptr) {
    throw Unreadable("it has no colours");
  }
  GraphicsControlBlock control{};
  const bool has_control = DGifSavedExtensionToGCB(gif.get(), 0, &control) == GIF_OK;
  const int transparent = has_control ? control.TransparentColor : NO_TRANSPARENT_COLOR;
  // Pixels outside of the image are transparent, and transparent pixels are shown on white.
  image.grey.assign(static_cast<std::size_t>(image.height * image.width), 1.0F);
  for (int row = 0; row < place.Height; ++row) {
    for (int column = 0; column < place.Width; ++column) {
      const int number = saved.RasterBits[static_cast<std::size_t>(row) * static_cast<std::size_t>(place.Width) +
                                          static_cast<std::size_t>(column)];
      const Index y = place.Top + row;
      const Index x = place.Left + column;
      if (number == transparent || y >= image.height || x >= image.width || y < 0 || x < 0) {
        continue;
      }
      if (number >= colours->ColorCount) {
        throw Unreadable("a pixel of it has colour " + std::to_string(number) + " of " +
                         std::to_string(colours->ColorCount));
      }
      const GifColorType& colour = colours->Colors[number];
      image.grey[static_cast<std::size_t>(y * image.width + x)] =
          grey_of(colour.Red, colour.Green, colour.Blue, 255.0, 255.0);
    }
  }
  return image;
}

}  // namespace engram::image_files
