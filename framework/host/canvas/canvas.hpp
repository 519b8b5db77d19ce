// A page to draw on, in one of the formats of pictures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "canvas/colours.hpp"

namespace engram::canvas {

/// In points from the upper left corner of the page, like all places and lengths here.
struct Point {
  double x = 0;
  double y = 0;
};

/// The colour of texts.
constexpr Colour ink = 0x222222;

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

/// Dashes and gaps in turn.
struct Dashes {
  double dash = 0;  ///< length; 0 for a solid line
  double gap = 0;
  double start = 0;  ///< the length of the pattern that lies before the line
};

struct Stroke {
  Colour colour = 0;
  double width = 1;  ///< of a line, or the diameter of a dot
  double opacity = 1;
  Dashes dashes = {};
};

enum class Align { left, centre, right };

/// One line of text.
struct Text {
  Point at;  ///< the left end, the middle or the right end, at half of the line's height
  std::string text;
  double size = 0;
  bool bold = false;
  Align align = Align::left;
  double turned = 0;  ///< degrees against the clock, around `at`
};

/// Coloured fields in rows from the top.
struct Image {
  std::size_t columns = 0;
  std::size_t rows = 0;
  std::vector<std::uint32_t> fields;  ///< row by row; opaque + colour, or 0 for a field that is left out
};
constexpr std::uint32_t opaque = 0xff000000;

/// Texts within the file of a picture, which viewers show beside it. An empty text is left out.
struct Metadata {
  std::string mark = {};  ///< letters, digits and underscores by which engram recognises its own pictures
  std::string title = {};
  std::string author = {};
  std::string description = {};  ///< the experiment
  std::string source = {};       ///< the result file, with its digest, and the program that computed it
  std::string command = {};      ///< draws the picture again
};

class Canvas {
 public:
  Canvas() = default;
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  virtual ~Canvas() = default;

  virtual void line(const std::vector<Point>& points, const Stroke& stroke) = 0;
  virtual void dots(const std::vector<Point>& points, const Stroke& stroke) = 0;
  virtual void area(const std::vector<Point>& corners, Colour colour, double opacity) = 0;
  virtual void text(const Text& text) = 0;
  /// Fills the box with the fields, which keep sharp edges. No side has more than most_fields fields.
  virtual void image(const Box& box, const Image& image) = 0;
  /// Until unclip(), only the part inside of the box is drawn.
  virtual void clip(const Box& box) = 0;
  virtual void unclip() = 0;
  /// The picture as the bytes of a file; to be called once. Throws RunError if there is not enough memory for it.
  virtual std::string finish(const Metadata& metadata) = 0;
};

/// cairo counts the fields of an image by signed 16-bit numbers.
constexpr std::size_t most_fields = 32767;

/// A PNG picture has 300 dots to the inch. A PDF file has a fixed date, so that its bytes do not depend on the time.
std::unique_ptr<Canvas> png_canvas(double width, double height);
std::unique_ptr<Canvas> pdf_canvas(double width, double height);
/// An SVG picture has its texts as text, which can be searched and edited.
std::unique_ptr<Canvas> svg_canvas(double width, double height);

/// A small PNG file. Each of a few fields has several dots, since some viewers of SVG pictures blur the edges of
/// dots.
std::string png_of(const Image& image);

}  // namespace engram::canvas
