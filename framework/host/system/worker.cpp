#include "system/worker.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

namespace engram::system {

namespace {

constexpr std::uint64_t no_more_tasks = ~std::uint64_t{0};

[[noreturn]] void refuse_to_start() {
  throw RunError(fmt::format("no worker can be started: {}", std::generic_category().message(errno)));
}

/// The monitor of a task: reports progress to the pool and notices a request to stop.
class WorkerMonitor : public Monitor {
 public:
  explicit WorkerMonitor(int socket) : socket_(socket) {}

  void progress(double fraction) override {
    const auto now = Worker::Clock::now();
    if (now < next_) {
      return;
    }
    next_ = now + std::chrono::milliseconds(100);
    // The pool closes its end for writing to request a stop.
    pollfd look{socket_, POLLRDHUP, 0};
    if (::poll(&look, 1, 0) > 0 && (look.revents & (POLLRDHUP | POLLHUP)) != 0) {
      throw Stopped("stopped by the user");
    }
    std::array<char, 1 + sizeof fraction> message{static_cast<char>(News::progress)};
    std::memcpy(message.data() + 1, &fraction, sizeof fraction);
    (void)!::send(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

 private:
  int socket_;
  Worker::Clock::time_point next_ = Worker::Clock::now() + std::chrono::milliseconds(100);
};

/// The main program of a worker process.
class WorkerProcess {
 public:
  WorkerProcess(Work& work, int socket, int log) : work_(work), socket_(socket), log_(log) {}

  [[noreturn]] void run() {
    // Requests to stop arrive through the pool. If the pool is killed, its workers are killed too.
    (void)std::signal(SIGINT, SIG_IGN);
    (void)std::signal(SIGTERM, SIG_IGN);
    (void)std::signal(SIGHUP, SIG_IGN);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(log_, STDOUT_FILENO);
    ::dup2(log_, STDERR_FILENO);
    try {
      std::uint64_t task = 0;
      while (::recv(socket_, &task, sizeof task, 0) == sizeof task && task != no_more_tasks) {
        do_task(task);
      }
      work_.finish();
    } catch (const std::exception& error) {
      say(News::broken, error.what());
    } catch (...) {
      say(News::broken, "something was thrown that is not a std::exception");
    }
    // Objects copied from the parent process must not be destroyed here.
    std::_Exit(0);
  }

 private:
  void do_task(std::uint64_t task) {
    (void)!::ftruncate(log_, 0);
    WorkerMonitor monitor(socket_);
    try {
      const std::string words = work_.do_task(static_cast<std::size_t>(task), monitor);
      std::fflush(nullptr);
      say(News::done, words);
    } catch (const Stopped&) {
      say(News::stopped, "");
    }
  }
  void say(News news, std::string_view words) const {
    const std::string message = static_cast<char>(news) + std::string(words.substr(0, longest_message - 1));
    (void)!::send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
  }

  Work& work_;
  int socket_;
  int log_;
};

}  // namespace

Worker::Worker(Work& work, const std::vector<std::unique_ptr<Worker>>& others) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    refuse_to_start();
  }
  socket_ = Descriptor(ends[0]);
  Descriptor theirs(ends[1]);
  log_ = Descriptor(::memfd_create("engram-worker", MFD_CLOEXEC));
  if (log_.id() < 0 || ::fcntl(log_.id(), F_SETFL, O_APPEND) != 0) {
    refuse_to_start();
  }
  std::fflush(nullptr);
  process_ = ::fork();
  if (process_ < 0) {
    refuse_to_start();
  }
  if (process_ == 0) {
    // If a worker kept the sockets of other workers, they would stay open.
    for (const auto& other : others) {
      ::close(other->socket_.id());
    }
    ::close(socket_.id());
    WorkerProcess(work, theirs.id(), log_.id()).run();
  }
}

Worker::~Worker() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    (void)wait();
  }
}

void Worker::give(std::size_t task, const std::optional<double>& timeout) {
  task_ = task;
  deadline_ = timeout ? std::optional{Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                         std::chrono::duration<double>(*timeout))}
                      : std::nullopt;
  send(task);
}

void Worker::dismiss() const {
  send(no_more_tasks);
}

void Worker::stop() const {
  ::shutdown(socket_.id(), SHUT_WR);
}

std::string Worker::wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return fmt::format("crashed: {} (signal {})", ::strsignal(signal), signal);
  }
  return fmt::format("ended the process with exit code {}", WEXITSTATUS(status));
}

void Worker::kill() const {
  ::kill(process_, SIGKILL);
}

std::string Worker::log() const {
  std::string text;
  std::array<char, 4096> block{};
  for (off_t at = 0; text.size() < longest_message;) {
    const ssize_t count = ::pread(log_.id(), block.data(), block.size(), at);
    if (count <= 0) {
      break;
    }
    text.append(block.data(), static_cast<std::size_t>(count));
    at += count;
  }
  return text;
}

void Worker::send(std::uint64_t task) const {
  (void)!::send(socket_.id(), &task, sizeof task, MSG_NOSIGNAL);
}

}  // namespace engram::system
