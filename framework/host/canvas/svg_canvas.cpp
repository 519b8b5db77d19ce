#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "canvas/canvas.hpp"
#include "canvas/font.hpp"
#include "canvas/text.hpp"
#include "system/markup_text.hpp"

namespace engram::canvas {

namespace {

/// To a hundredth of a point.
double rounded(double number) {
  return std::round(number * 100) / 100 + 0.0;
}

std::string base64(const std::string& bytes) {
  gchar* text = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
  std::string result = text;
  g_free(text);
  return result;
}

/// "M1,2 3,4 5,6": a line through the points, without points in the middle of a straight piece.
std::string path_of(const std::vector<Point>& points) {
  struct Place {
    long x;
    long y;
  };
  std::vector<Place> kept;
  for (const Point& point : points) {
    const Place next{std::lround(point.x * 100), std::lround(point.y * 100)};
    if (kept.size() > 1) {
      const auto& [before, last] = std::pair(kept[kept.size() - 2], kept.back());
      const Place to_last{last.x - before.x, last.y - before.y};
      const Place to_next{next.x - last.x, next.y - last.y};
      const bool straight = to_last.x * to_next.y == to_last.y * to_next.x;
      if (straight && to_last.x * to_next.x + to_last.y * to_next.y >= 0) {
        kept.pop_back();
      }
    }
    kept.push_back(next);
  }
  std::string path = "M";
  for (const Place& place : kept) {
    fmt::format_to(std::back_inserter(path), "{}{:g},{:g}", path.size() > 1 ? " " : "",
                   static_cast<double>(place.x) / 100, static_cast<double>(place.y) / 100);
  }
  return path;
}

class SvgCanvas final : public Canvas {
 public:
  SvgCanvas(double width, double height) : width_(width), height_(height) {}

  void line(const std::vector<Point>& points, const Stroke& stroke) override {
    add("<path d='{}' fill='none' stroke='#{:06x}' stroke-width='{:g}'{}{}/>", path_of(points), stroke.colour,
        stroke.width, opacity("stroke", stroke.opacity), pattern(stroke.dashes));
  }

  void dots(const std::vector<Point>& points, const Stroke& stroke) override {
    add("<g fill='#{:06x}'{}>", stroke.colour, opacity("fill", stroke.opacity));
    for (const Point& point : points) {
      add("<circle cx='{:g}' cy='{:g}' r='{:g}'/>", rounded(point.x), rounded(point.y), stroke.width / 2);
    }
    add("</g>");
  }

  void area(const std::vector<Point>& corners, Colour colour, double strength) override {
    add("<path d='{}z' fill='#{:06x}'{}/>", path_of(corners), colour, opacity("fill", strength));
  }

  void text(const Text& text) override {
    constexpr const char* anchors[] = {"", " text-anchor='middle'", " text-anchor='end'"};
    std::string place =
        fmt::format("x='{:g}' y='{:g}'", rounded(text.at.x), rounded(text.at.y + baseline_drop * text.size));
    if (text.turned != 0) {
      place = fmt::format("transform='translate({:g},{:g}) rotate({:g})' y='{:g}'", rounded(text.at.x),
                          rounded(text.at.y), -text.turned, rounded(baseline_drop * text.size));
    }
    add("<text {} font-size='{:g}'{}{}>{}</text>", place, text.size, text.bold ? " font-weight='bold'" : "",
        anchors[static_cast<int>(text.align)], system::markup_text(drawable(text.text)));
  }

  void image(const Box& box, const Image& image) override {
    add("<image x='{:g}' y='{:g}' width='{:g}' height='{:g}' style='image-rendering:pixelated' "
        "preserveAspectRatio='none' xlink:href='data:image/png;base64,{}'/>",
        rounded(box.left), rounded(box.top), rounded(box.right - box.left), rounded(box.bottom - box.top),
        base64(png_of(image)));
  }

  void clip(const Box& box) override {
    add("<clipPath id='clip{0}'><rect x='{1:g}' y='{2:g}' width='{3:g}' height='{4:g}'/></clipPath>\n"
        "<g clip-path='url(#clip{0})'>",
        clips_++, rounded(box.left), rounded(box.top), rounded(box.right - box.left), rounded(box.bottom - box.top));
  }

  void unclip() override { add("</g>"); }

  std::string finish(const Metadata& metadata) override {
    constexpr double pixels_per_point = 96.0 / 72;
    return fmt::format(
        "<?xml version='1.0' encoding='UTF-8'?>\n<!-- {} -->\n"
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='{:g}' "
        "height='{:g}' viewBox='0 0 {:g} {:g}'>\n{}"
        "<rect width='100%' height='100%' fill='#ffffff'/>\n"
        "<g font-family='{}' fill='#{:06x}' stroke-linejoin='round' xml:space='preserve'>\n{}</g>\n</svg>\n",
        metadata.mark, rounded(width_ * pixels_per_point), rounded(height_ * pixels_per_point), rounded(width_),
        rounded(height_), metadata_elements(metadata), font_families, ink, body_);
  }

 private:
  /// The title and the description, which viewers show, and all texts in the terms of Dublin Core.
  static std::string metadata_elements(const Metadata& metadata) {
    std::string terms;
    for (const auto& [term, text] :
         {std::pair{"title", metadata.title}, std::pair{"creator", metadata.author},
          std::pair{"description", metadata.description}, std::pair{"source", metadata.source},
          std::pair{"relation", metadata.command}, std::pair{"publisher", std::string("engram")}}) {
      terms += text.empty() ? "" : fmt::format("<dc:{0}>{1}</dc:{0}>", term, system::markup_text(drawable(text)));
    }
    return fmt::format(
        "<title>{}</title>\n<desc>{}</desc>\n"
        "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns:cc='http://creativecommons.org/ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<cc:Work rdf:about=''>{}</cc:Work></rdf:RDF></metadata>\n",
        system::markup_text(drawable(metadata.title)), system::markup_text(drawable(metadata.source)), terms);
  }

  static std::string pattern(const Dashes& dashes) {
    if (dashes.dash == 0) {
      return "";
    }
    const std::string start =
        dashes.start == 0 ? "" : fmt::format(" stroke-dashoffset='{:g}'", rounded(dashes.start));
    return fmt::format(" stroke-dasharray='{:g} {:g}'{}", dashes.dash, dashes.gap, start);
  }

  template <class... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(body_), format, std::forward<Arguments>(arguments)...);
    body_ += '\n';
  }

  static std::string opacity(std::string_view what, double value) {
    return value < 1 ? fmt::format(" {}-opacity='{:.3g}'", what, value) : "";
  }

  double width_;
  double height_;
  std::string body_;
  int clips_ = 0;
};

}  // namespace

std::unique_ptr<Canvas> svg_canvas(double width, double height) {
  return std::make_unique<SvgCanvas>(width, height);
}

}  // namespace engram::canvas
