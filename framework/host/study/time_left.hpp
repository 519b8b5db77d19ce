// Estimates the remaining time of long work.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace engram::study {

/// For runs of the same size, one after the other, as in a sweep. Times are seconds since the start of the first run.
class TimeLeft {
 public:
  /// Run `number`, counted from 0, of `count` starts at `now`.
  void begin_run(std::size_t number, std::size_t count, double now);

  /// The remaining time, from finished runs; without finished runs, from the present piece of work, of which
  /// `fraction` took from `work_began` to `now`. nullopt if it is too early for an estimate.
  [[nodiscard]] std::optional<double> estimate(double work_began, double fraction, double now) const;

 private:
  std::size_t number_ = 0;
  std::size_t count_ = 1;
  double run_began_ = 0.0;
};

/// "about 12 s", "about 3 min", "about 2 h".
std::string about(double seconds);

}  // namespace engram::study
