#include "system/answer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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

[[noreturn]] void answer(int out, std::size_t memory,
                         const std::function<void(const std::function<void(const std::string&)>&)>& question) {
  // A crash of the child is an answer that is not whole, and no crash of the program.
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGPROF}) {
    (void)::signal(signal, SIG_DFL);
  }
  const rlimit bytes{memory_of_data() + memory, memory_of_data() + memory};
  (void)::setrlimit(RLIMIT_DATA, &bytes);
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  try {
    question([out](const std::string& text) { (void)!::write(out, text.data(), text.size()); });
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

/// Reads to the end, or until it is too late.
std::string read_until(int in, std::chrono::steady_clock::time_point end) {
  std::string text;
  std::array<char, 4096> block{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{in, POLLIN, 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(0, left.count())));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    const ssize_t count = ready > 0 ? ::read(in, block.data(), block.size()) : 0;
    if (count <= 0) {
      return text;
    }
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Answer answer_within(std::chrono::milliseconds limit, std::size_t memory,
                     const std::function<void(const std::function<void(const std::string&)>&)>& question) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const Descriptor in(ends[0]);
  Descriptor out(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) {
    return {};
  }
  if (child == 0) {
    answer(out.id(), memory, question);
  }
  out = Descriptor();
  Answer given{read_until(in.id(), end), false};
  // A child that has ended is not there any more to be killed.
  (void)::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  given.is_whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return given;
}

}  // namespace engram::system
