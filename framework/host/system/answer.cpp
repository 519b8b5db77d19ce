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
void prepare_child(const sigset_t& mask, std::chrono::milliseconds limit, std::size_t memory) {
  // A crash of the child must not be reported as a crash of the program.
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGPROF}) {
    (void)::signal(signal, SIG_DFL);
  }
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  const std::size_t most = memory_of_data() + memory;
  const rlimit bytes{most, most};
  (void)::setrlimit(RLIMIT_DATA, &bytes);
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::alarm(static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(limit).count()) + 1);
}

[[noreturn]] void answer(int out, const Question& question) {
  // Locks of this process end only when the child has closed their files too.
  constexpr int own = STDERR_FILENO + 1;
  (void)::dup2(out, own);
  (void)::close_range(own + 1, std::numeric_limits<unsigned>::max(), 0);
  try {
    question([](const std::string& text) { (void)!::write(own, text.data(), text.size()); });
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

/// Reads to the end; false if it is too late first.
bool read_until(int in, std::chrono::steady_clock::time_point end, std::string& text) {
  std::array<char, 4096> block{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{in, POLLIN, 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(0, left.count())));
    if (ready < 0 && errno == EINTR) {
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

Answer answer_within(std::chrono::milliseconds limit, std::size_t memory, const Question& question) {
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
      (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) {
        ::_exit(1);
      }
      prepare_child(mask, limit, memory);
      answer(out.id(), question);
    }
    return started;
  });
  if (child < 0) {
    return {};
  }
  out = Descriptor();
  Answer given;
  const bool in_time = read_until(in.id(), end, given.text);
  // Killing a child that has already ended changes nothing.
  (void)::kill(child, in_time ? 0 : SIGKILL);
  const int status = wait_for_child(child);
  const bool done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  given.end = !in_time ? Answer::End::late : done ? Answer::End::whole : Answer::End::crashed;
  return given;
}

}  // namespace engram::system
