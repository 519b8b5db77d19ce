#include "system/reading.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <system_error>

#include <fmt/format.h>
#include <sys/time.h>
#include <unistd.h>

#include "system/crash_signals.hpp"
#include "system/temporary.hpp"

namespace engram::system {

namespace {

constexpr int exit_damaged = 2;
/// The time between two checks of the file that is being read.
constexpr int tick_seconds = 1;

std::atomic<const ReadFile*> current = nullptr;
/// The later message for the file that was read last: a library may do harm that shows when the reading is over.
std::array<char, 8192> last_message{};
std::atomic<std::size_t> last_length = 0;
/// Counts readings and their parts, so that a check can recognise the same one.
std::atomic<std::uint64_t> readings = 0;

struct Look {
  std::uint64_t reading = 0;
  double seconds = 0.0;
};
Look last_look;

void look(int /*signal*/);

/// Installs the handlers for crashes and, while files are read, for the passing of processor time.
void install_signal_handlers() {
  install_crash_handlers();
  struct sigaction ticking {};
  ticking.sa_handler = &look;
  ticking.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESTART);
  (void)::sigaction(SIGPROF, &ticking, nullptr);
}

/// Whether the timer is running; it stops at the first check that finds no file being read.
std::atomic<bool> ticks = false;

void set_ticks(bool on) {
  ticks = on;
  const int seconds = on ? tick_seconds : 0;
  const itimerval timer{{seconds, 0}, {seconds, 0}};
  (void)::setitimer(ITIMER_PROF, &timer, nullptr);
}

}  // namespace

ReadFile::ReadFile(const std::filesystem::path& file) {
  message_ = fmt::format(
      "engram: error: {} is damaged: the library that reads it crashed or hung; take a copy of the file from "
      "elsewhere, or compute it again\n",
      file.string());
  later_message_ = fmt::format(
      "engram: error: the process crashed after it read {}, which may be damaged; take a copy of the file from "
      "elsewhere, or compute it again\n",
      file.string());
  constexpr double least_seconds = 10.0;
  constexpr double bytes_per_second = 1e8;
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  most_seconds_ = least_seconds + (none ? 0.0 : static_cast<double>(size) / bytes_per_second);
}

Reading::Reading(const ReadFile& file) {
  static const bool once = (install_signal_handlers(), true);
  (void)once;
  ++readings;
  if (const std::size_t length = std::min(file.later_message_.size(), last_message.size());
      file.later_message_.compare(0, length, last_message.data(), last_length) != 0) {
    last_length = 0;
    std::copy_n(file.later_message_.begin(), length, last_message.begin());
    last_length = length;
  }
  current = &file;
  if (!ticks) {
    set_ticks(true);
  }
}

Reading::~Reading() {
  ++readings;
  current = nullptr;
}

void Reading::part_done() {
  ++readings;
}

void Reading::end_if_at_fault() {
  if (const ReadFile* const file = current) {
    Perishable::remove_files();
    say(file->message_);
    ::_exit(exit_damaged);
  }
}

void Reading::end_if_read_before() {
  if (const std::size_t length = last_length; length > 0) {
    Perishable::remove_files();
    say({last_message.data(), length});
    ::_exit(exit_damaged);
  }
}

void Reading::end_if_late(double seconds) {
  const ReadFile* const file = current;
  if (file != nullptr && seconds > file->most_seconds_) {
    end_if_at_fault();
  }
}

namespace {

void look(int /*signal*/) {
  if (current == nullptr) {
    set_ticks(false);
    return;
  }
  const std::uint64_t reading = readings;
  if (last_look.reading != reading) {
    last_look = {reading, 0.0};
    return;
  }
  last_look.seconds += tick_seconds;
  Reading::end_if_late(last_look.seconds);
}

}  // namespace

}  // namespace engram::system
