#include "system/answer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <limits>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/child_process.hpp"
#include "system/descriptor.hpp"

namespace engram::system {

namespace {

/// The bytes that the process has of what RLIMIT_DATA limits, from the sixth number of /proc/self/statm.
std::size_t memory_of_data() {
  std::ifstream stream("/proc/self/statm");
  std::size_t pages = 0;
  for (int at = 0; at < 6; ++at) {
    stream >> pages;
  }
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Gives a child process handlers and limits of its own.
void prepare_child(const sigset_t& mask, std::size_t memory) {
  // A crash of the child must not be reported as a crash of the program.
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM, SIGPROF}) {
    (void)::signal(signal, SIG_DFL);
  }
  (void)::signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  if (memory != std::numeric_limits<std::size_t>::max()) {
    const std::size_t most = memory_of_data() + memory;
    const rlimit bytes{most, most};
    (void)::setrlimit(RLIMIT_DATA, &bytes);
  }
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
}

/// Closes all files but standard input, output and error and `kept`; returns the new number of `kept`. Locks of this
/// process end only when the child has closed their files too.
int close_other_files(int kept) {
  constexpr int own = STDERR_FILENO + 1;
  (void)::dup2(kept, own);
  (void)::close_range(own + 1, std::numeric_limits<unsigned>::max(), 0);
  return own;
}

void write_all(int to, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t count = ::write(to, text.data() + written, text.size() - written);
    if (count < 0 && errno != EINTR) {
      return;
    }
    written += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
}

[[noreturn]] void answer(int to, const Question& question) {
  try {
    question([to](const std::string& text) { write_all(to, text); });
  } catch (...) {
    ::_exit(1);
  }
  // Without the destructors of static objects, which belong to the parent.
  ::_exit(0);
}

/// Reads to the end; false if it is too late first.
bool read_until(int in, std::chrono::steady_clock::time_point end, std::string& text) {
  std::array<char, 4096> block{};
  while (true) {
    using std::chrono::milliseconds;
    constexpr milliseconds longest{60'000};
    const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{in, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp(left, milliseconds{0}, longest).count()));
    if ((ready < 0 && errno == EINTR) || (ready == 0 && left > longest)) {
      continue;
    }
    if (ready <= 0) {
      return false;
    }
    const ssize_t count = ::read(in, block.data(), block.size());
    if (count <= 0) {
      return true;
    }
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Answer answer_within(std::chrono::milliseconds limit, const ChildLimits& limits, const Question& question) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const Descriptor in(ends[0]);
  Descriptor out(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t child = start_child([&](const sigset_t& mask) {
    const pid_t started = ::fork();
    if (started == 0) {
      // If the parent is killed, nobody ends a child that hangs.
      (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) {
        ::_exit(1);
      }
      prepare_child(mask, limits.memory);
      answer(limits.keeps_files ? out.id() : close_other_files(out.id()), question);
    }
    return started;
  });
  if (child < 0) {
    return {};
  }
  out = Descriptor();
  Answer given;
  const bool in_time = read_until(in.id(), end, given.text);
  if (!in_time) {
    (void)::kill(child, SIGKILL);
  }
  given.status = wait_for_child(child);
  const bool done = WIFEXITED(given.status) && WEXITSTATUS(given.status) == 0;
  given.end = !in_time ? Answer::End::late : done ? Answer::End::whole : Answer::End::crashed;
  return given;
}

}  // namespace engram::system
