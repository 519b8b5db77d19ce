#include "run/worker_pool.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string_view>
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

namespace engram::run {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t longest_message = 32768;
// A task asks at every sample whether to stop; this is the longest time allowed between two samples.
constexpr milliseconds patience{1000};
constexpr std::uint64_t no_more_tasks = ~std::uint64_t{0};
// The first byte of each message from a worker.
constexpr char says_done = 'd', says_stopped = 's', says_progress = 'p', says_broken = 'b';

[[noreturn]] void fail(const std::string& what) {
  throw RunError(fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

class Descriptor {
 public:
  explicit Descriptor(int id = -1) : id_(id) {}
  Descriptor(Descriptor&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Descriptor() {
    if (id_ >= 0) {
      ::close(id_);
    }
  }
  [[nodiscard]] int id() const { return id_; }

 private:
  int id_;
};

/// The monitor of a task: reports progress to the pool and notices a request to stop.
class WorkerMonitor : public Monitor {
 public:
  explicit WorkerMonitor(int socket) : socket_(socket) {}

  void progress(double fraction) override {
    const auto now = Clock::now();
    if (now < next_) {
      return;
    }
    next_ = now + milliseconds(100);
    // The pool closes its end for writing to request a stop.
    pollfd look{socket_, POLLRDHUP, 0};
    if (::poll(&look, 1, 0) > 0 && (look.revents & (POLLRDHUP | POLLHUP)) != 0) {
      throw Stopped("stopped by the user");
    }
    std::array<char, 1 + sizeof fraction> message{says_progress};
    std::memcpy(message.data() + 1, &fraction, sizeof fraction);
    (void)!::send(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

 private:
  int socket_;
  Clock::time_point next_ = Clock::now() + milliseconds(100);
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
      say(says_broken, error.what());
    } catch (...) {
      say(says_broken, "something was thrown that is not a std::exception");
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
      say(says_done, words);
    } catch (const Stopped&) {
      say(says_stopped, "");
    }
  }
  void say(char what, std::string_view words) const {
    const std::string message = what + std::string(words.substr(0, longest_message - 1));
    (void)!::send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
  }

  Work& work_;
  int socket_;
  int log_;
};

/// The pool's side of a worker.
class Worker {
 public:
  Worker(Work& work, const std::vector<std::unique_ptr<Worker>>& others) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      fail("no worker can be started");
    }
    socket_ = Descriptor(ends[0]);
    Descriptor theirs(ends[1]);
    log_ = Descriptor(::memfd_create("engram-worker", MFD_CLOEXEC));
    if (log_.id() < 0 || ::fcntl(log_.id(), F_SETFL, O_APPEND) != 0) {
      fail("no worker can be started");
    }
    std::fflush(nullptr);
    process_ = ::fork();
    if (process_ < 0) {
      fail("no worker can be started");
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
  ~Worker() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      (void)wait();
    }
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(std::size_t task, const std::optional<double>& timeout) {
    task_ = task;
    deadline_ = timeout ? std::optional{Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                           std::chrono::duration<double>(*timeout))}
                        : std::nullopt;
    send(task);
  }
  /// Asks the process to finish, since there are no more tasks.
  void dismiss() {
    dismissed_ = true;
    send(no_more_tasks);
  }
  /// Asks the present task to stop.
  void stop() const { ::shutdown(socket_.id(), SHUT_WR); }

  /// Waits for the end of the process and returns a description of how it ended.
  std::string wait() {
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
  void kill() { ::kill(process_, SIGKILL); }

  [[nodiscard]] std::string log() const {
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
  [[nodiscard]] int socket() const { return socket_.id(); }
  [[nodiscard]] const std::optional<std::size_t>& task() const { return task_; }
  [[nodiscard]] bool dismissed() const { return dismissed_; }
  [[nodiscard]] bool late(Clock::time_point now) const { return task_ && deadline_ && now > *deadline_; }
  std::size_t take_task() { return *std::exchange(task_, std::nullopt); }

 private:
  void send(std::uint64_t task) const { (void)!::send(socket_.id(), &task, sizeof task, MSG_NOSIGNAL); }

  Descriptor socket_;
  Descriptor log_;
  pid_t process_ = -1;
  std::optional<std::size_t> task_;
  std::optional<Clock::time_point> deadline_;
  bool dismissed_ = false;
};

class Pool {
 public:
  Pool(const std::vector<std::size_t>& tasks, Work& work, Watcher& watcher, const PoolOptions& options)
      : tasks_(tasks), work_(work), watcher_(watcher), options_(options) {}

  void run() {
    fill();
    while (!workers_.empty()) {
      wait_for_news();
      stop_what_is_late();
      if (watcher_.stop_requested()) {
        stop();
      }
      end_unresponsive_tasks();
      std::erase_if(workers_, [](const auto& worker) { return worker == nullptr; });
      fill();
    }
    if (!broken_.empty()) {
      throw RunError(broken_);
    }
  }

 private:
  void fill() {
    while (!enough_ && next_ < tasks_.size() && workers_.size() < options_.workers) {
      workers_.push_back(std::make_unique<Worker>(work_, workers_));
      workers_.back()->give(tasks_[next_++], options_.timeout);
    }
  }

  void wait_for_news() {
    std::vector<pollfd> sockets;
    for (const auto& worker : workers_) {
      sockets.push_back({worker->socket(), POLLIN, 0});
    }
    if (::poll(sockets.data(), sockets.size(), 100) <= 0) {
      return;
    }
    for (std::size_t at = 0; at < sockets.size(); ++at) {
      if (sockets[at].revents != 0) {
        hear(workers_[at]);
      }
    }
  }

  void hear(std::unique_ptr<Worker>& worker) {
    const ssize_t count = ::recv(worker->socket(), message_.data(), message_.size(), 0);
    if (count <= 0) {
      lose(worker, TaskEnd::How::crashed);
      return;
    }
    const std::string_view words(message_.data() + 1, static_cast<std::size_t>(count) - 1);
    switch (message_.front()) {
      case says_progress: {
        double fraction = 0.0;
        std::memcpy(&fraction, words.data(), sizeof fraction);
        if (worker->task()) {
          watcher_.progress(*worker->task(), fraction);
        }
        return;
      }
      case says_broken:
        if (worker->task()) {
          worker->take_task();
        }
        broken_ = words;
        stop();
        return;
      case says_done: {
        const std::size_t task = worker->take_task();
        enough_ = !watcher_.ended({task, TaskEnd::How::done, std::string(words), worker->log()}) || enough_;
        break;
      }
      default:
        worker->take_task();
    }
    if (!enough_ && next_ < tasks_.size()) {
      worker->give(tasks_[next_++], options_.timeout);
    } else {
      worker->dismiss();
    }
  }

  /// Handles the end of a worker, and of its task if it had one.
  void lose(std::unique_ptr<Worker>& worker, TaskEnd::How how) {
    std::string words = worker->wait();
    if (worker->task()) {
      if (how == TaskEnd::How::timed_out) {
        words = fmt::format("took longer than {:g} s", *options_.timeout);
      }
      const std::string log = worker->log();
      enough_ = !watcher_.ended({worker->take_task(), how, std::move(words), log}) || enough_;
    }
    worker = nullptr;
  }

  void stop_what_is_late() {
    for (auto& worker : workers_) {
      if (worker != nullptr && worker->late(Clock::now())) {
        worker->kill();
        lose(worker, TaskEnd::How::timed_out);
      }
    }
  }

  void stop() {
    enough_ = true;
    if (!std::exchange(stopping_, true)) {
      patience_ends_ = Clock::now() + patience;
      for (const auto& worker : workers_) {
        if (worker != nullptr) {
          worker->stop();
        }
      }
    }
  }

  /// Ends the workers whose tasks did not react to the request to stop. These tasks count as not begun.
  void end_unresponsive_tasks() {
    if (!stopping_ || Clock::now() < patience_ends_) {
      return;
    }
    for (auto& worker : workers_) {
      if (worker != nullptr && worker->task()) {
        worker->take_task();
        worker = nullptr;  // kills the process
      }
    }
  }

  const std::vector<std::size_t>& tasks_;
  Work& work_;
  Watcher& watcher_;
  const PoolOptions& options_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::size_t next_ = 0;
  bool enough_ = false;
  bool stopping_ = false;
  Clock::time_point patience_ends_;
  std::string broken_;
  std::array<char, longest_message> message_{};
};

}  // namespace

void run_in_workers(const std::vector<std::size_t>& tasks, Work& work, Watcher& watcher, const PoolOptions& options) {
  Pool(tasks, work, watcher, options).run();
}

}  // namespace engram::run
