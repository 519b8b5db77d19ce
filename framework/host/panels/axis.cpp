#include "panels/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "canvas/text.hpp"

namespace engram::panels {

namespace {

/// Ticks that rounding puts this far (in steps) beyond the end of an axis still belong to it.
constexpr double slack = 1e-9;

/// The step of 1, 2 or 5 times a power of ten that divides `span` into about `parts` parts.
double nice_step(double span, double parts) {
  const double rough = span / parts;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double ratio = rough / power;
  const double factor = ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10;
  return factor * power;
}

/// A true minus sign instead of a hyphen.
std::string with_minus(std::string number) {
  if (!number.empty() && number.front() == '-') {
    number.replace(0, 1, "\u2212");
  }
  return number;
}

/// "10⁶", in Unicode's raised digits.
std::string power_of_ten(int exponent) {
  constexpr std::array digits{"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                              "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  std::string power = "10";
  for (const char c : std::to_string(exponent)) {
    power += c == '-' ? "\u207b" : digits.at(static_cast<std::size_t>(c - '0'));
  }
  return power;
}

/// Labels of multiples of `step`: as many decimals as the step has, or a power of ten if that is long.
std::string linear_label(double value, double step, double largest) {
  if (std::abs(value) < step / 2) {
    return "0";
  }
  if (largest >= 1e5 || step < 1e-4) {
    const int exponent = static_cast<int>(std::floor(std::log10(largest) + slack));
    const double unit = std::pow(10.0, exponent);
    const int decimals = std::clamp(exponent - static_cast<int>(std::floor(std::log10(step) + slack)), 0, 15);
    return with_minus(fmt::format("{:.{}f}", value / unit, decimals)) + "\u00d7" + power_of_ten(exponent);
  }
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + slack)));
  return with_minus(fmt::format("{:.{}f}", value, decimals));
}

void add_linear_ticks(Axis& axis, double wanted, bool whole = false) {
  const double nice = nice_step(axis.to - axis.from, wanted);
  const double step = whole ? std::max(nice, 1.0) : nice;
  const double largest = std::max(std::abs(axis.from), std::abs(axis.to));
  const double first = std::ceil(axis.from / step - slack);
  const double last = std::floor(axis.to / step + slack);
  // The bound ends the loop when the step is lost in the rounding of the ends.
  for (int i = 0; i <= 4 * wanted && first + i <= last; ++i) {
    const double at = (first + i) * step;
    axis.ticks.push_back({at, linear_label(at, step, largest)});
  }
}

/// Labels of a logarithmic axis: short numbers in full, others as powers of ten.
std::string log_label(int digit, int exponent, bool in_full) {
  if (in_full) {
    return fmt::format("{:g}", digit * std::pow(10.0, exponent));
  }
  return (digit == 1 ? "" : fmt::format("{}\u00d7", digit)) + power_of_ten(exponent);
}

void add_log_ticks(Axis& axis, double wanted) {
  const int first = static_cast<int>(std::floor(std::log10(axis.from) + slack));
  const int last = static_cast<int>(std::ceil(std::log10(axis.to) - slack));
  const int stride = std::max(1, static_cast<int>(std::ceil((last - first) / (wanted + 1))));
  // With few decades, marks at the powers of ten only would leave the axis nearly bare.
  const bool few = last - first <= 2 && wanted >= 3;
  const bool in_full = first >= -3 && last <= 4;
  const double low = axis.from * (1 - slack);
  const double high = axis.to * (1 + slack);
  for (int exponent = first; exponent <= last; ++exponent) {
    for (int digit = 1; digit <= (stride > 1 ? 1 : 9); ++digit) {
      const double at = digit * std::pow(10.0, exponent);
      const bool major = digit == 1 ? exponent % stride == 0 : few && (digit == 2 || digit == 5);
      if (at >= low && at <= high) {
        axis.ticks.push_back({at, major ? log_label(digit, exponent, in_full) : "", !major});
      }
    }
  }
}

/// Marks at zero and at powers of ten, and inside of the linear part only if it is all that there is.
void add_symlog_ticks(Axis& axis, double wanted) {
  const double largest = std::max(std::abs(axis.from), std::abs(axis.to));
  if (largest <= axis.linear) {
    add_linear_ticks(axis, wanted);
    return;
  }
  const int first = static_cast<int>(std::ceil(std::log10(axis.linear) - slack));
  const int last = static_cast<int>(std::floor(std::log10(largest) + slack));
  const int sides = (axis.from < -axis.linear ? 1 : 0) + (axis.to > axis.linear ? 1 : 0);
  const int stride = std::max(1, static_cast<int>(std::ceil(sides * (last - first + 1) / wanted)));
  const bool in_full = first >= -3 && last <= 4;
  if (axis.from <= 0 && axis.to >= 0) {
    axis.ticks.push_back({0, "0"});
  }
  // With few decades, marks at the powers of ten only would leave the axis nearly bare.
  const bool few = last - first < 2;
  for (int exponent = few ? first - 1 : first; exponent <= last; ++exponent) {
    for (const int digit : {1, 2, 5}) {
      const double at = digit * std::pow(10.0, exponent);
      const bool major = digit == 1 ? (exponent - first) % stride == 0 : few;
      if (!major || at < axis.linear * (1 - slack)) {
        continue;
      }
      const std::string label = log_label(digit, exponent, in_full);
      if (at >= axis.from && at <= axis.to * (1 + slack)) {
        axis.ticks.push_back({at, label});
      }
      if (-at <= axis.to && -at >= axis.from * (1 + slack)) {
        axis.ticks.push_back({-at, with_minus("-" + label)});
      }
    }
  }
}

/// Whether two ends are equal except for rounding.
bool is_point(double from, double to) {
  return to - from <= slack * std::max(std::abs(from), std::abs(to));
}

/// Widens an axis without extent.
void open(double& from, double& to, Scale scale) {
  if (scale == Scale::log) {
    from /= 2;
    to *= 2;
  } else {
    const double half = from == 0 ? 0.5 : std::abs(from) / 2;
    from -= half;
    to += half;
  }
}

}  // namespace

Axis make_axis(Extent data, const AxisOptions& options) {
  Axis axis;
  axis.scale = options.scale;
  axis.linear = options.linear;
  axis.from = options.min.value_or(data.low);
  axis.to = options.max.value_or(data.high);
  if (is_point(axis.from, axis.to)) {
    // All data are on the outer side of the requested end, or in one point.
    (options.min ? axis.to : axis.from) = options.min ? axis.from : axis.to;
    open(axis.from, axis.to, axis.scale);
    axis.from = options.min.value_or(axis.from);
    axis.to = options.max.value_or(axis.to);
  } else if (!options.tight && axis.scale == Scale::linear) {
    // The axis starts at zero if that wastes little space, and extends to the next tick with a number.
    if (!options.min && axis.from > 0 && axis.from < 0.5 * axis.to) {
      axis.from = 0;
    }
    const double step = nice_step(axis.to - axis.from, options.ticks);
    if (!options.min) {
      axis.from = std::floor(axis.from / step + slack) * step;
    }
    if (!options.max) {
      axis.to = std::ceil(axis.to / step - slack) * step;
    }
    // A line along the end of the axis should not touch the frame.
    const double room = 0.03 * (axis.to - axis.from);
    axis.from -= !options.min && data.low - axis.from < room ? room : 0;
    axis.to += !options.max && axis.to - data.high < room ? room : 0;
  } else if (!options.tight) {
    const double low = length_to(axis.from, axis);
    const double high = length_to(axis.to, axis);
    const double room = 0.05 * (high - low);
    constexpr double most = std::numeric_limits<double>::max();
    axis.from = options.min.value_or(std::max(number_at(low - room, axis), -most));
    axis.to = options.max.value_or(std::min(number_at(high + room, axis), most));
  }
  if (axis.scale == Scale::linear) {
    add_linear_ticks(axis, options.ticks, options.whole);
  } else {
    axis.scale == Scale::log ? add_log_ticks(axis, options.ticks) : add_symlog_ticks(axis, options.ticks);
  }
  return axis;
}

double length_to(double number, const Axis& axis) {
  switch (axis.scale) {
    case Scale::log:
      return std::log10(number);
    case Scale::symlog: {
      const double ratio = std::abs(number) / axis.linear;
      return std::copysign(ratio <= 1 ? ratio : 1 + std::log10(ratio), number);
    }
    default:
      return number / 2;  // halves, whose difference is finite for all numbers
  }
}

double number_at(double length, const Axis& axis) {
  switch (axis.scale) {
    case Scale::log:
      return std::pow(10.0, length);
    case Scale::symlog: {
      const double size = std::abs(length);
      return std::copysign(axis.linear * (size <= 1 ? size : std::pow(10.0, size - 1)), length);
    }
    default:
      return 2 * length;
  }
}

double linear_part(const std::vector<double>& numbers) {
  constexpr double decades = 1e-4;
  double smallest = std::numeric_limits<double>::infinity();
  double largest = 0;
  for (const double number : numbers) {
    if (std::isfinite(number) && number != 0) {
      smallest = std::min(smallest, std::abs(number));
      largest = std::max(largest, std::abs(number));
    }
  }
  return largest == 0 ? 1 : std::pow(10.0, std::floor(std::log10(std::max(smallest, largest * decades))));
}

std::vector<double> field_ends(const std::vector<double>& numbers, const Axis& axis) {
  std::vector<double> ends(numbers.size() + 1);
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    ends[i] = length_to(numbers[i - 1], axis) / 2 + length_to(numbers[i], axis) / 2;
  }
  ends.front() = 2 * length_to(numbers.front(), axis) - ends[1];
  ends.back() = 2 * length_to(numbers.back(), axis) - ends[numbers.size() - 1];
  return ends;
}

Axis make_word_axis(const std::vector<std::string>& words, double length, double size) {
  constexpr double longest = 90;
  constexpr double gap = 5;
  Axis axis{Scale::linear, -0.5, static_cast<double>(words.size()) - 0.5, {}};
  for (std::string& word : canvas::shortened_apart(words, longest, size)) {
    axis.ticks.push_back({static_cast<double>(axis.ticks.size()), std::move(word)});
  }
  const double room = length / static_cast<double>(words.size());
  axis.slanted = widest_label(axis, size) + gap > room;
  // Slanted labels need the height of one line each; if there is less room, some marks get no label.
  const auto stride = static_cast<std::size_t>(std::ceil(1.6 * size / room));
  for (std::size_t i = 0; axis.slanted && i < axis.ticks.size(); ++i) {
    if (i % stride != 0) {
      axis.ticks[i].label.clear();
    }
  }
  return axis;
}

Axis make_row_axis(const std::vector<std::string>& words, double length, double size) {
  constexpr double longest = 90;
  Axis axis{Scale::linear, static_cast<double>(words.size()) - 0.5, -0.5, {}};
  // Each row needs one line; if there is less room, some rows get no label. The lowest row always has one.
  const auto stride = static_cast<std::size_t>(std::ceil(1.4 * size * static_cast<double>(words.size()) / length));
  const std::vector<std::string> labels = canvas::shortened_apart(words, longest, size);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool labelled = (words.size() - 1 - i) % std::max<std::size_t>(stride, 1) == 0;
    axis.ticks.push_back({static_cast<double>(i), labelled ? labels[i] : ""});
  }
  return axis;
}

double slanted_height(const Axis& axis, double size) {
  constexpr double sine_of_slant = 0.7071;
  return (widest_label(axis, size) + size) * sine_of_slant;
}

double widest_label(const Axis& axis, double size) {
  double widest = 0;
  for (const Tick& tick : axis.ticks) {
    widest = std::max(widest, canvas::text_width(tick.label, size));
  }
  return widest;
}

}  // namespace engram::panels
