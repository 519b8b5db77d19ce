#include "app/progress.hpp"

#include <cstdio>

#include <fmt/core.h>
#include <unistd.h>

namespace engram::app {

namespace {
constexpr const char* erase_line = "\r\033[K";
}

Progress::Progress(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  clear();
}

void Progress::begin(std::string work) {
  work_ = std::move(work);
  next_ = {};
}

void Progress::progress(double fraction) {
  // Asked at every sample; a person reads ten lines a second at most.
  const auto now = Clock::now();
  if (!shown_ || now < next_) {
    return;
  }
  next_ = now + std::chrono::milliseconds(100);
  fmt::print(stderr, "{}{} {:3.0f} %", erase_line, work_, 100.0 * fraction);
  std::fflush(stderr);
}

void Progress::clear() {
  if (shown_) {
    fmt::print(stderr, "{}", erase_line);
    std::fflush(stderr);
  }
}

}  // namespace engram::app
