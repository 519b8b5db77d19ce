#include "system/stop.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>
#include <string_view>

#include <unistd.h>

#include <engram/error.hpp>

#include "system/child_process.hpp"
#include "system/crash_signals.hpp"
#include "system/temporary.hpp"

namespace engram::system {

namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
constexpr unsigned patience_seconds = 1;
/// Two signals within this time count as one request, since a terminal and a supervisor may both pass it on.
constexpr double repeat_seconds = 0.5;
constexpr int exit_stopped = 1;

std::atomic<bool> requested = false;
std::atomic<bool> seen = false;
std::atomic<double> requested_at = 0.0;
/// The process that handles signals. Forked workers do not; their parent ends them.
std::atomic<pid_t> handling_process = 0;

double now() {
  timespec time{};
  (void)::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

[[noreturn]] void end_at_once(std::string_view words) {
  end_child();
  Perishable::remove_all();
  say(words);
  ::_exit(exit_stopped);
}

void note_request(int /*signal*/) {
  if (handling_process != ::getpid()) {
    requested = true;
    return;
  }
  if (!requested.exchange(true)) {
    requested_at = now();
    (void)::alarm(patience_seconds);
  } else if (now() - requested_at > repeat_seconds) {
    end_at_once("engram: stopped immediately; the unfinished file was removed\n");
  }
}

void end_after_patience(int /*signal*/) {
  if (!seen && handling_process == ::getpid()) {
    end_at_once("engram: stopped within a step that did not end; what this run had computed is lost\n");
  }
}

void remove_and_end(int signal) {
  end_child();
  Perishable::remove_all();
  (void)::signal(signal, SIG_DFL);
  (void)::raise(signal);
}

void install_handler(int signal, void (*handler)(int)) {
  struct sigaction former {};
  // An ignored SIGHUP stays ignored, since nohup asks for that, and so does SIGPIPE. An ignored SIGINT does not: a
  // shell starts background jobs that way, but a SIGINT sent to this process is meant for it.
  const bool is_ignored = ::sigaction(signal, nullptr, &former) != 0 || former.sa_handler == SIG_IGN;
  if ((signal != SIGHUP && signal != SIGPIPE) || !is_ignored) {
    struct sigaction action {};
    action.sa_handler = handler;
    (void)::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void remove_files_when_stopped() {
  for (const int signal : signals) {
    install_handler(signal, &remove_and_end);
  }
  install_handler(SIGPIPE, &remove_and_end);
}

void install_stop_handlers() {
  handling_process = ::getpid();
  for (const int signal : signals) {
    install_handler(signal, &note_request);
  }
  install_handler(SIGALRM, &end_after_patience);
}

bool stop_is_requested() {
  if (!requested) {
    return false;
  }
  seen = true;
  return true;
}

void stop_if_requested() {
  if (stop_is_requested()) {
    throw Stopped("stopped by the user");
  }
}

}  // namespace engram::system
