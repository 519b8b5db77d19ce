// Progress on a terminal: one line that is written over.
#pragma once

#include <chrono>
#include <string>

#include <engram/recorder.hpp>

#include "app/time_left.hpp"

namespace engram::app {

/// Shows how far the work is. Where stderr is no terminal, or where `quiet`, nothing is shown. Throws Stopped once
/// the user asked to stop.
class Progress : public Monitor {
 public:
  explicit Progress(bool quiet);
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Begins run `number`, counted from 0, of `count`.
  void begin_run(std::size_t number, std::size_t count);
  /// Begins a piece of work.
  void begin(std::string work);
  void progress(double fraction) override;
  /// The same under another word, for work that goes on.
  void progress(std::string work, double fraction);
  /// Takes the line away.
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

}  // namespace engram::app
