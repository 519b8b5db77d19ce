// Divides a stretch of time into whole steps of a fixed length.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

namespace engram {

struct Steps {
  Index count;
  double length;  ///< s
};

/// The steps from time `from` to `to`, s; `integrator` is the name for messages. A stretch that is not a whole number
/// of `time_step`s is divided into equal steps no longer than `time_step`. Throws RunError if there are too many
/// steps.
inline Steps steps_between(double from, double to, double time_step, const std::string& integrator) {
  // Double precision is still exact for whole numbers well above this limit.
  constexpr double most_steps = 1e15;
  const double steps = (to - from) / time_step;
  if (!(steps < most_steps)) {
    throw RunError(integrator + " would need " + number_text(steps) + " steps of " + number_text(time_step) +
                   " s from one sample to the next");
  }
  const double rounded = std::round(steps);
  const bool whole = std::fabs(steps - rounded) < 1e-9 * std::max(steps, 1.0) + 1e-14 * to / time_step;
  if (whole && rounded > 0.0) {
    return {static_cast<Index>(rounded), time_step};
  }
  const double count = std::ceil(steps);
  return {static_cast<Index>(count), count > 0.0 ? (to - from) / count : 0.0};
}

}  // namespace engram
