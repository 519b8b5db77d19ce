// PNG files, by libpng.
#include <bit>
#include <csetjmp>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <png.h>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

/// The data of libpng's callbacks.
struct Session {
  std::span<const unsigned char> rest;  ///< the bytes not read yet
  std::string problem;
};

[[noreturn]] void fail(png_structp png, png_const_charp words) {
  static_cast<Session*>(png_get_error_ptr(png))->problem = words;
  png_longjmp(png, 1);
}

/// libpng only warns if pixels are wrong but complete. Most of its other warnings are harmless, so they are ignored.
void warn(png_structp png, png_const_charp words) {
  auto& session = *static_cast<Session*>(png_get_error_ptr(png));
  if (session.problem.empty() && std::string_view(words).starts_with("IDAT")) {
    session.problem = words;
  }
}

void give(png_structp png, png_bytep into, png_size_t count) {
  auto& session = *static_cast<Session*>(png_get_io_ptr(png));
  if (count > session.rest.size()) {
    png_error(png, "it is cut off");
  }
  std::memcpy(into, session.rest.data(), count);
  session.rest = session.rest.subspan(count);
}

class Reader {
 public:
  explicit Reader(Session& session)
      : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, fail, warn)),
        info_(png_ == nullptr ? nullptr : png_create_info_struct(png_)) {
    if (info_ == nullptr) {
      throw std::bad_alloc();
    }
    png_set_read_fn(png_, &session, give);
    png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  }
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] png_structp png() const { return png_; }
  [[nodiscard]] png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

bool has_palette(png_structp png, png_infop info) {
  return png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
}

// libpng reports errors by longjmp, which must not skip destructors, so these functions have only trivial local
// variables.

/// Reads the header and asks for red, green, blue and alpha, of 8 or 16 bits. An index into a palette stays a byte,
/// since libpng gives black for an index beyond the palette.
bool read_header(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) {
    return false;
  }
  png_read_info(png, info);
  if (has_palette(png, info)) {
    png_set_packing(png);
  } else {
    const bool wide = png_get_bit_depth(png, info) == 16;
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, wide ? 0xffff : 0xff, PNG_FILLER_AFTER);
    if (wide && std::endian::native == std::endian::little) {
      png_set_swap(png);
    }
  }
  (void)png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

bool read_rows(png_structp png, png_infop info, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) {
    return false;
  }
  png_read_image(png, rows);
  png_read_end(png, info);
  return true;
}

int orientation_of(png_structp png, png_infop info) {
  png_bytep exif = nullptr;
  png_uint_32 size = 0;
  return png_get_eXIf_1(png, info, &size, &exif) != 0 ? exif_orientation({exif, size}) : 1;
}

template <class Sample>
void make_grey(const std::vector<unsigned char>& pixels, Image& image) {
  constexpr double white = std::numeric_limits<Sample>::max();
  image.grey.resize(static_cast<std::size_t>(image.height * image.width));
  for (std::size_t at = 0; at < image.grey.size(); ++at) {
    Sample pixel[4];
    std::memcpy(pixel, pixels.data() + at * sizeof(pixel), sizeof(pixel));
    image.grey[at] = grey_of(pixel[0], pixel[1], pixel[2], pixel[3], white);
  }
}

void make_grey_of_palette(const Reader& reader, const std::vector<unsigned char>& indices, Image& image) {
  png_colorp colours = nullptr;
  int colour_count = 0;
  png_get_PLTE(reader.png(), reader.info(), &colours, &colour_count);
  png_bytep alphas = nullptr;
  int alpha_count = 0;
  png_get_tRNS(reader.png(), reader.info(), &alphas, &alpha_count, nullptr);
  image.grey.resize(indices.size());
  for (std::size_t at = 0; at < indices.size(); ++at) {
    const int index = indices[at];
    if (index >= colour_count) {
      throw Unreadable("a pixel of it has colour " + std::to_string(index) + " of a palette of " +
                       std::to_string(colour_count));
    }
    const png_color& colour = colours[index];
    image.grey[at] =
        grey_of(colour.red, colour.green, colour.blue, index < alpha_count ? alphas[index] : 255.0, 255.0);
  }
}

}  // namespace

Image read_png(const File& file) {
  Session session{file.bytes, ""};
  const Reader reader(session);
  if (!read_header(reader.png(), reader.info())) {
    throw Unreadable(session.problem);
  }
  const auto width = png_get_image_width(reader.png(), reader.info());
  const auto height = png_get_image_height(reader.png(), reader.info());
  const std::size_t row = png_get_rowbytes(reader.png(), reader.info());
  Image image = empty_image(file, width, height, static_cast<double>(row) / width);
  std::vector<unsigned char> pixels(row * height);
  std::vector<png_bytep> rows(height);
  for (std::size_t at = 0; at < height; ++at) {
    rows[at] = pixels.data() + at * row;
  }
  if (!read_rows(reader.png(), reader.info(), rows.data()) || !session.problem.empty()) {
    throw Unreadable(session.problem);
  }
  if (has_palette(reader.png(), reader.info())) {
    make_grey_of_palette(reader, pixels, image);
  } else if (png_get_bit_depth(reader.png(), reader.info()) == 16) {
    make_grey<std::uint16_t>(pixels, image);
  } else {
    make_grey<std::uint8_t>(pixels, image);
  }
  return upright(std::move(image), orientation_of(reader.png(), reader.info()));
}

}  // namespace engram::image_files
