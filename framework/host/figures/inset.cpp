#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "canvas/text.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

/// Of the width and the height of the axes that the inset covers.
constexpr double width_share = 0.5;
constexpr double height_share = 0.5;
constexpr double margin = 6;
constexpr double marks = 3;
/// The numbers along an axis take at most this part of it.
constexpr double share_of_labels = 0.6;
/// The least width and height of its axes.
constexpr double least = 20;

/// The box of an inset in a corner of the axes.
canvas::Box box_in(panels::Corner corner, const canvas::Box& axes) {
  const double width = width_share * (axes.right - axes.left);
  const double height = height_share * (axes.bottom - axes.top);
  const bool left = corner == panels::Corner::upper_left || corner == panels::Corner::lower_left;
  const bool upper = corner == panels::Corner::upper_left || corner == panels::Corner::upper_right;
  const double x = left ? axes.left + margin : axes.right - margin - width;
  const double y = upper ? axes.top + margin : axes.bottom - margin - height;
  return {x, y, x + width, y + height};
}

/// The number of places along the lines that a box hides.
std::size_t hidden(const canvas::Box& box, const Plane& plane, const panels::Curves& curves) {
  constexpr int steps = 8;
  std::size_t count = 0;
  for (const panels::Curve& curve : curves.curves) {
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
      const double x = plane.x(curve.x[i - 1]);
      const double y = plane.y(curve.y[i - 1]);
      for (int step = 0; step < steps; ++step) {
        const double part = static_cast<double>(step) / steps;
        const double at_x = x + part * (plane.x(curve.x[i]) - x);
        const double at_y = y + part * (plane.y(curve.y[i]) - y);
        count += at_x > box.left && at_x < box.right && at_y > box.top && at_y < box.bottom ? 1 : 0;
      }
    }
  }
  return count;
}

double width_of_labels(const panels::Axis& axis) {
  double width = 0;
  for (const panels::Tick& tick : axis.ticks) {
    width += canvas::text_width(tick.label, type::inset);
  }
  return width;
}

/// Whether a line has a part from `from` to `to` along x.
bool crosses(double from, double to, const panels::Curves& curves) {
  return std::ranges::any_of(curves.curves, [&](const panels::Curve& curve) {
    panels::Extent extent = panels::empty_extent;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      if (std::isfinite(curve.y[i])) {
        extent.include(curve.x[i]);
      }
    }
    return extent.low <= to && extent.high >= from;
  });
}

panels::Corner best_corner(const canvas::Box& axes, const Plane& plane, const panels::Curves& curves) {
  constexpr std::array corners{panels::Corner::upper_right, panels::Corner::lower_right, panels::Corner::upper_left,
                               panels::Corner::lower_left};
  return *std::ranges::min_element(
      corners, {}, [&](panels::Corner corner) { return hidden(box_in(corner, axes), plane, curves); });
}

}  // namespace

std::optional<Inset> make_inset(const panels::Panel& panel, const panels::Curves& curves, const PanelLayout& place) {
  if (panel.inset.empty()) {
    return std::nullopt;
  }
  const Plane plane{place.axes, place.x, place.y};
  const panels::Corner corner =
      panel.inset_corner == panels::Corner::automatic ? best_corner(place.axes, plane, curves) : panel.inset_corner;
  if (!crosses(panel.inset[0], panel.inset[1], curves)) {
    throw RequestError(
        fmt::format("inset: no line has a number from {:g} to {:g} along x", panel.inset[0], panel.inset[1]));
  }
  Inset inset;
  inset.outside = box_in(corner, place.axes);
  const double width = inset.outside.right - inset.outside.left;
  for (double wanted = marks; wanted >= 1; --wanted) {
    inset.x = panels::make_axis({panel.inset[0], panel.inset[1]},
                                {panel.x_scale, panel.inset[0], panel.inset[1], true, wanted, curves.x_linear});
    if (width_of_labels(inset.x) < share_of_labels * width) {
      break;
    }
  }
  panels::AxisOptions upright{panel.y_scale, {}, {}, false, marks, curves.y_linear};
  if (!panel.inset_y.empty()) {
    upright.min = panel.inset_y[0];
    upright.max = panel.inset_y[1];
  }
  inset.y = panels::make_axis(curves.y_extent(panel.inset[0], panel.inset[1]), upright);
  const double numbers = type::inset * type::leading;
  inset.axes = {inset.outside.left + panels::widest_label(inset.y, type::inset) + tick_length + tick_gap,
                inset.outside.top + numbers / 2, inset.outside.right - numbers,
                inset.outside.bottom - tick_length - tick_gap - numbers};
  if (inset.axes.right - inset.axes.left < least || inset.axes.bottom - inset.axes.top < least) {
    throw RequestError("inset: the panel is too small for it; make it wider or higher");
  }
  return inset;
}

}  // namespace engram::figures
