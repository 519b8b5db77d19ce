#include "system/worker_pool.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <engram/error.hpp>

#include "system/worker.hpp"

namespace engram::system {

namespace {

using Clock = Worker::Clock;

// A task asks at every sample whether to stop; this is the longest time allowed between two samples.
constexpr std::chrono::milliseconds patience{1000};

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
    switch (static_cast<News>(message_.front())) {
      case News::progress: {
        double fraction = 0.0;
        std::memcpy(&fraction, words.data(), sizeof fraction);
        if (worker->task()) {
          watcher_.progress(*worker->task(), fraction);
        }
        return;
      }
      case News::broken:
        if (worker->task()) {
          worker->take_task();
        }
        broken_ = words;
        stop();
        return;
      case News::done: {
        const std::size_t task = worker->take_task();
        enough_ = !watcher_.ended({task, TaskEnd::How::done, std::string(words), worker->log()}) || enough_;
        break;
      }
      case News::stopped:
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

}  // namespace engram::system
