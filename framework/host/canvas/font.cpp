#include "canvas/font.hpp"

#include <cmath>

#include <engram/error.hpp>

namespace engram::canvas {

namespace {

struct FreeDescription {
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;

/// The fonts of this thread. Pango's default map would let a variable of the environment choose another kind of
/// fonts.
PangoFontMap* fonts() {
  thread_local const std::unique_ptr<PangoFontMap, Unreference> map(
      pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  return map.get();
}

}  // namespace

Context new_context() {
  Context context(pango_font_map_create_context(fonts()));
  const Description font(pango_font_description_from_string(font_families));
  if (!std::unique_ptr<PangoFont, Unreference>(pango_font_map_load_font(fonts(), context.get(), font.get()))) {
    throw RunError("no font is installed, and pictures have text: apt-get install fonts-dejavu-core");
  }
  pango_context_set_language(context.get(), pango_language_from_string("en"));
  // Letters stand where the font says at any size, not at whole dots.
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  return context;
}

Layout set_text(PangoContext* context, const std::string& text, double size, bool bold, double width) {
  const Description font(pango_font_description_from_string(font_families));
  pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  Layout layout(pango_layout_new(context));
  pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout.get(), width < 0 ? -1 : static_cast<int>(std::lround(width * PANGO_SCALE)));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

double width_of(PangoLayout* layout) {
  int width = 0;
  pango_layout_get_size(layout, &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE;
}

}  // namespace engram::canvas
