#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "canvas/canvas.hpp"
#include "canvas/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr std::array<canvas::Colour, 2> greys{0x000000, 0xffffff};
constexpr std::array<canvas::Colour, 5> two_signs{0x2166ac, 0x67a9cf, 0xf7f7f7, 0xef8a62, 0xb2182b};
constexpr std::array<canvas::Colour, 5> one_sign{0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

/// The ends of the columns or rows on the page; empty if all are of the same size.
std::vector<double> ends_on_page(const std::vector<double>& numbers, const panels::Axis& axis, double start,
                                 double end) {
  constexpr double slack = 1e-6;
  if (numbers.empty()) {
    return {};
  }
  std::vector<double> ends = panels::field_ends(numbers, axis);
  const double first = ends.front();
  const double whole = ends.back() - first;
  bool equal = true;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const double part = (ends[i] - first) / whole;
    equal = equal && std::abs(part - static_cast<double>(i) / static_cast<double>(numbers.size())) < slack;
    ends[i] = start + part * (end - start);
  }
  return equal ? std::vector<double>{} : ends;
}

/// The ends of equal parts.
std::vector<double> equal_parts(double start, double end, std::size_t count) {
  std::vector<double> ends;
  for (std::size_t i = 0; i <= count; ++i) {
    ends.push_back(start + (end - start) * static_cast<double>(i) / static_cast<double>(count));
  }
  return ends;
}

/// Draws fields of different sizes. Each reaches under its neighbours on the right and below, which cover that part,
/// so that no seam is seen between them.
void put_fields(canvas::Canvas& canvas, const std::vector<double>& x, const std::vector<double>& y,
                const panels::Heat& heat) {
  constexpr double overlap = 0.4;
  for (std::size_t row = 0; row < heat.rows; ++row) {
    for (std::size_t column = 0; column < heat.columns; ++column) {
      const std::uint32_t field = field_of(heat.values[row * heat.columns + column], heat);
      if (field == 0) {
        continue;
      }
      const double right = x[column + 1] + (column + 1 < heat.columns ? overlap : 0);
      const double bottom = y[row + 1] + (row + 1 < heat.rows ? overlap : 0);
      canvas.area({{x[column], y[row]}, {right, y[row]}, {right, bottom}, {x[column], bottom}},
                  field & ~canvas::opaque, 1);
    }
  }
}

}  // namespace

std::uint32_t field_of(double value, const panels::Heat& heat) {
  if (!std::isfinite(value)) {
    return heat.images ? canvas::opaque | greys.back() : 0;
  }
  panels::Axis scale;
  scale.scale = heat.scale;
  const double low = panels::length_to(heat.low, scale);
  const double part = (panels::length_to(value, scale) - low) / (panels::length_to(heat.high, scale) - low);
  return canvas::opaque | (heat.images      ? canvas::colour_at(greys, part)
                           : heat.diverging ? canvas::colour_at(two_signs, part)
                                            : canvas::colour_at(one_sign, part));
}

void put_heat(canvas::Canvas& canvas, const Plane& plane, const panels::Heat& heat) {
  const canvas::Box& axes = plane.box;
  std::vector<double> x = ends_on_page(heat.x_at, plane.x_axis, axes.left, axes.right);
  std::vector<double> y = ends_on_page(heat.y_at, plane.y_axis, axes.top, axes.bottom);
  if (!x.empty() || !y.empty()) {
    x = x.empty() ? equal_parts(axes.left, axes.right, heat.columns) : std::move(x);
    y = y.empty() ? equal_parts(axes.top, axes.bottom, heat.rows) : std::move(y);
    put_fields(canvas, x, y, heat);
    return;
  }
  const auto place = [](double start, double end, std::size_t index, std::size_t count) {
    return start + (end - start) * static_cast<double>(index) / static_cast<double>(count);
  };
  // One image, or several where an image cannot have so many fields.
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

}  // namespace engram::figures
