#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "canvas/canvas.hpp"
#include "canvas/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr canvas::Stroke frame{.colour = 0x666666, .width = 0.6};
constexpr canvas::Stroke grid{.colour = 0xe4e4e4, .width = 0.5};
constexpr canvas::Stroke marked{.colour = 0x888888, .width = 0.8, .dashes = {2, 1.5}};
constexpr double minor_tick_length = 1.8;
/// From the middle of a column's title to the images below it.
constexpr double column_title_drop = 8;
/// Between the numbers of the y axis and its label.
constexpr double y_label_gap = 4;
/// Between the numbers of a colour bar and its label.
constexpr double bar_label_gap = 4;

canvas::Point middle_of(const canvas::Box& box) {
  return {(box.left + box.right) / 2, (box.top + box.bottom) / 2};
}

/// Draws lines of text below each other; the style has the place of the first line's upper end.
void put_lines(canvas::Canvas& canvas, const std::vector<std::string>& lines, canvas::Text style) {
  const double height = style.size * type::leading;
  style.at.y += height / 2;
  for (const std::string& line : lines) {
    style.text = line;
    canvas.text(style);
    style.at.y += height;
  }
}

/// Draws lines across the panel at the marks of its axes, and at the places that the user marked.
void put_grid(canvas::Canvas& canvas, const Plane& plane, const panels::Curves& curves) {
  const canvas::Box& axes = plane.box;
  const auto upright = [&](double x, const canvas::Stroke& stroke) {
    canvas.line({{plane.x(x), axes.bottom}, {plane.x(x), axes.top}}, stroke);
  };
  const auto level = [&](double y, const canvas::Stroke& stroke) {
    canvas.line({{axes.left, plane.y(y)}, {axes.right, plane.y(y)}}, stroke);
  };
  const auto put_grid_of = [](const panels::Axis& axis, const auto& put_line) {
    for (const panels::Tick& tick : axis.ticks) {
      if (!tick.minor) {
        put_line(tick.at, grid);
      }
    }
  };
  const auto put_marks = [](const panels::Axis& axis, const std::vector<double>& marks, const auto& put_line) {
    for (const double mark : marks) {
      if (mark >= std::min(axis.from, axis.to) && mark <= std::max(axis.from, axis.to)) {
        put_line(mark, marked);
      }
    }
  };
  // A missing field of a matrix should look empty.
  if (!curves.heat) {
    put_grid_of(plane.x_axis, upright);
    put_grid_of(plane.y_axis, level);
  }
  put_marks(plane.x_axis, curves.mark_x, upright);
  put_marks(plane.y_axis, curves.mark_y, level);
}

/// Draws two sides of the box, with marks and numbers of that size.
void put_axes(canvas::Canvas& canvas, const Plane& plane, double size) {
  const auto& [left, top, right, bottom] = plane.box;
  canvas.line({{left, top}, {left, bottom}, {right, bottom}}, frame);
  const double below = bottom + tick_length + tick_gap;
  for (const panels::Tick& tick : plane.x_axis.ticks) {
    const double x = plane.x(tick.at);
    canvas.line({{x, bottom}, {x, bottom + (tick.minor ? minor_tick_length : tick_length)}}, frame);
    if (!tick.label.empty() && plane.x_axis.slanted) {
      canvas.text({{x, below}, tick.label, size, false, canvas::Align::right, 45});
    } else if (!tick.label.empty()) {
      canvas.text({{x, below + size * type::leading / 2}, tick.label, size, false, canvas::Align::centre});
    }
  }
  for (const panels::Tick& tick : plane.y_axis.ticks) {
    const double y = plane.y(tick.at);
    canvas.line({{left, y}, {left - (tick.minor ? minor_tick_length : tick_length), y}}, frame);
    if (!tick.label.empty()) {
      canvas.text({{left - tick_length - tick_gap, y}, tick.label, size, false, canvas::Align::right});
    }
  }
}

void put_texts(canvas::Canvas& canvas, const PanelLayout& panel) {
  const canvas::Point middle = middle_of(panel.axes);
  put_lines(canvas, {panel.letter}, {{panel.left, panel.title_top}, "", type::panel_title, true});
  put_lines(canvas, panel.title, {{panel.title_left, panel.title_top}, "", type::panel_title});
  put_lines(canvas, panel.x_label,
            {{middle.x, panel.x_label_top}, "", type::axis_label, false, canvas::Align::centre});
  // The label stands beside the numbers of its own axis.
  const double line_height = type::axis_label * type::leading;
  double x = panel.axes.left - tick_length - tick_gap - panels::widest_label(panel.y, type::tick) - y_label_gap -
             (static_cast<double>(panel.y_label.size()) - 0.5) * line_height;
  for (const std::string& line : panel.y_label) {
    canvas.text({{x, middle.y}, line, type::axis_label, false, canvas::Align::centre, 90});
    x += line_height;
  }
}

/// Draws the titles of columns of images, and in an image without any difference what all of its values are.
void put_image_texts(canvas::Canvas& canvas, const PanelLayout& panel, const panels::Heat& heat) {
  const auto count = static_cast<double>(panel.column_titles.size());
  double x = panel.axes.left + (panel.axes.right - panel.axes.left) / count / 2;
  for (const std::vector<std::string>& title : panel.column_titles) {
    double y =
        panel.axes.top - column_title_drop - type::tick * type::leading * (static_cast<double>(title.size()) - 1);
    for (const std::string& line : title) {
      canvas.text({{x, y}, line, type::tick, false, canvas::Align::centre});
      y += type::tick * type::leading;
    }
    x += (panel.axes.right - panel.axes.left) / count;
  }
  if (heat.least == heat.greatest) {
    canvas.text(
        {middle_of(panel.axes), fmt::format("all {:g}", heat.least), type::axis_label, false, canvas::Align::centre});
  }
}

/// Draws the colours of a matrix with their numbers.
void put_bar(canvas::Canvas& canvas, const ColourBar& bar, const panels::Heat& heat) {
  constexpr std::size_t steps = 256;
  const double low = panels::length_to(bar.axis.from, bar.axis);
  const double high = panels::length_to(bar.axis.to, bar.axis);
  canvas::Image colours{1, steps, {}};
  for (std::size_t step = 0; step < steps; ++step) {
    const double part = (static_cast<double>(step) + 0.5) / steps;
    colours.fields.push_back(field_of(panels::number_at(high + part * (low - high), bar.axis), heat));
  }
  const auto& [left, top, right, bottom] = bar.box;
  canvas.image(bar.box, colours);
  canvas.line({{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}}, frame);
  const Plane plane{bar.box, bar.axis, bar.axis};
  for (const panels::Tick& tick : bar.axis.ticks) {
    const double y = plane.y(tick.at);
    canvas.line({{right, y}, {right + (tick.minor ? minor_tick_length : tick_length), y}}, frame);
    if (!tick.label.empty()) {
      canvas.text({{right + tick_length + tick_gap, y}, tick.label, type::tick});
    }
  }
  const double numbers = right + tick_length + tick_gap + panels::widest_label(bar.axis, type::tick);
  double x = numbers + bar_label_gap + type::axis_label * type::leading / 2;
  for (const std::string& line : bar.label) {
    canvas.text({{x, (top + bottom) / 2}, line, type::axis_label, false, canvas::Align::centre, 90});
    x += type::axis_label * type::leading;
  }
}

/// Draws the inset, and the outline of its part of the panel.
void put_inset(canvas::Canvas& canvas, const PanelLayout& panel, const panels::Curves& curves) {
  const Inset& inset = *panel.inset;
  const Plane whole{panel.axes, panel.x, panel.y};
  const auto outline = [&](const canvas::Box& box, const canvas::Stroke& stroke) {
    canvas.line({{box.left, box.top},
                 {box.right, box.top},
                 {box.right, box.bottom},
                 {box.left, box.bottom},
                 {box.left, box.top}},
                stroke);
  };
  canvas.clip(panel.axes);
  outline({whole.x(inset.x.from), whole.y(inset.y.to), whole.x(inset.x.to), whole.y(inset.y.from)}, marked);
  canvas.unclip();
  const auto& [left, top, right, bottom] = inset.outside;
  canvas.area({{left, top}, {right, top}, {right, bottom}, {left, bottom}}, 0xffffff, 0.9);
  const Plane plane{inset.axes, inset.x, inset.y};
  put_grid(canvas, plane, curves);
  put_curves(canvas, plane, curves, false);
  put_axes(canvas, plane, type::inset);
}

void put_panel(canvas::Canvas& canvas, const PanelLayout& panel, const panels::Curves& curves) {
  const Plane plane{panel.axes, panel.x, panel.y};
  put_texts(canvas, panel);
  put_legend(canvas, panel.legend, palette_of(curves));
  put_grid(canvas, plane, curves);
  if (curves.heat) {
    put_heat(canvas, plane, *curves.heat);
  } else if (!put_curves(canvas, plane, curves, true)) {
    canvas.text({middle_of(panel.axes), "no finite numbers", type::axis_label, false, canvas::Align::centre});
  }
  if (curves.heat && curves.heat->images) {
    put_image_texts(canvas, panel, *curves.heat);
    return;
  }
  put_axes(canvas, plane, type::tick);
  if (panel.bar) {
    put_bar(canvas, *panel.bar, *curves.heat);
  }
  if (panel.inset) {
    put_inset(canvas, panel, curves);
  }
}

/// The place of a number on an axis of the page. Places far beyond the axis are nearer than they would be, since
/// cairo cannot count so many dots.
double place_of(double number, const panels::Axis& axis, double start, double end) {
  constexpr double far = 1000;
  const double from = panels::length_to(axis.from, axis);
  const double part = (panels::length_to(number, axis) - from) / (panels::length_to(axis.to, axis) - from);
  return start + std::clamp(part, -far, far) * (end - start);
}

}  // namespace

double Plane::x(double number) const {
  return place_of(number, x_axis, box.left, box.right);
}

double Plane::y(double number) const {
  return place_of(number, y_axis, box.bottom, box.top);
}

std::vector<canvas::Colour> palette_of(const panels::Curves& curves) {
  std::vector<canvas::Colour> palette = canvas::colours(curves.groups.size());
  for (std::size_t group = 0; group < palette.size(); ++group) {
    palette[group] = curves.styles[group].colour.value_or(palette[group]);
  }
  return palette;
}

void paint(canvas::Canvas& canvas, const Page& page, const std::vector<panels::Curves>& curves) {
  put_lines(canvas, page.title, {{page.margin, page.margin}, "", type::title, true});
  for (std::size_t i = 0; i < curves.size(); ++i) {
    put_panel(canvas, page.panels[i], curves[i]);
  }
  // If one legend serves all panels, they have the same groups.
  put_legend(canvas, page.legend, palette_of(curves.front()));
  put_lines(canvas, page.caption, {{page.margin, page.caption_top}, "", type::caption});
}

}  // namespace engram::figures
