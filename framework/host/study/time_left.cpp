#include "study/time_left.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace engram::study {

void TimeLeft::begin_run(std::size_t number, std::size_t count, double now) {
  number_ = number;
  count_ = count;
  run_began_ = now;
}

std::optional<double> TimeLeft::estimate(double work_began, double fraction, double now) const {
  if (number_ > 0) {
    const double mean = run_began_ / static_cast<double>(number_);
    const double in_this_run = std::max(0.0, mean - (now - run_began_));
    return in_this_run + mean * static_cast<double>(count_ - number_ - 1);
  }
  // An estimate from less than a second would be too inaccurate.
  if (fraction < 0.02 || now - work_began < 1.0 || count_ > 1) {
    return std::nullopt;
  }
  return (now - work_began) * (1.0 - fraction) / fraction;
}

std::string about(double seconds) {
  if (seconds < 90.0) {
    return fmt::format("about {:.0f} s", std::ceil(seconds));
  }
  return seconds < 5400.0 ? fmt::format("about {:.0f} min", seconds / 60.0)
                          : fmt::format("about {:.0f} h", seconds / 3600.0);
}

}  // namespace engram::study
