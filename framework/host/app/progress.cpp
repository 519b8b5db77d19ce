#include "app/progress.hpp"

#include <cstdio>

#include <fmt/core.h>
#include <unistd.h>

#include "system/stop.hpp"
#include "system/visible_text.hpp"

namespace engram::app {

namespace {

constexpr const char* erase_line = "\r\033[K";

}  // namespace

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

}  // namespace engram::app
