#include "study/progress.hpp"

#include "catch.hpp"

using engram::study::about;
using engram::study::TimeLeft;

TEST_CASE("time_left: by the runs that are done, less what this one took already") {
  TimeLeft left;
  left.begin_run(2, 10, 8.0);
  // Two runs took 8 s: 4 s each. One second into the third run, 3 s of it and seven more runs are left.
  CHECK(*left.estimate(8.5, 0.5, 9.0) == Approx(31.0));
  // A run that takes longer than the earlier ones should end soon.
  CHECK(*left.estimate(8.5, 0.5, 20.0) == Approx(28.0));
}

TEST_CASE("time_left: a single run goes by its present work, once there is enough of it") {
  TimeLeft left;
  left.begin_run(0, 1, 0.0);
  CHECK_FALSE(left.estimate(1.0, 0.5, 1.5));
  CHECK_FALSE(left.estimate(1.0, 0.01, 5.0));
  CHECK(*left.estimate(1.0, 0.25, 3.0) == Approx(6.0));
  left.begin_run(0, 5, 0.0);
  CHECK_FALSE(left.estimate(1.0, 0.25, 3.0));
}

TEST_CASE("time_left: in words") {
  CHECK(about(0.2) == "about 1 s");
  CHECK(about(89.0) == "about 89 s");
  CHECK(about(150.0) == "about 2 min");
  CHECK(about(7300.0) == "about 2 h");
}
