// One worker process of a pool, and the messages between both.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "system/descriptor.hpp"
#include "system/worker_pool.hpp"

namespace engram::system {

/// The first byte of each message from a worker to its pool.
enum class News : char { done = 'd', stopped = 's', progress = 'p', broken = 'b' };

/// The size of a message, in bytes; a longer text is cut.
constexpr std::size_t longest_message = 32768;

/// The pool's side of a worker process, which is killed by the destructor.
class Worker {
 public:
  using Clock = std::chrono::steady_clock;

  /// Starts the process. Throws RunError if the system has no room for one.
  Worker(Work& work, const std::vector<std::unique_ptr<Worker>>& others);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(std::size_t task, const std::optional<double>& timeout);
  /// Asks the process to finish, since there are no more tasks.
  void dismiss() const;
  /// Asks the present task to stop.
  void stop() const;
  /// Waits for the end of the process and returns a description of how it ended.
  std::string wait();
  void kill() const;

  /// The output of the present task.
  [[nodiscard]] std::string log() const;
  [[nodiscard]] int socket() const { return socket_.id(); }
  [[nodiscard]] const std::optional<std::size_t>& task() const { return task_; }
  [[nodiscard]] bool late(Clock::time_point now) const { return task_ && deadline_ && now > *deadline_; }
  std::size_t take_task() { return *std::exchange(task_, std::nullopt); }

 private:
  void send(std::uint64_t task) const;

  Descriptor socket_;
  Descriptor log_;
  pid_t process_ = -1;
  std::optional<std::size_t> task_;
  std::optional<Clock::time_point> deadline_;
};

}  // namespace engram::system
