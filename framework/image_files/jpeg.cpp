// JPEG files, by libjpeg-turbo, with the orientation in their EXIF block.
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <jpeglib.h>
// jerror.h needs jpeglib.h before it.
#include <jerror.h>
#include <libexif/exif-data.h>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

struct Session {
  jpeg_error_mgr errors{};  ///< must be first, so that libjpeg's pointer to it also points to the Session
  std::jmp_buf jump{};
  std::string problem;
};

std::string words_of(j_common_ptr jpeg) {
  std::array<char, JMSG_LENGTH_MAX> text{};
  jpeg->err->format_message(jpeg, text.data());
  return text.data();
}

[[noreturn]] void fail(j_common_ptr jpeg) {
  auto& session = *reinterpret_cast<Session*>(jpeg->err);
  session.problem = words_of(jpeg);
  std::longjmp(session.jump, 1);
}

/// A warning means that pixels are wrong. The exception is extra bytes before the end of the image, which some
/// cameras write.
void note(j_common_ptr jpeg, int level) {
  auto& session = *reinterpret_cast<Session*>(jpeg->err);
  constexpr int end_of_image = 0xd9;
  const bool harmless = jpeg->err->msg_code == JWRN_EXTRANEOUS_DATA && jpeg->err->msg_parm.i[1] == end_of_image;
  if (level < 0 && !harmless && session.problem.empty()) {
    session.problem = jpeg->err->msg_code == JWRN_JPEG_EOF ? "it is cut off" : words_of(jpeg);
  }
}

class Reader {
 public:
  explicit Reader(Session& session) {
    jpeg_.err = jpeg_std_error(&session.errors);
    session.errors.error_exit = fail;
    session.errors.emit_message = note;
    jpeg_create_decompress(&jpeg_);
  }
  ~Reader() { jpeg_destroy_decompress(&jpeg_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] jpeg_decompress_struct& jpeg() { return jpeg_; }

 private:
  jpeg_decompress_struct jpeg_{};
};

// libjpeg reports errors by longjmp, which must not skip destructors, so these functions have only trivial local
// variables.

bool read_header(jpeg_decompress_struct& jpeg, Session& session, const unsigned char* bytes, unsigned long size) {
  if (setjmp(session.jump) != 0) {
    return false;
  }
  jpeg_mem_src(&jpeg, bytes, size);
  jpeg_read_header(&jpeg, TRUE);
  jpeg.out_color_space = jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_calc_output_dimensions(&jpeg);
  return true;
}

bool read_rows(jpeg_decompress_struct& jpeg, Session& session, unsigned char* pixels, std::size_t row) {
  if (setjmp(session.jump) != 0) {
    return false;
  }
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW into = pixels + jpeg.output_scanline * row;
    jpeg_read_scanlines(&jpeg, &into, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

/// The grey value of four inks, of which Adobe's programs store 255 for none.
float grey_of_inks(const unsigned char* inks) {
  const double key = inks[3] / 255.0;
  return grey_of(inks[0] * key, inks[1] * key, inks[2] * key, 255.0, 255.0);
}

}  // namespace

int exif_orientation(std::span<const unsigned char> bytes) {
  constexpr std::array<unsigned char, 6> head{'E', 'x', 'i', 'f', 0, 0};
  std::vector<unsigned char> block(bytes.begin(), bytes.end());
  // The block in a PNG file does not have the head that libexif needs.
  if (bytes.size() > 1 && (bytes[0] == 'I' || bytes[0] == 'M')) {
    block.insert(block.begin(), head.begin(), head.end());
  }
  const std::unique_ptr<ExifData, void (*)(ExifData*)> data(
      exif_data_new_from_data(block.data(), static_cast<unsigned>(block.size())), exif_data_unref);
  const ExifEntry* const entry =
      data == nullptr ? nullptr : exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  const bool is_number = entry != nullptr && entry->format == EXIF_FORMAT_SHORT && entry->components == 1;
  return is_number ? exif_get_short(entry->data, exif_data_get_byte_order(data.get())) : 1;
}

Image read_jpeg(const File& file) {
  Session session;
  Reader reader(session);
  jpeg_decompress_struct& jpeg = reader.jpeg();
  if (!read_header(jpeg, session, file.bytes.data(), file.bytes.size())) {
    throw Unreadable(session.problem);
  }
  const auto samples = static_cast<std::size_t>(jpeg.output_components);
  if (samples == 4 && jpeg.saw_Adobe_marker == FALSE) {
    throw Unreadable("it has four inks and no marker of Adobe, so that 0 may mean no ink or all of it");
  }
  Image image = empty_image(file, jpeg.output_width, jpeg.output_height, static_cast<double>(samples));
  const std::size_t row = samples * jpeg.output_width;
  std::vector<unsigned char> pixels(row * jpeg.output_height);
  if (!read_rows(jpeg, session, pixels.data(), row) || !session.problem.empty()) {
    throw Unreadable(session.problem);
  }
  image.grey.resize(static_cast<std::size_t>(image.height * image.width));
  for (std::size_t at = 0; at < image.grey.size(); ++at) {
    const unsigned char* const pixel = pixels.data() + at * samples;
    image.grey[at] = samples == 4 ? grey_of_inks(pixel) : grey_of(pixel[0], pixel[1], pixel[2], 255.0, 255.0);
  }
  return upright(std::move(image), exif_orientation(file.bytes));
}

}  // namespace engram::image_files
