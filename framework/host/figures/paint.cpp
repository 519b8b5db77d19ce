#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "canvas/canvas.hpp"
#include "canvas/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr canvas::Stroke frame{.colour = 0x666666, .width = 0.6};
constexpr canvas::Stroke grid{.colour = 0xe4e4e4, .width = 0.5};
constexpr canvas::Stroke marked{.colour = 0x888888, .width = 0.8, .dashed = true};
constexpr double minor_tick_length = 1.8;
constexpr double dot_size = 2.6;
/// With more lines than this in a panel, all lines are thinner.
constexpr std::size_t crowded = 20;
constexpr double faint = 0.37;
constexpr double band = 0.15;

constexpr std::array<canvas::Colour, 2> greys{0x000000, 0xffffff};
constexpr std::array<canvas::Colour, 5> two_signs{0x2166ac, 0x67a9cf, 0xf7f7f7, 0xef8a62, 0xb2182b};
constexpr std::array<canvas::Colour, 5> one_sign{0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

/// The place of a number on an axis of the page. Places far beyond the axis are nearer than they would be, since
/// cairo cannot count so many dots.
double place_of(double number, const panels::Axis& axis, double start, double end) {
  constexpr double far = 1000;
  // Halves, whose difference is finite for all numbers.
  const auto place = [&](double at) { return axis.scale == panels::Scale::log ? std::log10(at) : at / 2; };
  const double part = (place(number) - place(axis.from)) / (place(axis.to) - place(axis.from));
  return start + std::clamp(part, -far, far) * (end - start);
}

/// Numbers of a panel as places on the page.
struct Plane {
  const PanelLayout& panel;

  [[nodiscard]] double x(double number) const { return place_of(number, panel.x, panel.axes.left, panel.axes.right); }
  [[nodiscard]] double y(double number) const { return place_of(number, panel.y, panel.axes.bottom, panel.axes.top); }
};

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
  const canvas::Box& axes = plane.panel.axes;
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
      if (mark >= axis.from && mark <= axis.to) {
        put_line(mark, marked);
      }
    }
  };
  put_grid_of(plane.panel.x, upright);
  put_grid_of(plane.panel.y, level);
  put_marks(plane.panel.x, curves.mark_x, upright);
  put_marks(plane.panel.y, curves.mark_y, level);
}

void put_axes(canvas::Canvas& canvas, const Plane& plane) {
  const auto& [left, top, right, bottom] = plane.panel.axes;
  canvas.line({{left, top}, {left, bottom}, {right, bottom}}, frame);
  const double below = bottom + tick_length + tick_gap;
  for (const panels::Tick& tick : plane.panel.x.ticks) {
    const double x = plane.x(tick.at);
    canvas.line({{x, bottom}, {x, bottom + (tick.minor ? minor_tick_length : tick_length)}}, frame);
    if (!tick.label.empty() && plane.panel.x.slanted) {
      canvas.text({{x, below}, tick.label, type::tick, false, canvas::Align::right, 45});
    } else if (!tick.label.empty()) {
      canvas.text(
          {{x, below + type::tick * type::leading / 2}, tick.label, type::tick, false, canvas::Align::centre});
    }
  }
  for (const panels::Tick& tick : plane.panel.y.ticks) {
    const double y = plane.y(tick.at);
    canvas.line({{left, y}, {left - (tick.minor ? minor_tick_length : tick_length), y}}, frame);
    if (!tick.label.empty()) {
      canvas.text({{left - tick_length - tick_gap, y}, tick.label, type::tick, false, canvas::Align::right});
    }
  }
}

/// A missing field shows the page; among images it is white as the paper between them.
std::uint32_t field_of(double value, const panels::Heat& heat) {
  if (!std::isfinite(value)) {
    return heat.images ? canvas::opaque | greys.back() : 0;
  }
  const double part = (value / 2 - heat.low / 2) / (heat.high / 2 - heat.low / 2);
  return canvas::opaque | (heat.images      ? canvas::colour_at(greys, part)
                           : heat.diverging ? canvas::colour_at(two_signs, part)
                                            : canvas::colour_at(one_sign, part));
}

/// Draws the fields as one image, or as several where an image cannot have so many.
void put_heat(canvas::Canvas& canvas, const canvas::Box& axes, const panels::Heat& heat) {
  const auto place = [](double start, double end, std::size_t index, std::size_t count) {
    return start + (end - start) * static_cast<double>(index) / static_cast<double>(count);
  };
  for (std::size_t top = 0; top < heat.rows; top += canvas::most_fields) {
    const std::size_t bottom = std::min(top + canvas::most_fields, heat.rows);
    for (std::size_t left = 0; left < heat.columns; left += canvas::most_fields) {
      const std::size_t right = std::min(left + canvas::most_fields, heat.columns);
      canvas::Image image{right - left, bottom - top, {}};
      image.fields.reserve(image.columns * image.rows);
      for (std::size_t row = top; row < bottom; ++row) {
        for (std::size_t column = left; column < right; ++column) {
          image.fields.push_back(field_of(heat.values[row * heat.columns + column], heat));
        }
      }
      canvas.image(
          {place(axes.left, axes.right, left, heat.columns), place(axes.top, axes.bottom, top, heat.rows),
           place(axes.left, axes.right, right, heat.columns), place(axes.top, axes.bottom, bottom, heat.rows)},
          image);
    }
  }
}

/// The part of a curve from a gap to the next one, on the page.
struct Stretch {
  std::vector<canvas::Point> points;
  std::vector<canvas::Point> low;  ///< of the band, as long as `points` or empty
  std::vector<canvas::Point> high;
};

std::vector<Stretch> stretches_of(const panels::Curve& curve, const Plane& plane) {
  // A band below the range of a logarithmic axis ends at the end of the axis.
  const auto end_of_band = [&](double number) {
    return plane.y(std::isfinite(number) ? number : plane.panel.y.from);
  };
  std::vector<Stretch> stretches;
  bool after_gap = true;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    const bool whole = std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]);
    if (whole && after_gap) {
      stretches.emplace_back();
    }
    after_gap = !whole;
    if (whole) {
      const double x = plane.x(curve.x[i]);
      stretches.back().points.push_back({x, plane.y(curve.y[i])});
      if (!curve.low.empty()) {
        stretches.back().low.push_back({x, end_of_band(curve.low[i])});
        stretches.back().high.push_back({x, end_of_band(curve.high[i])});
      }
    }
  }
  return stretches;
}

/// Dots of one kind, drawn together.
struct Dots {
  canvas::Stroke stroke;
  std::vector<canvas::Point> points;
};

/// Draws dots without those that lie under others of their kind.
void put_dots(canvas::Canvas& canvas, std::vector<Dots> all) {
  std::set<std::tuple<canvas::Colour, double, long, long>> seen;
  const auto hidden = [&](const canvas::Stroke& stroke, const canvas::Point& at) {
    return !seen.emplace(stroke.colour, stroke.opacity, std::lround(at.x * 100), std::lround(at.y * 100)).second;
  };
  // From the last to the first, since later ones lie above.
  for (auto dots = all.rbegin(); dots != all.rend(); ++dots) {
    std::ranges::reverse(dots->points);
    std::erase_if(dots->points, [&](const canvas::Point& at) { return hidden(dots->stroke, at); });
    std::ranges::reverse(dots->points);
  }
  for (const Dots& dots : all) {
    if (!dots.points.empty()) {
      canvas.dots(dots.points, dots.stroke);
    }
  }
}

/// A line, or for a single point, which has no extent, a bar for its band.
void put_stretch(canvas::Canvas& canvas, const Stretch& stretch, canvas::Stroke stroke, bool as_points) {
  constexpr double half = 2;
  if (stretch.points.size() > 1 && !as_points) {
    canvas.line(stretch.points, stroke);
  } else if (stretch.points.size() == 1 && !stretch.low.empty()) {
    stroke.width = 1;
    canvas.line({stretch.low[0], stretch.high[0]}, stroke);
    for (const canvas::Point& end : {stretch.low[0], stretch.high[0]}) {
      canvas.line({{end.x - half, end.y}, {end.x + half, end.y}}, stroke);
    }
  }
}

/// False if no curve has a point.
bool put_curves(canvas::Canvas& canvas, const Plane& plane, const panels::Curves& curves,
                const std::vector<canvas::Colour>& palette) {
  // A line along the end of an axis has its whole width.
  constexpr double room = 0.6;
  const canvas::Box& axes = plane.panel.axes;
  const double width = curves.curves.size() > crowded ? 0.7 : 1.2;
  std::vector<std::vector<Stretch>> stretches;
  std::vector<Dots> dots;
  canvas.clip({axes.left - room, axes.top - room, axes.right + room, axes.bottom + room});
  for (const panels::Curve& curve : curves.curves) {
    stretches.push_back(stretches_of(curve, plane));
    for (const Stretch& stretch : stretches.back()) {
      std::vector<canvas::Point> corners = stretch.low;
      corners.insert(corners.end(), stretch.high.rbegin(), stretch.high.rend());
      if (corners.size() > 2) {
        canvas.area(corners, palette[curve.group], band);
      }
    }
  }
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const panels::Curve& curve = curves.curves[i];
    const canvas::Stroke stroke{palette[curve.group], curve.faint ? 0.5 : width, curve.faint ? faint : 1};
    dots.push_back({{stroke.colour, dot_size, stroke.opacity}, {}});
    for (const Stretch& stretch : stretches[i]) {
      put_stretch(canvas, stretch, stroke, curves.points);
      if (curves.points || stretch.points.size() == 1) {
        std::ranges::copy_if(stretch.points, std::back_inserter(dots.back().points), [&](const canvas::Point& at) {
          return at.x >= axes.left && at.x <= axes.right && at.y >= axes.top && at.y <= axes.bottom;
        });
      }
    }
  }
  canvas.unclip();
  put_dots(canvas, std::move(dots));
  return std::ranges::any_of(stretches, [](const auto& of_curve) { return !of_curve.empty(); });
}

void put_texts(canvas::Canvas& canvas, const PanelLayout& panel) {
  const canvas::Point middle = middle_of(panel.axes);
  put_lines(canvas, {panel.letter}, {{panel.left, panel.title_top}, "", type::panel_title, true});
  put_lines(canvas, panel.title, {{panel.title_left, panel.title_top}, "", type::panel_title});
  put_lines(canvas, panel.x_label,
            {{middle.x, panel.x_label_top}, "", type::axis_label, false, canvas::Align::centre});
  double x = panel.left + type::axis_label * type::leading / 2;
  for (const std::string& line : panel.y_label) {
    canvas.text({{x, middle.y}, line, type::axis_label, false, canvas::Align::centre, 90});
    x += type::axis_label * type::leading;
  }
}

void put_panel(canvas::Canvas& canvas, const PanelLayout& panel, const panels::Curves& curves) {
  const std::vector<canvas::Colour> palette = canvas::colours(curves.groups.size());
  put_texts(canvas, panel);
  put_legend(canvas, panel.legend, palette);
  put_grid(canvas, {panel}, curves);
  if (curves.heat) {
    put_heat(canvas, panel.axes, *curves.heat);
  } else if (!put_curves(canvas, {panel}, curves, palette)) {
    canvas.text({middle_of(panel.axes), "no finite numbers", type::axis_label, false, canvas::Align::centre});
  }
  put_axes(canvas, {panel});
}

}  // namespace

void paint(canvas::Canvas& canvas, const Page& page, const std::vector<panels::Curves>& curves) {
  put_lines(canvas, page.title, {{page.margin, page.margin}, "", type::title, true});
  for (std::size_t i = 0; i < curves.size(); ++i) {
    put_panel(canvas, page.panels[i], curves[i]);
  }
  // If one legend serves all panels, they have the same groups.
  put_legend(canvas, page.legend, canvas::colours(curves.front().groups.size()));
  put_lines(canvas, page.caption, {{page.margin, page.caption_top}, "", type::caption});
}

}  // namespace engram::figures
