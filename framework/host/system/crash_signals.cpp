#include "system/crash_signals.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>

#include <unistd.h>

#include "system/crash_guard.hpp"
#include "system/reading.hpp"

namespace engram::system {

namespace {

constexpr std::array crash_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/// The handlers before ours; sanitizers install some.
std::array<struct sigaction, crash_signals.size()> earlier;

void crashed(int signal) {
  // A second crash, during the report of the first, is not reported.
  static std::atomic<bool> answers = false;
  if (!answers.exchange(true)) {
    Reading::end_if_at_fault();
    if (!CrashGuard::answer(signal)) {
      Reading::end_if_read_before();
    }
  }
  for (std::size_t at = 0; at < crash_signals.size(); ++at) {
    if (crash_signals.at(at) == signal) {
      (void)::sigaction(signal, &earlier.at(at), nullptr);
    }
  }
  (void)::raise(signal);
}

/// The handler needs its own stack in case the stack is exhausted. Sanitizers provide one.
void provide_stack() {
  alignas(16) static std::array<char, std::size_t{64} * 1024> room;
  stack_t stack{};
  if (::sigaltstack(nullptr, &stack) == 0 && (stack.ss_flags & SS_DISABLE) != 0) {
    stack = {};
    stack.ss_sp = room.data();
    stack.ss_size = room.size();
    (void)::sigaltstack(&stack, nullptr);
  }
}

bool install() {
  provide_stack();
  struct sigaction action {};
  action.sa_handler = &crashed;
  action.sa_flags = static_cast<int>(SA_ONSTACK | SA_NODEFER);
  for (std::size_t at = 0; at < crash_signals.size(); ++at) {
    (void)::sigaction(crash_signals.at(at), &action, &earlier.at(at));
  }
  return true;
}

}  // namespace

void install_crash_handlers() {
  static const bool once = install();
  (void)once;
}

void say(std::string_view words) {
  (void)!::write(STDERR_FILENO, words.data(), words.size());
}

}  // namespace engram::system
