#include "figures/axes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "figures/layout.hpp"

namespace engram::figures {

namespace {

/// The room of a number along an axis, in points.
constexpr double number_width = 36;
constexpr double number_height = 22;

/// The number of marks that fit on an axis of that length.
double tick_count(double length, double room) {
  return std::clamp(length / room, 2.0, 6.0);
}

/// The numbers of rows or columns, counted from 0.
panels::Axis make_cell_axis(std::size_t cells, bool numbered, bool downwards) {
  panels::Axis axis;
  axis.from = -0.5;
  axis.to = static_cast<double>(cells) - 0.5;
  for (const panels::Tick& tick : panels::make_axis({0, static_cast<double>(cells - 1)}, {}).ticks) {
    if (numbered && tick.at <= axis.to && tick.at == std::floor(tick.at)) {
      axis.ticks.push_back({tick.at, fmt::format("{:.0f}", tick.at)});
    }
  }
  if (downwards) {
    std::swap(axis.from, axis.to);
  }
  return axis;
}

/// The axis along fields at numbers, whose ends are those of the outer fields.
panels::Axis make_field_axis(const std::vector<double>& numbers, panels::AxisOptions options) {
  panels::Axis scale;
  scale.scale = options.scale;
  scale.linear = options.linear;
  const std::vector<double> ends = panels::field_ends(numbers, scale);
  const auto [low, high] =
      std::minmax({panels::number_at(ends.front(), scale), panels::number_at(ends.back(), scale)});
  options.min = low;
  options.max = high;
  options.tight = true;
  panels::Axis axis = panels::make_axis({low, high}, options);
  if (ends.front() > ends.back()) {
    std::swap(axis.from, axis.to);
  }
  return axis;
}

}  // namespace

panels::Axis make_x_axis(const panels::Panel& panel, const panels::Curves& curves, double length) {
  const panels::AxisOptions options{
      panel.x_scale,   panel.x_min,   panel.x_max, !curves.points, tick_count(length, number_width),
      curves.x_linear, curves.whole_x};
  if (curves.heat && !curves.heat->x_at.empty()) {
    return make_field_axis(curves.heat->x_at, options);
  }
  if (curves.heat && curves.x_words.empty()) {
    return make_cell_axis(curves.heat->columns, !curves.heat->images, false);
  }
  if (!curves.x_words.empty()) {
    return panels::make_word_axis(curves.x_words, length, type::tick);
  }
  return panels::make_axis(curves.shared_x.value_or(curves.x_extent()), options);
}

panels::Axis make_y_axis(const panels::Panel& panel, const panels::Curves& curves, const panels::Axis& x,
                         double length) {
  const panels::AxisOptions options{panel.y_scale,
                                    panel.y_min ? panel.y_min : curves.floor,
                                    panel.y_max,
                                    false,
                                    tick_count(length, number_height),
                                    curves.y_linear,
                                    curves.floor.has_value()};
  if (curves.heat && !curves.heat->y_at.empty()) {
    panels::Axis axis = make_field_axis(curves.heat->y_at, options);
    std::swap(axis.from, axis.to);  // rows are counted from the top
    return axis;
  }
  if (!curves.y_words.empty()) {
    return panels::make_row_axis(curves.y_words, length, type::tick);
  }
  if (curves.heat) {
    return make_cell_axis(curves.heat->rows, !curves.heat->images, true);
  }
  return panels::make_axis(curves.shared_y.value_or(curves.y_extent(x.from, x.to)), options);
}

panels::Axis make_colour_axis(const panels::Heat& heat, double length) {
  panels::AxisOptions options{heat.scale, heat.low, heat.high, true, tick_count(length, number_height)};
  options.whole = std::ranges::all_of(
      heat.values, [](double value) { return !std::isfinite(value) || value == std::round(value); });
  return panels::make_axis({heat.low, heat.high}, options);
}

}  // namespace engram::figures
