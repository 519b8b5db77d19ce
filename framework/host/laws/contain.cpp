#include "laws/contain.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

namespace engram::laws {

namespace {

/// Memory for text that both processes share.
class Board {
 public:
  Board()
      : words_(static_cast<char*>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~Board() {
    if (is_there()) {
      munmap(words_, size);
    }
  }
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  void write(const std::string& words) {
    if (is_there()) {
      const std::size_t length = std::min(words.size(), size - 1);
      std::memcpy(words_, words.data(), length);
      words_[length] = '\0';
    }
  }
  [[nodiscard]] std::string words() const { return is_there() ? std::string(words_, strnlen(words_, size)) : ""; }

 private:
  static constexpr std::size_t size = 512;
  [[nodiscard]] bool is_there() const { return words_ != MAP_FAILED; }
  char* words_;
};

/// The board of this process; null outside of contain().
Board* own_board = nullptr;

[[noreturn]] void answer(int to, const std::function<std::string()>& work) {
  // The parent must see a crash, even if it has handlers of its own for these signals.
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    std::signal(crash, SIG_DFL);
  }
  std::signal(SIGPIPE, SIG_IGN);
  // If the parent is killed, nobody ends a child that hangs.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Output of a plugin must not appear among the findings.
  if (const int nowhere = open("/dev/null", O_WRONLY); nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  const std::string text = work();
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(to, text.data() + written, text.size() - written);
    if (count < 0 && errno != EINTR) {
      break;
    }
    written += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  // Without the destructors of static objects, which belong to the parent.
  std::_Exit(0);
}

std::string ending(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("it crashed: {} (signal {})", strsignal(WTERMSIG(status)), WTERMSIG(status));
  }
  return fmt::format("it ended the process with exit code {}", WEXITSTATUS(status));
}

}  // namespace

void note_work(const std::string& words) {
  if (own_board != nullptr) {
    own_board->write(words);
  }
}

Contained contain(const std::function<std::string()>& work, double timeout) {
  using Clock = std::chrono::steady_clock;
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) {
    throw RunError(fmt::format("no pipe can be made: {}", std::generic_category().message(errno)));
  }
  std::fflush(nullptr);
  Board board;
  const pid_t process = fork();
  if (process < 0) {
    throw RunError(fmt::format("no process can be made: {}", std::generic_category().message(errno)));
  }
  if (process == 0) {
    close(ends[0]);
    own_board = &board;
    answer(ends[1], work);
  }
  close(ends[1]);
  Contained result;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(timeout));
  bool late = false;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd wait{ends[0], POLLIN, 0};
    constexpr std::int64_t longest_wait = 60'000;
    const int ready = left > 0 ? poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left, longest_wait))) : 0;
    if (ready == 0 && left > longest_wait) {
      continue;
    }
    if (ready == 0) {
      late = true;
      kill(process, SIGKILL);
      break;
    }
    std::array<char, 4096> buffer{};
    const ssize_t count = ready < 0 ? -1 : read(ends[0], buffer.data(), buffer.size());
    if (count == 0) {
      break;
    }
    if (count > 0) {
      result.answer.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      break;
    }
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (late) {
    result.lost = fmt::format("it did not end within {} s", timeout);
  } else if (result.answer.empty() || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    result.lost = ending(status);
  }
  if (const std::string words = board.words(); !result.lost.empty() && !words.empty()) {
    result.lost += ", " + words;
  }
  return result;
}

}  // namespace engram::laws
