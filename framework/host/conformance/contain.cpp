#include "conformance/contain.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "system/answer.hpp"

namespace engram::conformance {

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

/// Output of a plugin must not appear among the findings.
void silence_output() {
  if (const int nowhere = open("/dev/null", O_WRONLY); nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
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
  std::fflush(nullptr);
  Board board;
  const auto limit = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(timeout));
  const system::Answer answer = system::answer_within(limit, {}, [&](const system::Say& say) {
    own_board = &board;
    silence_output();
    say(work());
  });
  if (answer.end == system::Answer::End::not_started) {
    throw RunError(fmt::format("no process can be made: {}", std::generic_category().message(errno)));
  }
  Contained result{answer.text, ""};
  if (answer.end == system::Answer::End::late) {
    result.lost = fmt::format("it did not end within {} s", timeout);
  } else if (answer.text.empty() || answer.end == system::Answer::End::crashed) {
    result.lost = ending(answer.status);
  }
  if (const std::string words = board.words(); !result.lost.empty() && !words.empty()) {
    result.lost += ", " + words;
  }
  return result;
}

}  // namespace engram::conformance
