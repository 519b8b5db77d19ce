// Workers: tasks that end well, badly and never.
#include "system/worker_pool.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "catch.hpp"

using engram::Monitor;
using engram::system::PoolOptions;
using engram::system::run_in_workers;
using engram::system::TaskEnd;
using engram::system::Watcher;
using engram::system::Work;

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
  bool stop_requested() override { return (stop && steps > 0) || (stop_after_first && !all.empty()); }
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

TEST_CASE("workers: a failure that concerns all tasks ends the pool") {
  Deeds deeds;
  deeds.breaks = 2;
  CHECK_THROWS_WITH(run(100, deeds, {2, {}}), "the disk is full");
}

TEST_CASE("workers: a watcher that has enough gets no further tasks") {
  Ends ends;
  ends.enough = 5;
  CHECK(run(100, {}, {1, {}}, ends).all.size() == 5);
}

TEST_CASE("workers: a task that does not notice a request to stop is ended and counts as not started") {
  Deeds deeds;
  deeds.hangs = 1;
  Ends ends;
  ends.stop_after_first = true;
  run_in_workers(numbers(3), deeds, ends, {1, std::nullopt});
  REQUIRE(ends.all.size() == 1);
  CHECK(ends.all.front().task == 0);
}

TEST_CASE("workers: a request to stop reaches the running tasks, which then count as not started") {
  Deeds deeds;
  deeds.slow = true;
  Ends ends;
  ends.stop = true;
  CHECK(run(10, deeds, {2, {}}, ends).all.empty());
}

namespace {

/// A task that is a function.
struct Deed : Work {
  std::function<std::string(std::size_t)> deed;
  explicit Deed(std::function<std::string(std::size_t)> the_deed) : deed(std::move(the_deed)) {}
  std::string do_task(std::size_t task, Monitor& /*monitor*/) override { return deed(task); }
  void finish() override {}
};

Ends run_deed(std::size_t count, std::size_t workers, std::function<std::string(std::size_t)> the_deed) {
  Deed deed(std::move(the_deed));
  Ends ends;
  run_in_workers(numbers(count), deed, ends, {workers, {}});
  std::ranges::sort(ends.all, {}, &TaskEnd::task);
  return ends;
}

/// The sockets that this process has open, but for the standard descriptors.
std::size_t open_sockets() {
  std::size_t count = 0;
  std::error_code none;
  for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) {
    const bool is_standard = std::stoi(each.path().filename().string()) <= STDERR_FILENO;
    const std::string target = std::filesystem::read_symlink(each.path(), none).string();
    count += !is_standard && target.starts_with("socket:") ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("workers: the log of a task holds what it printed, and nothing of the tasks before it") {
  const auto words = [](std::size_t task) {
    // Longer and shorter ones, on both streams, and now and then nothing.
    return task % 4 == 3 ? std::string() : std::string(1 + 50 * (task % 3), static_cast<char>('a' + task));
  };
  const Ends ends = run_deed(12, 1, [&](std::size_t task) {
    std::fputs(words(task).c_str(), task % 2 == 0 ? stdout : stderr);
    if (task == 9) {
      (void)std::signal(SIGABRT, SIG_DFL);
      std::fflush(nullptr);
      std::abort();
    }
    return std::string();
  });
  REQUIRE(ends.all.size() == 12);
  for (std::size_t task = 0; task < 12; ++task) {
    CAPTURE(task);
    CHECK(ends.all[task].how == (task == 9 ? TaskEnd::How::crashed : TaskEnd::How::done));
    CHECK(ends.all[task].log == words(task));
  }
}

TEST_CASE("workers: signals that ask to stop do not end them; the pool decides") {
  const std::vector<int> signals{SIGINT, SIGTERM, SIGHUP};
  const Ends ends = run_deed(signals.size(), 1, [&](std::size_t task) {
    (void)std::raise(signals[task]);
    return std::to_string(::getpid());
  });
  REQUIRE(ends.all.size() == signals.size());
  for (const TaskEnd& end : ends.all) {
    CHECK(end.how == TaskEnd::How::done);
    // One process for all: none of them ended.
    CHECK(end.words == ends.all.front().words);
  }
}

TEST_CASE("workers: each has its own socket and nobody else's, also after others were lost") {
  const std::size_t before = open_sockets();
  const Ends ends = run_deed(12, 4, [](std::size_t task) {
    if (task == 1) {
      (void)std::signal(SIGKILL, SIG_DFL);
      (void)std::raise(SIGKILL);
    }
    return std::to_string(open_sockets());
  });
  REQUIRE(ends.all.size() == 12);
  for (const TaskEnd& end : ends.all) {
    if (end.task != 1) {
      CHECK(end.words == std::to_string(before + 1));
    }
  }
  CHECK(open_sockets() == before);
}

TEST_CASE("workers: those of a pool that is killed end with it, whatever they are doing") {
  std::array<int, 2> alive{};
  std::array<int, 2> gate{};
  REQUIRE(::pipe(alive.data()) == 0);
  REQUIRE(::pipe(gate.data()) == 0);
  const pid_t pool = ::fork();
  REQUIRE(pool >= 0);
  if (pool == 0) {
    ::close(alive[0]);
    ::close(gate[1]);
    Deed deed([&](std::size_t /*task*/) -> std::string {
      char byte = 'x';
      (void)!::write(alive[1], &byte, 1);
      (void)!::read(gate[0], &byte, 1);  // until the test is over
      std::_Exit(0);
    });
    Ends none;
    run_in_workers(numbers(3), deed, none, {3, {}});
    std::_Exit(0);
  }
  ::close(alive[1]);
  ::close(gate[0]);
  // Each worker has begun, and holds the pipe open.
  char byte = 0;
  for (int worker = 0; worker < 3; ++worker) {
    REQUIRE(::read(alive[0], &byte, 1) == 1);
  }
  REQUIRE(::kill(pool, SIGKILL) == 0);
  REQUIRE(::waitpid(pool, nullptr, 0) == pool);
  // The pipe ends when the last of them is gone; those that outlive their pool never end.
  pollfd look{alive[0], POLLIN, 0};
  CHECK(::poll(&look, 1, 30'000) == 1);
  ::close(gate[1]);
  CHECK(::read(alive[0], &byte, 1) == 0);
  ::close(alive[0]);
}
