// Progress on a terminal: a single line that is overwritten.
#pragma once

#include <chrono>
#include <string>

#include <engram/recorder.hpp>

#include "study/time_left.hpp"

namespace engram::study {

/// Shows the progress of work. If stderr is not a terminal, or if `quiet`, nothing is shown. Throws Stopped after the
/// user asked to stop.
class Progress : public Monitor {
 public:
  explicit Progress(bool quiet);
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Starts run `number`, counted from 0, of `count`.
  void begin_run(std::size_t number, std::size_t count);
  void begin(std::string work);
  void progress(double fraction) override;
  /// Continues the work with another text.
  void progress(std::string work, double fraction);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] double seconds() const;

  bool shown_;
  Clock::time_point began_ = Clock::now();
  TimeLeft time_left_;
  double work_began_ = 0.0;
  std::string work_;
  Clock::time_point next_;
};

}  // namespace engram::study
