// An estimate of the time that long work still takes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace engram::app {

/// Runs of one size, one after the other, as a sweep has them. Times are seconds since the first began.
class TimeLeft {
 public:
  /// Run `number`, counted from 0, of `count` begins at `now`.
  void begin_run(std::size_t number, std::size_t count, double now);

  /// The time that is left, by the runs that are done; with none done, by the present piece of work, `fraction` of
  /// which took from `work_began` to `now`. None where there is too little to go by.
  [[nodiscard]] std::optional<double> estimate(double work_began, double fraction, double now) const;

 private:
  std::size_t number_ = 0;
  std::size_t count_ = 1;
  double run_began_ = 0.0;
};

/// "about 12 s", "about 3 min", "about 2 h".
std::string about(double seconds);

}  // namespace engram::app
