#include "study/progress.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "catch.hpp"

using engram::study::about;
using engram::study::Progress;
using engram::study::TimeLeft;

namespace {

/// A terminal in the place of stderr.
class Terminal {
 public:
  Terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY)), before_(::dup(STDERR_FILENO)) {
    ::grantpt(master_);
    ::unlockpt(master_);
    const int slave = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    std::fflush(stderr);
    ::dup2(slave, STDERR_FILENO);
    ::close(slave);
  }
  ~Terminal() {
    std::fflush(stderr);
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
    ::close(master_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// The text that was shown since the last call.
  std::string shown() {
    std::fflush(stderr);
    std::string text;
    pollfd waiting{master_, POLLIN, 0};
    while (::poll(&waiting, 1, 20) > 0 && (waiting.revents & POLLIN) != 0) {
      std::array<char, 1000> bytes{};
      const ssize_t count = ::read(master_, bytes.data(), bytes.size());
      text.append(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return text;
  }

 private:
  int master_;
  int before_;
};

const std::string erase = "\r\033[K";

}  // namespace

TEST_CASE("time_left: by the runs that are done, less what this one took already") {
  TimeLeft left;
  left.begin_run(2, 10, 8.0);
  // Two runs took 8 s: 4 s each. One second into the third run, 3 s of it and seven more runs are left.
  CHECK(*left.estimate(8.5, 0.5, 9.0) == Approx(31.0));
  // A run that takes longer than the earlier ones should end soon.
  CHECK(*left.estimate(8.5, 0.5, 20.0) == Approx(28.0));
}

TEST_CASE("time_left: one finished run is enough, and the last run leaves no further ones") {
  TimeLeft left;
  left.begin_run(1, 3, 10.0);
  CHECK(*left.estimate(10.0, 0.0, 10.0) == Approx(20.0));
  CHECK(*left.estimate(10.0, 0.0, 14.0) == Approx(16.0));
  left.begin_run(2, 3, 20.0);
  CHECK(*left.estimate(20.0, 0.0, 24.0) == Approx(6.0));
}

TEST_CASE("time_left: a single run goes by its present work, once there is enough of it") {
  TimeLeft left;
  left.begin_run(0, 1, 0.0);
  CHECK_FALSE(left.estimate(1.0, 0.5, 1.5));
  CHECK_FALSE(left.estimate(1.0, 0.01, 5.0));
  CHECK(*left.estimate(1.0, 0.25, 3.0) == Approx(6.0));
  CHECK(*left.estimate(1.0, 0.5, 2.0) == Approx(1.0));
  CHECK(*left.estimate(1.0, 0.02, 2.0) == Approx(49.0));
  left.begin_run(0, 5, 0.0);
  CHECK_FALSE(left.estimate(1.0, 0.25, 3.0));
}

TEST_CASE("time_left: in words") {
  CHECK(about(0.2) == "about 1 s");
  CHECK(about(89.0) == "about 89 s");
  CHECK(about(90.0) == "about 2 min");
  CHECK(about(150.0) == "about 2 min");
  CHECK(about(5399.0) == "about 90 min");
  CHECK(about(5400.0) == "about 2 h");
  CHECK(about(7300.0) == "about 2 h");
}

TEST_CASE("progress: a terminal shows the work and its share, and the line is erased at the end") {
  Terminal terminal;
  {
    Progress progress(false);
    progress.begin_run(0, 1);
    progress.begin("training");
    progress.progress(0.25);
    CHECK(terminal.shown() == erase + "training  25 %");
    // More than ten lines a second are not shown.
    progress.progress(0.5);
    CHECK(terminal.shown().empty());
    progress.begin("analysis");
    progress.progress(0.0);
    CHECK(terminal.shown() == erase + "analysis   0 %");
    progress.begin("merging");
    progress.progress("[1/3] cells", 1.0);
    CHECK(terminal.shown() == erase + "[1/3] cells 100 %");
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    progress.progress("[2/3] cells", 0.5);
    CHECK(terminal.shown() == erase + "[2/3] cells  50 %");
  }
  CHECK(terminal.shown() == erase);
}

TEST_CASE("progress: a run after others shows the time that is left") {
  Terminal terminal;
  Progress progress(false);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  progress.begin_run(1, 2);
  progress.begin("training");
  progress.progress(0.5);
  CHECK(terminal.shown() == erase + "training  50 %  about 1 s left");
}

TEST_CASE("progress: nothing is shown if so requested") {
  Terminal terminal;
  {
    Progress progress(true);
    progress.begin("training");
    progress.progress(0.25);
  }
  CHECK(terminal.shown().empty());
}
