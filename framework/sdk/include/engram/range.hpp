// A range of values, as promised by pattern sources and corruptions.
#pragma once

#include <limits>

namespace engram {

/// All numbers from `min` to `max`; by default every number.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool contains(double x) const { return x >= min && x <= max; }
};

}  // namespace engram
