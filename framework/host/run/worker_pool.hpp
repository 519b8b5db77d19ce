// Worker processes: long-lived, each doing one task after the other, so that a task which crashes, hangs or ends the
// process costs nothing but itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::run {

/// How a task ended.
struct TaskEnd {
  enum class How { done, crashed, timed_out };

  std::size_t task = 0;
  How how = How::done;
  std::string words;  ///< what do_task() returned; of a crash: "crashed: Segmentation fault (signal 11)"
  std::string log;    ///< what the task printed
};

/// What workers do; each has a copy of its own from the moment that its process begins.
class Work {
 public:
  virtual ~Work() = default;
  /// Does a task in a worker; what it returns reaches the watcher. The monitor throws Stopped where the pool is to
  /// stop: a task that lets it through counts as not begun, and so does one that has not asked for a second.
  /// Any other exception is the end of the whole pool.
  virtual std::string do_task(std::size_t task, Monitor& monitor) = 0;
  /// Called in a worker that has nothing more to do.
  virtual void finish() = 0;
};

/// Hears, in the process that called, what the workers do.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Returns whether to go on with further tasks.
  virtual bool ended(const TaskEnd& end) = 0;
  virtual void progress(std::size_t task, double fraction) = 0;
  /// Whether someone wishes to stop; asked ten times a second at least.
  virtual bool stop_wished() = 0;
};

struct PoolOptions {
  std::size_t workers = 1;
  std::optional<double> timeout;  ///< of one task, in seconds
};

/// Does all tasks, in that order but side by side. Returns once every worker has ended: after the last task, or where
/// the watcher had enough. Throws RunError where a worker met what concerns all tasks, such as a full disk.
///
/// Threading: called where the process has no other threads, which the workers would not have.
void run_in_workers(const std::vector<std::size_t>& tasks, Work& work, Watcher& watcher, const PoolOptions& options);

}  // namespace engram::run
