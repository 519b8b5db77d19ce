#include "study/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "system/stop.hpp"
#include "system/visible_text.hpp"

namespace engram::study {

namespace {

constexpr const char* erase_line = "\r\033[K";

}  // namespace

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

Progress::Progress(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  clear();
}

void Progress::begin(std::string work) {
  work_ = std::move(work);
  work_began_ = seconds();
  next_ = {};
}

void Progress::begin_run(std::size_t number, std::size_t count) {
  time_left_.begin_run(number, count, seconds());
}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - began_).count();
}

void Progress::progress(double fraction) {
  system::stop_if_requested();
  // Called at every sample, but nobody reads more than ten lines a second.
  const auto now = Clock::now();
  if (!shown_ || now < next_) {
    return;
  }
  next_ = now + std::chrono::milliseconds(100);
  const auto left = time_left_.estimate(work_began_, fraction, seconds());
  fmt::print(stderr, "{}{} {:3.0f} %{}", erase_line, system::visible_text(work_), 100.0 * fraction,
             left ? "  " + about(*left) + " left" : "");
  std::fflush(stderr);
}

void Progress::progress(std::string work, double fraction) {
  work_ = std::move(work);
  progress(fraction);
}

void Progress::clear() {
  if (shown_) {
    fmt::print(stderr, "{}", erase_line);
    std::fflush(stderr);
  }
}

}  // namespace engram::study
