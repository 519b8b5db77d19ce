// Worker processes: long-lived, each doing one task after the other, so that a task that crashes, hangs or ends the
// process does not harm the others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::system {

/// How a task ended.
struct TaskEnd {
  enum class How { done, crashed, timed_out };

  std::size_t task = 0;
  How how = How::done;
  std::string words;  ///< the return value of do_task(), or for a crash "crashed: Segmentation fault (signal 11)"
  std::string log;    ///< what the task printed
};

/// The work of the workers; each worker has its own copy from the start of its process.
class Work {
 public:
  virtual ~Work() = default;
  /// Does a task in a worker; its return value is passed to the watcher. The monitor throws Stopped if the pool is to
  /// stop. A task that lets Stopped through counts as not begun, as does a task that has not called the monitor for a
  /// second. Any other exception ends the whole pool.
  virtual std::string do_task(std::size_t task, Monitor& monitor) = 0;
  /// Called in a worker when there are no more tasks.
  virtual void finish() = 0;
};

/// Receives, in the calling process, reports about the workers.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Returns whether to go on with further tasks.
  virtual bool ended(const TaskEnd& end) = 0;
  virtual void progress(std::size_t task, double fraction) = 0;
  /// Whether the user asked to stop; called at least ten times a second.
  virtual bool stop_requested() = 0;
};

struct PoolOptions {
  std::size_t workers = 1;
  std::optional<double> timeout;  ///< of one task, in seconds
};

/// Does all tasks, starting them in that order and running several at the same time. Returns once every worker has
/// ended: after the last task, or after the watcher asked not to go on. Throws RunError if a worker meets a failure
/// that concerns all tasks, such as a full disk.
///
/// Threading: call it only while the process has no other threads, since the workers would not have them.
void run_in_workers(const std::vector<std::size_t>& tasks, Work& work, Watcher& watcher, const PoolOptions& options);

}  // namespace engram::system
