// Sampling: how long trials move, and at which times they are sampled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <engram/error.hpp>
#include <engram/model.hpp>
#include <engram/words.hpp>

namespace engram {

/// Throws ParameterError unless a network in continuous time has a `duration`, s, and no `updates`, and a network in
/// discrete time has `updates` and no `duration`.
inline void check_length_of_motion(const NetworkOutline& network, const std::optional<double>& duration,
                                   const std::optional<Index>& updates) {
  if (network.continuous) {
    if (updates) {
      throw ParameterError("updates", "this network moves in continuous time and has no updates; give a duration");
    }
    if (!duration) {
      throw ParameterError("duration", "a network in continuous time needs a duration, such as `duration: 10 s`");
    }
    return;
  }
  if (duration) {
    throw ParameterError("duration", "this network moves in discrete updates and has no duration; give updates");
  }
  if (!updates) {
    throw ParameterError("updates",
                         "a network that moves in discrete updates needs their number, such as `updates: 20`");
  }
}

/// Throws ParameterError if `length`, s, the value of `parameter`, is not a whole number of the integrator's steps.
/// An integrator without a fixed `time_step` accepts any length.
inline void check_whole_steps(const std::string& parameter, double length, const std::optional<double>& time_step) {
  if (time_step && !is_whole_number_of_steps(length, *time_step)) {
    throw ParameterError(parameter, parameter + " must be a whole number of the integrator's time steps, and " +
                                        number_text(length) + " s are " + number_text(length / *time_step) +
                                        " steps of " + number_text(*time_step) + " s");
  }
}

/// The times 0, one interval, two intervals, ... and `duration`.
inline std::vector<double> times_of_motion(double duration, double interval) {
  std::vector<double> times;
  // Each time is a product and not a sum of intervals, so that rounding errors do not add up.
  for (Index sample = 0; static_cast<double>(sample) * interval < duration * (1.0 - 1e-12); ++sample) {
    times.push_back(static_cast<double>(sample) * interval);
  }
  times.push_back(duration);
  return times;
}

}  // namespace engram
