// TIFF files, page by page, by libtiff.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiffio.h>

#include <engram/memory.hpp>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

/// The bytes that libtiff reads, and the first error that it reported.
struct Session {
  std::span<const unsigned char> bytes;
  std::uint64_t at = 0;
  std::string problem;
};

tmsize_t read(thandle_t handle, void* into, tmsize_t count) {
  auto& session = *static_cast<Session*>(handle);
  const std::uint64_t left = session.bytes.size() - std::min<std::uint64_t>(session.at, session.bytes.size());
  const std::uint64_t given = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
  if (given > 0) {
    std::memcpy(into, session.bytes.data() + session.at, given);
  }
  session.at += given;
  return static_cast<tmsize_t>(given);
}

toff_t seek(thandle_t handle, toff_t offset, int from) {
  auto& session = *static_cast<Session*>(handle);
  session.at = from == SEEK_SET ? offset : from == SEEK_CUR ? session.at + offset : session.bytes.size() + offset;
  return session.at;
}

void note_error(thandle_t handle, const char* /*module*/, const char* format, std::va_list values) {
  auto* const session = static_cast<Session*>(handle);
  if (session != nullptr && session->problem.empty()) {
    std::array<char, 256> text{};
    (void)std::vsnprintf(text.data(), text.size(), format, values);
    session->problem = std::string_view(text.data()).starts_with("Read error") ? "it is cut off" : text.data();
  }
}

/// libtiff only warns if strips have fewer bytes than their pixels, and takes the missing ones from elsewhere in the
/// file. Most of its other warnings are harmless, so they are ignored.
void note_warning(thandle_t handle, const char* /*module*/, const char* format, std::va_list /*values*/) {
  auto* const session = static_cast<Session*>(handle);
  if (session == nullptr || !session->problem.empty()) {
    return;
  }
  if (std::string_view(format).starts_with("Bogus")) {
    session->problem = "it is cut off, or its strips have fewer bytes than their pixels";
  } else if (std::string_view(format).starts_with("Sum of Photometric")) {
    session->problem = "its pixels have more samples than colours, and it does not say what the others are";
  }
}

TIFF* open(Session& session) {
  // Only the extended handler gets the file, which it needs to store the message.
  (void)TIFFSetErrorHandler(nullptr);
  (void)TIFFSetWarningHandler(nullptr);
  (void)TIFFSetErrorHandlerExt(note_error);
  (void)TIFFSetWarningHandlerExt(note_warning);
  return TIFFClientOpen(
      "image", "rm", &session, read, [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; }, seek,
      [](thandle_t) { return 0; },
      [](thandle_t handle) -> toff_t { return static_cast<Session*>(handle)->bytes.size(); }, nullptr, nullptr);
}

/// How the samples of a page are stored.
struct Layout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t colours = PHOTOMETRIC_MINISWHITE;
  std::uint16_t planes = PLANARCONFIG_CONTIG;
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  bool has_alpha = false;
  bool alpha_is_in_colours = false;  ///< the colours are already multiplied by alpha

  explicit Layout(TIFF* tiff) {
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &colours);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    has_alpha = count > 0 && (kinds[0] == EXTRASAMPLE_ASSOCALPHA || kinds[0] == EXTRASAMPLE_UNASSALPHA);
    alpha_is_in_colours = has_alpha && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  }

  [[nodiscard]] std::uint16_t colour_count() const { return colours == PHOTOMETRIC_RGB ? 3 : 1; }
  /// Whether the samples are numbers of whole bytes, with one or three colours per pixel. Other layouts are left to
  /// libtiff.
  [[nodiscard]] bool is_plain() const {
    const bool grey_or_rgb =
        colours == PHOTOMETRIC_MINISBLACK || colours == PHOTOMETRIC_MINISWHITE || colours == PHOTOMETRIC_RGB;
    const bool whole =
        (format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID) && (bits == 8 || bits == 16 || bits == 32);
    const bool real = format == SAMPLEFORMAT_IEEEFP && (bits == 32 || bits == 64);
    return grey_or_rgb && (whole || real) && samples >= colour_count() + (has_alpha ? 1 : 0);
  }
};

[[noreturn]] void fail(const Session& session, const char* otherwise) {
  throw Unreadable(session.problem.empty() ? otherwise : session.problem);
}

double sample_at(const unsigned char* bytes, const Layout& layout) {
  const auto as = [&]<class Number>(Number number) {
    std::memcpy(&number, bytes, sizeof(number));
    return static_cast<double>(number);
  };
  if (layout.format == SAMPLEFORMAT_IEEEFP) {
    return layout.bits == 32 ? as(float{}) : as(double{});
  }
  return layout.bits == 8 ? as(std::uint8_t{}) : layout.bits == 16 ? as(std::uint16_t{}) : as(std::uint32_t{});
}

double white_of(const Layout& layout) {
  return layout.format == SAMPLEFORMAT_IEEEFP ? 1.0 : std::ldexp(1.0, layout.bits) - 1.0;
}

/// The colour and alpha samples of a page, channel after channel, each row by row.
std::vector<float> read_channels(TIFF* tiff, const Layout& layout, const Session& session, std::size_t channels,
                                 const File& file) {
  const std::size_t pixels = std::size_t{layout.width} * layout.height;
  std::vector<float> values(channels * pixels);
  const bool tiled = TIFFIsTiled(tiff) != 0;
  std::uint32_t block_width = layout.width;
  std::uint32_t block_height = layout.height;
  if (tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &block_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &block_height);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &block_height);
    block_height = std::min(block_height, layout.height);
  }
  const tmsize_t block_size = tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  if (block_width == 0 || block_height == 0 || block_size <= 0) {
    fail(session, "its tiles have no size");
  }
  require_memory(static_cast<double>(block_size), "files", "a tile of " + file.name);
  std::vector<unsigned char> block(static_cast<std::size_t>(block_size));
  const bool together = layout.planes == PLANARCONFIG_CONTIG;
  const std::size_t sample = layout.bits / 8U;
  const std::size_t step = together ? sample * layout.samples : sample;
  for (std::size_t plane = 0; plane < (together ? 1 : channels); ++plane) {
    for (std::uint32_t top = 0; top < layout.height; top += block_height) {
      for (std::uint32_t left = 0; left < layout.width; left += block_width) {
        const auto number = static_cast<std::uint16_t>(plane);
        const tmsize_t given =
            tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, left, top, 0, number), block.data(), block_size)
                  : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, top, number), block.data(), block_size);
        const std::uint32_t rows = std::min(block_height, layout.height - top);
        const std::uint32_t columns = std::min(block_width, layout.width - left);
        if (given < 0 ||
            std::size_t{rows - 1} * block_width * step + columns * step > static_cast<std::size_t>(given)) {
          fail(session, "it is cut off");
        }
        for (std::uint32_t row = 0; row < rows; ++row) {
          for (std::uint32_t column = 0; column < columns; ++column) {
            const unsigned char* const pixel = block.data() + (std::size_t{row} * block_width + column) * step;
            const std::size_t place = std::size_t{top + row} * layout.width + left + column;
            for (std::size_t channel = 0; channel < (together ? channels : 1); ++channel) {
              values[(plane + channel) * pixels + place] =
                  static_cast<float>(sample_at(pixel + channel * sample, layout));
            }
          }
        }
        if (block_width > layout.width - left) {
          break;
        }
      }
      if (block_height > layout.height - top) {
        break;
      }
    }
  }
  return values;
}

void read_plain(TIFF* tiff, const Layout& layout, const Session& session, const File& file, Image& image) {
  const std::size_t colours = layout.colour_count();
  const std::size_t channels = colours + (layout.has_alpha ? 1 : 0);
  const std::vector<float> values = read_channels(tiff, layout, session, channels, file);
  const std::size_t pixels = values.size() / channels;
  const double white = white_of(layout);
  image.grey.resize(pixels);
  for (std::size_t at = 0; at < pixels; ++at) {
    const double alpha = layout.has_alpha ? values[colours * pixels + at] : white;
    const auto colour = [&](std::size_t channel) {
      double value = values[(colours == 1 ? 0 : channel) * pixels + at];
      value = layout.colours == PHOTOMETRIC_MINISWHITE ? white - value : value;
      return layout.alpha_is_in_colours && alpha > 0.0 ? std::min(value * white / alpha, white) : value;
    };
    image.grey[at] = grey_of(colour(0), colour(1), colour(2), alpha, white);
    if (!std::isfinite(image.grey[at])) {
      throw Unreadable("it holds samples that are not finite");
    }
  }
}

/// Reads palettes, bits, inks and other layouts, which libtiff converts to bytes.
void read_by_libtiff(TIFF* tiff, const Layout& layout, const Session& session, Image& image) {
  std::array<char, 1024> why{};
  if (TIFFRGBAImageOK(tiff, why.data()) == 0) {
    throw Unreadable(why.data());
  }
  const std::size_t pixels = std::size_t{layout.width} * layout.height;
  std::vector<std::uint32_t> packed(pixels);
  constexpr int stop_on_error = 1;
  if (TIFFReadRGBAImageOriented(tiff, layout.width, layout.height, packed.data(), layout.orientation,
                                stop_on_error) == 0) {
    fail(session, "it is cut off");
  }
  image.grey.resize(pixels);
  for (std::size_t at = 0; at < pixels; ++at) {
    // libtiff multiplies colours by alpha.
    const std::uint32_t alpha = TIFFGetA(packed[at]);
    const auto colour = [&](std::uint32_t value) {
      return alpha == 0 ? 0.0 : std::min(255.0, value * 255.0 / alpha);
    };
    image.grey[at] = grey_of(colour(TIFFGetR(packed[at])), colour(TIFFGetG(packed[at])), colour(TIFFGetB(packed[at])),
                             alpha, 255.0);
  }
}

/// Refuses a page whose header promises more pixels than the file can hold, before memory is allocated. Fax
/// compression and newer compressions have no useful bound.
void check_extent(TIFF* tiff, const Layout& layout, const File& file) {
  constexpr double best_ratio = 2000.0;  // deflate reaches 1032
  std::uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  constexpr std::array bounded{COMPRESSION_NONE,    COMPRESSION_LZW,      COMPRESSION_ADOBE_DEFLATE,
                               COMPRESSION_DEFLATE, COMPRESSION_PACKBITS, COMPRESSION_JPEG};
  const double bytes = static_cast<double>(layout.width) * layout.height * layout.samples * layout.bits / 8.0;
  if (std::ranges::find(bounded, int{compression}) != bounded.end() &&
      bytes > best_ratio * static_cast<double>(file.bytes.size())) {
    throw Unreadable("its header promises " + std::to_string(layout.width) + " x " + std::to_string(layout.height) +
                     " pixels, and it has " + std::to_string(file.bytes.size()) + " bytes");
  }
}

/// Refuses a page of which strips or tiles were never written: libtiff would read them from the start of the file.
void check_written(TIFF* tiff) {
  std::uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  const bool tiled = TIFFIsTiled(tiff) != 0;
  const std::uint32_t count = tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  // Old JPEG files have no counts of bytes.
  for (std::uint32_t at = 0; at < count && compression != COMPRESSION_OJPEG; ++at) {
    if (TIFFGetStrileOffset(tiff, at) == 0 || TIFFGetStrileByteCount(tiff, at) == 0) {
      throw Unreadable(std::string(tiled ? "tile " : "strip ") + std::to_string(at) + " of it was never written");
    }
  }
}

Image read_page(TIFF* tiff, const Session& session, const File& file) {
  const Layout layout(tiff);
  check_extent(tiff, layout, file);
  check_written(tiff);
  if (layout.format == SAMPLEFORMAT_INT || layout.format >= SAMPLEFORMAT_COMPLEXINT) {
    throw Unreadable(
        "its samples are signed or complex numbers; samples without a sign and floating-point ones can be "
        "read");
  }
  if (layout.format == SAMPLEFORMAT_IEEEFP && !layout.is_plain()) {
    throw Unreadable("its floating-point samples have " + std::to_string(layout.bits) +
                     " bits, or colours other than grey and RGB; grey and RGB of 32 and 64 bits can be read");
  }
  Image image = empty_image(file, layout.width, layout.height, 4.0 * (layout.colour_count() + 1.0));
  if (layout.is_plain() && layout.width > 0) {
    read_plain(tiff, layout, session, file, image);
  } else {
    read_by_libtiff(tiff, layout, session, image);
  }
  if (!session.problem.empty()) {
    throw Unreadable(session.problem);
  }
  return upright(std::move(image), layout.orientation);
}

/// Whether a page is a smaller copy or a mask of another page.
bool is_aside(TIFF* tiff) {
  std::uint32_t kind = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
}

}  // namespace

std::vector<Image> read_tiff(const File& file) {
  Session session{file.bytes, 0, ""};
  const std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(open(session), TIFFClose);
  if (tiff == nullptr) {
    fail(session, "it has no header");
  }
  std::vector<Image> pages;
  do {
    if (!is_aside(tiff.get())) {
      pages.push_back(read_page(tiff.get(), session, file));
    }
  } while (TIFFReadDirectory(tiff.get()) != 0);
  if (!session.problem.empty() || pages.empty()) {
    fail(session, "it has no page");
  }
  return pages;
}

}  // namespace engram::image_files
