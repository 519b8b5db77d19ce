#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <boost/crc.hpp>
#include <cairo-pdf.h>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "canvas/canvas.hpp"
#include "canvas/font.hpp"
#include "canvas/text.hpp"

namespace engram::canvas {

namespace {

using std::string_view_literals::operator""sv;

constexpr double dots_per_point = 300.0 / 72;

struct Destroy {
  void operator()(cairo_t* pen) const { cairo_destroy(pen); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Pen = std::unique_ptr<cairo_t, Destroy>;
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;

/// Called by cairo, which is C: no exception may leave it.
cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) noexcept {
  try {
    static_cast<std::string*>(bytes)->append(data, data + length);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw RunError(fmt::format("a picture cannot be drawn: {}", cairo_status_to_string(status)));
  }
}

std::string png_of(cairo_surface_t* surface) {
  std::string bytes;
  check(cairo_surface_write_to_png_stream(surface, append, &bytes));
  return bytes;
}

Surface surface_of(const Image& image) {
  const auto columns = static_cast<int>(image.columns);
  const bool whole = std::ranges::find(image.fields, 0U) == image.fields.end();
  const cairo_format_t format = whole ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
  Surface surface(cairo_image_surface_create(format, columns, static_cast<int>(image.rows)));
  check(cairo_surface_status(surface.get()));
  cairo_surface_flush(surface.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  unsigned char* row = cairo_image_surface_get_data(surface.get());
  for (std::size_t i = 0; i < image.rows; ++i, row += stride) {
    const auto* fields = reinterpret_cast<const unsigned char*>(image.fields.data() + i * image.columns);
    std::copy_n(fields, image.columns * sizeof(std::uint32_t), row);
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>((number >> shift) & 0xffU);
  }
  return bytes;
}

/// A chunk of a PNG file: length, name, content and checksum.
std::string png_chunk(std::string_view name, const std::string& content) {
  const std::string named = fmt::format("{}{}", name, content);
  boost::crc_32_type sum;
  sum.process_bytes(named.data(), named.size());
  return big_endian(static_cast<std::uint32_t>(content.size())) + named + big_endian(sum.checksum());
}

/// A text of a PNG file. Latin letters need a plain chunk, which more viewers know, and others one in UTF-8.
std::string png_text(std::string_view keyword, const std::string& text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? png_chunk("tEXt", fmt::format("{}{}{}", keyword, '\0', text))
               : png_chunk("iTXt", fmt::format("{}{}{}", keyword, "\0\0\0\0\0"sv, drawable(text)));
}

class CairoCanvas final : public Canvas {
 public:
  CairoCanvas(bool pdf, double width, double height)
      : pdf_(pdf),
        surface_(pdf ? cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)
                     : cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots(width), dots(height))),
        pen_(cairo_create(surface_.get())) {
    if (!pdf) {
      cairo_scale(pen_.get(), dots_per_point, dots_per_point);
    }
    cairo_set_source_rgb(pen_.get(), 1, 1, 1);
    cairo_paint(pen_.get());
    cairo_set_line_join(pen_.get(), CAIRO_LINE_JOIN_ROUND);
  }

  void line(const std::vector<Point>& points, const Stroke& stroke) override {
    const std::array dashes{stroke.dashes.dash, stroke.dashes.gap};
    cairo_set_dash(pen_.get(), dashes.data(), stroke.dashes.dash > 0 ? 2 : 0, stroke.dashes.start);
    cairo_set_line_cap(pen_.get(), CAIRO_LINE_CAP_BUTT);
    follow(points);
    draw(stroke);
  }

  void dots(const std::vector<Point>& points, const Stroke& stroke) override {
    // The round ends of a line of no length are a dot.
    cairo_set_dash(pen_.get(), nullptr, 0, 0);
    cairo_set_line_cap(pen_.get(), CAIRO_LINE_CAP_ROUND);
    cairo_new_path(pen_.get());
    for (const Point& point : points) {
      cairo_move_to(pen_.get(), point.x, point.y);
      cairo_close_path(pen_.get());
    }
    draw(stroke);
  }

  void area(const std::vector<Point>& corners, Colour colour, double opacity) override {
    follow(corners);
    choose(colour, opacity);
    cairo_fill(pen_.get());
  }

  void text(const Text& text) override {
    cairo_save(pen_.get());
    cairo_translate(pen_.get(), text.at.x, text.at.y);
    cairo_rotate(pen_.get(), -text.turned * std::acos(-1.0) / 180);
    pango_cairo_update_context(pen_.get(), context_.get());
    const Layout layout = set_text(context_.get(), drawable(text.text), text.size, text.bold);
    const double before = text.align == Align::left ? 0 : text.align == Align::centre ? 0.5 : 1;
    choose(ink, 1);
    cairo_move_to(pen_.get(), -before * width_of(layout.get()), baseline_drop * text.size);
    pango_cairo_show_layout_line(pen_.get(), pango_layout_get_line_readonly(layout.get(), 0));
    cairo_restore(pen_.get());
  }

  void image(const Box& box, const Image& image) override {
    const Surface surface = surface_of(image);
    const double width = (box.right - box.left) / static_cast<double>(image.columns);
    const double height = (box.bottom - box.top) / static_cast<double>(image.rows);
    cairo_save(pen_.get());
    cairo_translate(pen_.get(), box.left, box.top);
    cairo_scale(pen_.get(), width, height);
    cairo_set_source_surface(pen_.get(), surface.get(), 0, 0);
    // Fields smaller than a dot are averaged, others are not smoothed. A viewer decides the dots of a PDF file.
    const bool small = !pdf_ && std::min(width, height) * dots_per_point < 1;
    cairo_pattern_set_filter(cairo_get_source(pen_.get()), small ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_paint(pen_.get());
    cairo_restore(pen_.get());
  }

  void clip(const Box& box) override {
    cairo_save(pen_.get());
    cairo_rectangle(pen_.get(), box.left, box.top, box.right - box.left, box.bottom - box.top);
    cairo_clip(pen_.get());
  }

  void unclip() override { cairo_restore(pen_.get()); }

  std::string finish(const Metadata& metadata) override {
    check(cairo_status(pen_.get()));
    pen_.reset();
    if (pdf_) {
      return finished_pdf(metadata);
    }
    // Signature, and the header chunk with length, name and checksum.
    constexpr std::size_t head = 8 + 4 + 4 + 13 + 4;
    const std::string dots_per_metre = big_endian(static_cast<std::uint32_t>(std::lround(300 / 0.0254)));
    // The space ends the mark, since the checksum that follows may look like a letter.
    std::string chunks = png_chunk("tEXt", fmt::format("{}{} ", "engram\0"sv, metadata.mark)) +
                         png_chunk("pHYs", dots_per_metre + dots_per_metre + '\1') + png_text("Software", "engram");
    for (const auto& [keyword, text] :
         {std::pair{"Title", metadata.title}, std::pair{"Author", metadata.author},
          std::pair{"Description", metadata.description}, std::pair{"Source", metadata.source},
          std::pair{"Comment", metadata.command}}) {
      chunks += text.empty() ? "" : png_text(keyword, text);
    }
    return png_of(surface_.get()).insert(head, chunks);
  }

 private:
  std::string finished_pdf(const Metadata& metadata) {
    for (const auto& [entry, text] :
         {std::pair{CAIRO_PDF_METADATA_TITLE, metadata.title}, std::pair{CAIRO_PDF_METADATA_AUTHOR, metadata.author},
          std::pair{CAIRO_PDF_METADATA_SUBJECT, metadata.source},
          std::pair{CAIRO_PDF_METADATA_KEYWORDS, metadata.command},
          std::pair{CAIRO_PDF_METADATA_CREATOR, std::string("engram")}}) {
      if (!text.empty()) {
        cairo_pdf_surface_set_metadata(surface_.get(), entry, drawable(text).c_str());
      }
    }
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
    cairo_surface_finish(surface_.get());
    check(cairo_surface_status(surface_.get()));
    return std::move(bytes_) + fmt::format("%{}\n", metadata.mark);
  }

  static int dots(double points) { return static_cast<int>(std::ceil(points * dots_per_point)); }

  void follow(const std::vector<Point>& points) {
    cairo_new_path(pen_.get());
    for (const Point& point : points) {
      cairo_line_to(pen_.get(), point.x, point.y);
    }
  }

  void choose(Colour colour, double opacity) {
    const auto channel = [&](unsigned shift) { return static_cast<double>((colour >> shift) & 0xffU) / 255; };
    cairo_set_source_rgba(pen_.get(), channel(16), channel(8), channel(0), opacity);
  }

  void draw(const Stroke& stroke) {
    choose(stroke.colour, stroke.opacity);
    cairo_set_line_width(pen_.get(), stroke.width);
    cairo_stroke(pen_.get());
  }

  bool pdf_;
  std::string bytes_;  ///< of a PDF file
  Surface surface_;
  Pen pen_;
  Context context_ = new_context();
};

}  // namespace

std::unique_ptr<Canvas> png_canvas(double width, double height) {
  return std::make_unique<CairoCanvas>(false, width, height);
}

std::unique_ptr<Canvas> pdf_canvas(double width, double height) {
  return std::make_unique<CairoCanvas>(true, width, height);
}

std::string png_of(const Image& image) {
  constexpr std::size_t enough = 500;
  const std::size_t repeats = std::max<std::size_t>(1, enough / std::max(image.columns, image.rows));
  const Surface fields = surface_of(image);
  const Surface dots(cairo_image_surface_create(cairo_image_surface_get_format(fields.get()),
                                                static_cast<int>(image.columns * repeats),
                                                static_cast<int>(image.rows * repeats)));
  const Pen pen(cairo_create(dots.get()));
  cairo_scale(pen.get(), static_cast<double>(repeats), static_cast<double>(repeats));
  cairo_set_source_surface(pen.get(), fields.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(pen.get()), CAIRO_FILTER_NEAREST);
  cairo_paint(pen.get());
  check(cairo_status(pen.get()));
  return png_of(dots.get());
}

}  // namespace engram::canvas
