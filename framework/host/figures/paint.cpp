#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "figures/canvas.hpp"
#include "figures/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr Stroke frame{.colour = 0x666666, .width = 0.6};
constexpr Stroke grid{.colour = 0xe4e4e4, .width = 0.5};
constexpr Stroke marked{.colour = 0x888888, .width = 0.8, .dashed = true};
constexpr double minor_tick_length = 1.8;
constexpr double dot_size = 2.6;
constexpr double dot_size_of_legend = 3.8;
/// With more lines than this in a panel, all lines are thinner.
constexpr std::size_t crowded = 20;
constexpr double faint = 0.37;
constexpr double band = 0.15;

constexpr std::array<Colour, 2> greys{0x000000, 0xffffff};
constexpr std::array<Colour, 5> two_signs{0x2166ac, 0x67a9cf, 0xf7f7f7, 0xef8a62, 0xb2182b};
constexpr std::array<Colour, 5> one_sign{0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

/// The place of a number on an axis of the page. Places far beyond the axis are nearer than they would be, since
/// cairo cannot count so many dots.
double place_of(double number, const Axis& axis, double start, double end) {
  constexpr double far = 1000;
  // Halves, whose difference is finite for all numbers.
  const auto place = [&](double at) { return axis.scale == Scale::log ? std::log10(at) : at / 2; };
  const double part = (place(number) - place(axis.from)) / (place(axis.to) - place(axis.from));
  return start + std::clamp(part, -far, far) * (end - start);
}

/// Numbers of a panel as places on the page.
struct Plane {
  const PanelLayout& panel;

  [[nodiscard]] double x(double number) const { return place_of(number, panel.x, panel.axes.left, panel.axes.right); }
  [[nodiscard]] double y(double number) const { return place_of(number, panel.y, panel.axes.bottom, panel.axes.top); }
};

bool is_within(double number, const Axis& axis) {
  return number >= std::min(axis.from, axis.to) && number <= std::max(axis.from, axis.to);
}

/// Draws lines of text below each other; the style has the place of the first line's upper end.
void put_lines(Canvas& canvas, const std::vector<std::string>& lines, Text style) {
  const double height = style.size * type::leading;
  style.at.y += height / 2;
  for (const std::string& line : lines) {
    style.text = line;
    canvas.text(style);
    style.at.y += height;
  }
}

void put_scale(Canvas& canvas, const Legend& legend, const std::vector<Colour>& palette, double y) {
  const LegendEntry& first = legend.entries.front();
  const LegendEntry& last = legend.entries.back();
  canvas.text({{legend.left + first.left, y}, first.word, type::legend});
  const double left = legend.left + last.left;
  Image steps{palette.size(), 1, {}};
  for (const Colour colour : palette) {
    steps.fields.push_back(opaque | colour);
  }
  canvas.image({left, y - 3, left + legend.scale, y + 3}, steps);
  canvas.text({{left + legend.scale + legend_gap, y}, last.word, type::legend});
}

void put_legend(Canvas& canvas, const Legend& legend, const std::vector<Colour>& palette) {
  if (legend.rows == 0) {
    return;
  }
  const double row = type::legend * type::leading;
  const double first = legend.top + row / 2;
  canvas.text({{legend.left, first}, legend.heading, type::legend});
  if (legend.as_scale) {
    put_scale(canvas, legend, palette, first);
    return;
  }
  for (const LegendEntry& entry : legend.entries) {
    const double x = legend.left + entry.left;
    const double y = first + entry.row * row;
    const Colour colour = palette[entry.group];
    if (!entry.continues && legend.points) {
      canvas.dots({{x + legend_sample / 2, y}}, {.colour = colour, .width = dot_size_of_legend});
    } else if (!entry.continues) {
      canvas.line({{x, y}, {x + legend_sample, y}}, {.colour = colour, .width = 1.8});
    }
    canvas.text({{x + legend_sample + legend_gap, y}, entry.word, type::legend});
  }
}

void put_grid(Canvas& canvas, const Plane& plane, const Curves& curves) {
  const auto& [left, top, right, bottom] = plane.panel.axes;
  for (const Tick& tick : plane.panel.x.ticks) {
    if (!tick.minor) {
      canvas.line({{plane.x(tick.at), bottom}, {plane.x(tick.at), top}}, grid);
    }
  }
  for (const Tick& tick : plane.panel.y.ticks) {
    if (!tick.minor) {
      canvas.line({{left, plane.y(tick.at)}, {right, plane.y(tick.at)}}, grid);
    }
  }
  for (const double x : curves.mark_x) {
    if (is_within(x, plane.panel.x)) {
      canvas.line({{plane.x(x), bottom}, {plane.x(x), top}}, marked);
    }
  }
  for (const double y : curves.mark_y) {
    if (is_within(y, plane.panel.y)) {
      canvas.line({{left, plane.y(y)}, {right, plane.y(y)}}, marked);
    }
  }
}

void put_axes(Canvas& canvas, const Plane& plane) {
  const auto& [left, top, right, bottom] = plane.panel.axes;
  canvas.line({{left, top}, {left, bottom}, {right, bottom}}, frame);
  const double below = bottom + tick_length + tick_gap;
  for (const Tick& tick : plane.panel.x.ticks) {
    const double x = plane.x(tick.at);
    canvas.line({{x, bottom}, {x, bottom + (tick.minor ? minor_tick_length : tick_length)}}, frame);
    if (!tick.label.empty() && plane.panel.x.slanted) {
      canvas.text({{x, below}, tick.label, type::tick, false, Align::right, 45});
    } else if (!tick.label.empty()) {
      canvas.text({{x, below + type::tick * type::leading / 2}, tick.label, type::tick, false, Align::centre});
    }
  }
  for (const Tick& tick : plane.panel.y.ticks) {
    const double y = plane.y(tick.at);
    canvas.line({{left, y}, {left - (tick.minor ? minor_tick_length : tick_length), y}}, frame);
    if (!tick.label.empty()) {
      canvas.text({{left - tick_length - tick_gap, y}, tick.label, type::tick, false, Align::right});
    }
  }
}

/// A missing field shows the page; among images it is white as the paper between them.
std::uint32_t field_of(double value, const Heat& heat) {
  if (!std::isfinite(value)) {
    return heat.images ? opaque | greys.back() : 0;
  }
  const double part = (value / 2 - heat.low / 2) / (heat.high / 2 - heat.low / 2);
  return opaque | (heat.images      ? colour_at(greys, part)
                   : heat.diverging ? colour_at(two_signs, part)
                                    : colour_at(one_sign, part));
}

/// Draws the fields as one image, or as several where an image cannot have so many.
void put_heat(Canvas& canvas, const Box& axes, const Heat& heat) {
  const auto place = [](double start, double end, std::size_t index, std::size_t count) {
    return start + (end - start) * static_cast<double>(index) / static_cast<double>(count);
  };
  for (std::size_t top = 0; top < heat.rows; top += most_fields) {
    const std::size_t bottom = std::min(top + most_fields, heat.rows);
    for (std::size_t left = 0; left < heat.columns; left += most_fields) {
      const std::size_t right = std::min(left + most_fields, heat.columns);
      Image image{right - left, bottom - top, {}};
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

/// The numbers of a curve from a gap to the next one.
struct Stretch {
  std::size_t begin;
  std::size_t end;
  [[nodiscard]] bool is_lone() const { return end - begin == 1; }
};

std::vector<Stretch> stretches_of(const Curve& curve) {
  std::vector<Stretch> stretches;
  bool gap = true;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    const bool whole = std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]);
    if (whole && gap) {
      stretches.push_back({i, i});
    }
    if (whole) {
      stretches.back().end = i + 1;
    }
    gap = !whole;
  }
  return stretches;
}

/// Draws the curves of one panel.
class CurvePainter {
 public:
  CurvePainter(Canvas& canvas, const PanelLayout& panel, const Curves& curves, const std::vector<Colour>& palette)
      : canvas_(canvas), plane_{panel}, curves_(curves), palette_(palette) {}

  /// False if there is nothing to draw.
  bool paint() {
    const bool any =
        std::ranges::any_of(curves_.curves, [](const Curve& curve) { return !stretches_of(curve).empty(); });
    const Box& axes = plane_.panel.axes;
    // A line along the end of an axis has its whole width.
    canvas_.clip({axes.left - room, axes.top - room, axes.right + room, axes.bottom + room});
    for (const Curve& curve : curves_.curves) {
      put_bands(curve);
    }
    for (const Curve& curve : curves_.curves) {
      put_curve(curve);
    }
    canvas_.unclip();
    put_dots();
    return any;
  }

 private:
  static constexpr double room = 0.6;

  [[nodiscard]] Point point(double x, double y) const { return {plane_.x(x), plane_.y(y)}; }
  /// A band below the range of a logarithmic axis ends at the end of the axis.
  [[nodiscard]] double end_of_band(double number) const {
    return std::isfinite(number) ? number : plane_.panel.y.from;
  }
  [[nodiscard]] Stroke stroke_of(const Curve& curve) const {
    const double width = curves_.curves.size() > crowded ? 0.7 : 1.2;
    return {palette_[curve.group], curve.faint ? 0.5 : width, curve.faint ? faint : 1};
  }

  void put_bands(const Curve& curve) {
    if (curve.low.empty()) {
      return;
    }
    for (const Stretch& stretch : stretches_of(curve)) {
      std::vector<Point> corners;
      for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
        corners.push_back(point(curve.x[i], end_of_band(curve.low[i])));
      }
      for (std::size_t i = stretch.end; i-- > stretch.begin;) {
        corners.push_back(point(curve.x[i], end_of_band(curve.high[i])));
      }
      if (!stretch.is_lone()) {
        canvas_.area(corners, palette_[curve.group], band);
      }
    }
  }

  void put_curve(const Curve& curve) {
    for (const Stretch& stretch : stretches_of(curve)) {
      std::vector<Point> points;
      for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
        points.push_back(point(curve.x[i], curve.y[i]));
        // Neither a line nor a band of a single point has any extent.
        if ((curves_.points || stretch.is_lone()) && is_within(curve.x[i], plane_.panel.x) &&
            is_within(curve.y[i], plane_.panel.y)) {
          dots_.push_back({points.back(), &curve});
        }
      }
      if (stretch.is_lone() && !curve.low.empty()) {
        put_bar(curve, stretch.begin);
      } else if (!stretch.is_lone() && !curves_.points) {
        canvas_.line(points, stroke_of(curve));
      }
    }
  }

  /// The band of a single point.
  void put_bar(const Curve& curve, std::size_t i) {
    constexpr double half = 2;
    const Point low = point(curve.x[i], end_of_band(curve.low[i]));
    const Point high = point(curve.x[i], end_of_band(curve.high[i]));
    Stroke stroke = stroke_of(curve);
    stroke.width = 1;
    canvas_.line({low, high}, stroke);
    for (const Point& end : {low, high}) {
      canvas_.line({{end.x - half, end.y}, {end.x + half, end.y}}, stroke);
    }
  }

  /// Draws dots of one kind together, without those that lie under others of their kind.
  void put_dots() {
    const auto kind = [&](const Dot& at) { return std::tuple(palette_[at.curve->group], at.curve->faint); };
    std::set<std::tuple<Colour, bool, long, long>> seen;
    std::vector<Dot> shown;
    for (std::size_t i = dots_.size(); i-- > 0;) {
      const auto hundredths = [](double points) { return std::lround(points * 100); };
      const Point& at = dots_[i].at;
      if (seen.insert(std::tuple_cat(kind(dots_[i]), std::tuple(hundredths(at.x), hundredths(at.y)))).second) {
        shown.push_back(dots_[i]);
      }
    }
    std::ranges::reverse(shown);
    for (std::size_t i = 0; i < shown.size();) {
      Stroke stroke = stroke_of(*shown[i].curve);
      stroke.width = dot_size;
      std::vector<Point> points;
      for (const std::size_t first = i; i < shown.size() && kind(shown[i]) == kind(shown[first]); ++i) {
        points.push_back(shown[i].at);
      }
      canvas_.dots(points, stroke);
    }
  }

  struct Dot {
    Point at;
    const Curve* curve;
  };

  Canvas& canvas_;
  Plane plane_;
  const Curves& curves_;
  const std::vector<Colour>& palette_;
  std::vector<Dot> dots_;
};

void put_texts(Canvas& canvas, const PanelLayout& panel) {
  const Point middle{(panel.axes.left + panel.axes.right) / 2, (panel.axes.top + panel.axes.bottom) / 2};
  put_lines(canvas, {panel.letter}, {{panel.left, panel.title_top}, "", type::panel_title, true});
  put_lines(canvas, panel.title, {{panel.title_left, panel.title_top}, "", type::panel_title});
  put_lines(canvas, panel.x_label, {{middle.x, panel.x_label_top}, "", type::axis_label, false, Align::centre});
  double x = panel.left + type::axis_label * type::leading / 2;
  for (const std::string& line : panel.y_label) {
    canvas.text({{x, middle.y}, line, type::axis_label, false, Align::centre, 90});
    x += type::axis_label * type::leading;
  }
}

void put_panel(Canvas& canvas, const PanelLayout& panel, const Curves& curves) {
  const std::vector<Colour> palette = colours(curves.groups.size());
  put_texts(canvas, panel);
  put_legend(canvas, panel.legend, palette);
  put_grid(canvas, {panel}, curves);
  if (curves.heat) {
    put_heat(canvas, panel.axes, *curves.heat);
  } else if (!CurvePainter(canvas, panel, curves, palette).paint()) {
    const Point middle{(panel.axes.left + panel.axes.right) / 2, (panel.axes.top + panel.axes.bottom) / 2};
    canvas.text({middle, "no finite numbers", type::axis_label, false, Align::centre});
  }
  put_axes(canvas, {panel});
}

}  // namespace

void paint(Canvas& canvas, const Page& page, const std::vector<Curves>& curves) {
  put_lines(canvas, page.title, {{page.margin, page.margin}, "", type::title, true});
  for (std::size_t i = 0; i < curves.size(); ++i) {
    put_panel(canvas, page.panels[i], curves[i]);
  }
  // If one legend serves all panels, they have the same groups.
  put_legend(canvas, page.legend, colours(curves.front().groups.size()));
  put_lines(canvas, page.caption, {{page.margin, page.caption_top}, "", type::caption});
}

}  // namespace engram::figures
