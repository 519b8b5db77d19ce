#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <engram/counted.hpp>

#include "canvas/canvas.hpp"
#include "canvas/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr double dot_size = 2.6;
/// With more lines than this in a panel, all lines are thinner.
constexpr std::size_t crowded = 20;
constexpr double faint = 0.37;
constexpr double band = 0.15;

/// The part of a curve from a gap to the next one, on the page.
struct Stretch {
  std::vector<canvas::Point> points;
  std::vector<canvas::Point> low;  ///< of the band, as long as `points` or empty
  std::vector<canvas::Point> high;
};

std::vector<Stretch> stretches_of(const panels::Curve& curve, const Plane& plane) {
  // A band below the range of a logarithmic axis ends at the end of the axis.
  const auto end_of_band = [&](double number) { return plane.y(std::isfinite(number) ? number : plane.y_axis.from); };
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

/// A place on the page, to a hundredth of a point.
using Spot = std::pair<long, long>;

Spot spot_of(const canvas::Point& at) {
  return {std::lround(at.x * 100), std::lround(at.y * 100)};
}

/// Draws dots without those that lie under others of their kind. A dot under one of another colour is larger, and so
/// is seen as a ring.
void put_dots(canvas::Canvas& canvas, const std::vector<Dots>& all) {
  constexpr double ring = 1.4;
  constexpr std::size_t most_rings = 1;
  std::map<Spot, std::set<std::pair<canvas::Colour, double>>> above;
  std::vector<std::vector<Dots>> kinds(all.size());
  // From the last to the first, since later ones lie above.
  for (std::size_t i = all.size(); i-- > 0;) {
    const canvas::Stroke& stroke = all[i].stroke;
    for (std::size_t rings = 0; rings <= most_rings; ++rings) {
      kinds[i].push_back({stroke, {}});
      kinds[i].back().stroke.width += ring * static_cast<double>(rings);
    }
    for (auto at = all[i].points.rbegin(); at != all[i].points.rend(); ++at) {
      auto& seen = above[spot_of(*at)];
      const std::size_t rings = std::min(seen.size(), most_rings);
      if (seen.emplace(stroke.colour, stroke.opacity).second) {
        kinds[i][rings].points.push_back(*at);
      }
    }
  }
  for (std::vector<Dots>& kind : kinds) {
    for (Dots& dots : kind) {
      std::ranges::reverse(dots.points);
      if (!dots.points.empty()) {
        canvas.dots(dots.points, dots.stroke);
      }
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

/// The groups whose lines are the same, drawn by dashes in turn so that each colour is seen.
class Coinciding {
 public:
  void add(const std::vector<Stretch>& stretches, std::size_t group) {
    std::vector<std::size_t>& groups = groups_[spots_of(stretches)];
    if (std::ranges::find(groups, group) == groups.end()) {
      groups.push_back(group);
    }
  }

  /// Makes a line visible beside those that coincide with it: by dashes in turn, or, for the outline of a histogram,
  /// by lines that become thinner.
  void set_apart(const std::vector<Stretch>& stretches, std::size_t group, bool outline,
                 canvas::Stroke& stroke) const {
    constexpr double dash = 5;
    const std::vector<std::size_t>& groups = groups_.at(spots_of(stretches));
    const auto count = static_cast<double>(groups.size());
    const auto place = static_cast<double>(std::ranges::find(groups, group) - groups.begin());
    if (outline) {
      constexpr double widest = 3;
      stroke.width *= std::min(count - place, widest);
    } else if (groups.size() > 1) {
      stroke.dashes = {dash, (count - 1) * dash, (count - place) * dash};
    }
  }

 private:
  static std::vector<Spot> spots_of(const std::vector<Stretch>& stretches) {
    std::vector<Spot> spots;
    for (const Stretch& stretch : stretches) {
      std::ranges::transform(stretch.points, std::back_inserter(spots), spot_of);
    }
    return spots;
  }

  std::map<std::vector<Spot>, std::vector<std::size_t>> groups_;
};

/// Writes how many lines end in the same place, if most of them do and hide each other.
void put_count(canvas::Canvas& canvas, const canvas::Box& axes, const std::vector<std::vector<Stretch>>& curves) {
  constexpr std::size_t least = 4;
  constexpr double drop = 6;
  constexpr double slack = 0.01;  // spots are rounded
  std::map<Spot, std::size_t> ends;
  for (const std::vector<Stretch>& stretches : curves) {
    if (!stretches.empty() && stretches.back().points.size() > 1) {
      ++ends[spot_of(stretches.back().points.back())];
    }
  }
  for (const auto& [spot, count] : ends) {
    const double x = static_cast<double>(spot.first) / 100;
    const double y = static_cast<double>(spot.second) / 100;
    const bool inside =
        x >= axes.left - slack && x <= axes.right + slack && y >= axes.top - slack && y <= axes.bottom + slack;
    if (count >= least && 2 * count > curves.size() && inside) {
      const double beside = y - drop > axes.top + drop ? y - drop : y + drop;
      canvas.text({{x - 2, beside}, counted(count, "line"), type::inset, false, canvas::Align::right});
    }
  }
}

}  // namespace

canvas::Dashes dashes_of(panels::Dash dash) {
  switch (dash) {
    case panels::Dash::dashed:
      return {4, 2.5};
    case panels::Dash::dotted:
      return {1, 1.8};
    default:
      return {};
  }
}

bool put_curves(canvas::Canvas& canvas, const Plane& plane, const panels::Curves& curves, bool count) {
  // A line along the end of an axis has its whole width.
  constexpr double room = 0.6;
  const canvas::Box& axes = plane.box;
  const std::vector<canvas::Colour> palette = palette_of(curves);
  const double width = curves.curves.size() > crowded ? 0.7 : 1.2;
  std::vector<std::vector<Stretch>> stretches;
  std::vector<std::vector<Stretch>> whole_lines;
  std::vector<Dots> dots;
  Coinciding coinciding;
  canvas.clip({axes.left - room, axes.top - room, axes.right + room, axes.bottom + room});
  for (const panels::Curve& curve : curves.curves) {
    stretches.push_back(stretches_of(curve, plane));
    if (!curve.faint) {
      coinciding.add(stretches.back(), curve.group);
      whole_lines.push_back(stretches.back());
    }
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
    const panels::LineStyle& style = curves.styles[curve.group];
    canvas::Stroke stroke{palette[curve.group], curve.faint ? 0.5 : width * style.width, curve.faint ? faint : 1,
                          dashes_of(style.dash)};
    if (!curve.faint && !curves.overlaid && style.dash == panels::Dash::solid) {
      coinciding.set_apart(stretches[i], curve.group, curves.floor.has_value(), stroke);
    }
    dots.push_back({{stroke.colour, dot_size, stroke.opacity}, {}});
    for (const Stretch& stretch : stretches[i]) {
      const bool as_points = curves.has_points(curve.group);
      put_stretch(canvas, stretch, stroke, as_points);
      if (as_points || stretch.points.size() == 1) {
        std::ranges::copy_if(stretch.points, std::back_inserter(dots.back().points), [&](const canvas::Point& at) {
          return at.x >= axes.left && at.x <= axes.right && at.y >= axes.top && at.y <= axes.bottom;
        });
      }
    }
  }
  canvas.unclip();
  put_dots(canvas, dots);
  if (count && !curves.points && !curves.floor) {
    put_count(canvas, axes, whole_lines);
  }
  return std::ranges::any_of(stretches, [](const auto& of_curve) { return !of_curve.empty(); });
}

}  // namespace engram::figures
