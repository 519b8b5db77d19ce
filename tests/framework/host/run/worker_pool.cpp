// Workers: tasks that end well, badly and never.
#include "run/worker_pool.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <numeric>
#include <thread>

#include <engram/error.hpp>

#include "catch.hpp"

using engram::Monitor;
using engram::run::PoolOptions;
using engram::run::run_in_workers;
using engram::run::TaskEnd;
using engram::run::Watcher;
using engram::run::Work;

namespace {

struct Deeds : Work {
  std::size_t crashes = 1'000'000;
  std::size_t hangs = 1'000'000;
  std::size_t breaks = 1'000'000;
  bool slow = false;

  std::string do_task(std::size_t task, Monitor& monitor) override {
    if (task == crashes) {
      std::fputs("before the end", stderr);
      (void)std::signal(SIGABRT, SIG_DFL);
      std::abort();
    }
    if (task == breaks) {
      throw engram::RunError("the disk is full");
    }
    while (task == hangs || slow) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (slow) {
        monitor.progress(0.5);
      }
    }
    return "task " + std::to_string(task);
  }
  void finish() override {}
};

struct Ends : Watcher {
  std::vector<TaskEnd> all;
  std::size_t enough = 1'000'000;
  bool stop = false;
  bool stop_after_first = false;
  std::size_t steps = 0;

  bool ended(const TaskEnd& end) override {
    all.push_back(end);
    return all.size() < enough;
  }
  void progress(std::size_t /*task*/, double /*fraction*/) override { ++steps; }
  bool stop_wished() override { return (stop && steps > 0) || (stop_after_first && !all.empty()); }
};

std::vector<std::size_t> numbers(std::size_t count) {
  std::vector<std::size_t> tasks(count);
  std::iota(tasks.begin(), tasks.end(), 0);
  return tasks;
}

Ends run(std::size_t count, Deeds deeds, const PoolOptions& options, Ends ends = {}) {
  run_in_workers(numbers(count), deeds, ends, options);
  std::ranges::sort(ends.all, {}, &TaskEnd::task);
  return ends;
}

}  // namespace

TEST_CASE("workers: every task is done once, by any number of workers") {
  for (const std::size_t workers : {1U, 2U, 5U}) {
    const Ends ends = run(40, {}, {workers, {}});
    REQUIRE(ends.all.size() == 40);
    for (std::size_t task = 0; task < 40; ++task) {
      CHECK(ends.all[task].task == task);
      CHECK(ends.all[task].how == TaskEnd::How::done);
      CHECK(ends.all[task].words == "task " + std::to_string(task));
    }
  }
}

TEST_CASE("workers: a crash costs its own task, and says what was printed") {
  Deeds deeds;
  deeds.crashes = 3;
  const Ends ends = run(10, deeds, {2, {}});
  REQUIRE(ends.all.size() == 10);
  CHECK(ends.all[3].how == TaskEnd::How::crashed);
  CHECK(ends.all[3].words == "crashed: Aborted (signal 6)");
  CHECK(ends.all[3].log == "before the end");
  CHECK(ends.all[9].words == "task 9");
}

TEST_CASE("workers: a task that takes too long is ended") {
  Deeds deeds;
  deeds.hangs = 1;
  const Ends ends = run(4, deeds, {1, 0.3});
  REQUIRE(ends.all.size() == 4);
  CHECK(ends.all[1].how == TaskEnd::How::timed_out);
  CHECK(ends.all[1].words == "took longer than 0.3 s");
}

TEST_CASE("workers: what concerns all tasks ends the pool") {
  Deeds deeds;
  deeds.breaks = 2;
  CHECK_THROWS_WITH(run(100, deeds, {2, {}}), "the disk is full");
}

TEST_CASE("workers: a watcher that has enough gets no further tasks") {
  Ends ends;
  ends.enough = 5;
  CHECK(run(100, {}, {1, {}}, ends).all.size() == 5);
}

TEST_CASE("workers: a task that does not hear the wish to stop is ended and counts as not begun") {
  Deeds deeds;
  deeds.hangs = 1;
  Ends ends;
  ends.stop_after_first = true;
  run_in_workers(numbers(3), deeds, ends, {1, std::nullopt});
  REQUIRE(ends.all.size() == 1);
  CHECK(ends.all.front().task == 0);
}

TEST_CASE("workers: a wish to stop reaches the tasks that are under way, which then count as not begun") {
  Deeds deeds;
  deeds.slow = true;
  Ends ends;
  ends.stop = true;
  CHECK(run(10, deeds, {2, {}}, ends).all.empty());
}
