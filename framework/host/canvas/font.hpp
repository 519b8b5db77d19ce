// Sets text in the font of pictures, by Pango.
#pragma once

#include <memory>
#include <string>

#include <pango/pangocairo.h>

namespace engram::canvas {

/// DejaVu Sans comes with Debian, and Verdana, which has nearly the same widths, with other systems.
constexpr const char* font_families = "DejaVu Sans, Verdana, sans-serif";
/// From half of a line's height down to its baseline, as a part of the size of type.
constexpr double baseline_drop = 0.35;

struct Unreference {
  void operator()(void* object) const { g_object_unref(object); }
};

using Context = std::unique_ptr<PangoContext, Unreference>;
using Layout = std::unique_ptr<PangoLayout, Unreference>;

/// The fonts and options with which set_text() sets texts; a unit of the page is a point. Throws RunError if no font
/// is installed.
Context new_context();

/// One line, or lines no wider than `width` points if that is not negative. The text is valid UTF-8 without control
/// characters.
Layout set_text(PangoContext* context, const std::string& text, double size, bool bold, double width = -1);

/// The width of a layout's widest line, in points.
double width_of(PangoLayout* layout);

}  // namespace engram::canvas
