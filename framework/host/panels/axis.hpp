// Axes: their ends and the marks along them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "panels/figure.hpp"

namespace engram::panels {

/// Least and greatest of some numbers.
struct Extent {
  double low = 0;
  double high = 0;

  /// A number that is not finite changes nothing.
  void include(double number) {
    if (std::isfinite(number)) {
      low = std::min(low, number);
      high = std::max(high, number);
    }
  }
  void include(const std::vector<double>& numbers) {
    std::ranges::for_each(numbers, [this](double number) { include(number); });
  }
  [[nodiscard]] bool is_empty() const { return low > high; }
};

/// The extent to which nothing was added yet.
constexpr Extent empty_extent{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

struct Tick {
  double at;
  std::string label;  ///< empty for a mark without a number
  bool minor = false;
};

struct Axis {
  Scale scale = Scale::linear;
  double from = 0;
  double to = 1;
  std::vector<Tick> ticks;
  bool slanted = false;  ///< labels do not fit side by side
  double linear = 1;     ///< a symlog axis is linear between minus and plus this number
};

/// Requests of the user for an axis.
struct AxisOptions {
  Scale scale = Scale::linear;
  std::optional<double> min = {};
  std::optional<double> max = {};
  bool tight = false;  ///< the axis ends at the ends of the data
  double ticks = 5;    ///< about as many marks with numbers
  double linear = 1;   ///< as in Axis
  bool whole = false;  ///< the numbers are whole, and so are the marks
};

/// The place of a number along an axis as a length, of which only ratios of differences have a meaning. Differences
/// are finite for all finite numbers.
double length_to(double number, const Axis& axis);
/// The number at such a place.
double number_at(double length, const Axis& axis);

/// The axis that shows `data` (which on a log scale are above 0). A requested end is used exactly.
Axis make_axis(Extent data, const AxisOptions& options);

/// The end of the linear part of a symlog axis for some numbers: a power of ten near the smallest number other than
/// 0, at most four decades below the largest; 1 if there are no such numbers.
double linear_part(const std::vector<double>& numbers);

/// The ends of fields around numbers that rise or fall, as places along an axis: in the middle between two numbers,
/// and as far outside of the first and the last number. At least two numbers.
std::vector<double> field_ends(const std::vector<double>& numbers, const Axis& axis);

/// The axis of length `length` whose places 0, 1, ... have words instead of numbers.
Axis make_word_axis(const std::vector<std::string>& words, double length, double size);

/// The same for rows from the top.
Axis make_row_axis(const std::vector<std::string>& words, double length, double size);

/// The height of the slanted labels below an axis.
double slanted_height(const Axis& axis, double size);

/// The width of the widest label, in the unit of `size`.
double widest_label(const Axis& axis, double size);

}  // namespace engram::panels
