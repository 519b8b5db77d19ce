// Progress on a terminal, with an estimate of the remaining time: a single line that is overwritten.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <engram/recorder.hpp>

namespace engram::study {

/// Estimates the remaining time of runs of the same size, one after the other, as in a sweep. Times are seconds since
/// the start of the first run.
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
