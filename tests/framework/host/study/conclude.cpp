// The last messages about a result, and the limits of memory.
#include "study/conclude.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "studies.hpp"
#include "study/process.hpp"

using Catch::Matchers::Contains;
using engram::store::Failure;
using engram::test::Printed;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::Workshop;
namespace study = engram::study;

namespace {

struct Said {
  bool good = false;
  std::string out;
  std::string err;
};

Said conclusion(std::size_t failures, bool quiet) {
  std::vector<Failure> list;
  for (std::size_t number = 1; number <= failures; ++number) {
    list.push_back({number % 2 == 0 ? "" : "a", "failure " + std::to_string(number)});
  }
  Printed out(stdout);
  Printed err(stderr);
  const bool good = study::conclude("r.h5", "3 cells", list, 1.25, quiet);
  return {good, out.text(), err.text()};
}

}  // namespace

TEST_CASE("conclude: a good result has one line, which quiet work leaves out") {
  const Said good = conclusion(0, false);
  CHECK(good.good);
  CHECK(good.out == "r.h5: 3 cells in 1.25 s\n");
  CHECK(good.err.empty());
  const Said quiet = conclusion(0, true);
  CHECK(quiet.good);
  CHECK(quiet.out.empty());
  CHECK(quiet.err.empty());
}

TEST_CASE("conclude: failures come first, ten of them, and quiet work names them too") {
  for (const bool quiet : {true, false}) {
    const Said two = conclusion(2, quiet);
    CHECK_FALSE(two.good);
    CHECK(two.out == "r.h5: 3 cells in 1.25 s, 2 failures; what was computed before is in the file\n");
    CHECK(two.err == "engram: failed: a: failure 1\nengram: failed: failure 2\n");
  }
  const Said ten = conclusion(10, true);
  CHECK_THAT(ten.err, Contains("failure 10\n") && !Contains("more"));
  const Said twelve = conclusion(12, true);
  CHECK_THAT(twelve.err, Contains("failure 10\nengram: and 2 more failures; the datasets 'failures' in the file have "
                                  "them all\n") &&
                             !Contains("failure 11"));
}

TEST_CASE("conclude: a part of a sweep names ten cells that failed, and the number of the others") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop, "sweep: {seed: {from: 1, to: 12}}\n");
  request.sets = {"analyses.perturbation.corruption=throws_in_apply"};
  const study::Study sweep(std::move(request));
  study::RunOptions options = quiet_options();
  options.shard = study::Shard{1, 1};
  Printed err(stderr);
  CHECK_FALSE(study::execute(sweep, options));
  const std::string text = err.text();
  CHECK_THAT(text, Contains("engram: failed: seed=1: analyses/perturbation: ") &&
                       Contains("  to run it alone: engram run ") && Contains("engram: failed: seed=10: ") &&
                       !Contains("engram: failed: seed=11: ") &&
                       Contains("engram: and 2 more cells that failed; 'engram status' lists them\n"));
}

TEST_CASE("process: a limit that leaves no room for the linear algebra is an error in words") {
  (void)engram::test::registry();
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_AS, &before) == 0);
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  // A sanitizer takes so many addresses that a limit would end it.
  if (pages > std::size_t{1} << 24U || !study::blas_in_use().library.starts_with("OpenBLAS")) {
    return;
  }
  CHECK_NOTHROW(study::reserve_blas_memory());
  const auto limit_beyond_use = [&](rlim_t megabytes) {
    rlimit limit = before;
    limit.rlim_cur =
        std::min(before.rlim_cur, pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (megabytes << 20U));
    REQUIRE(::setrlimit(RLIMIT_AS, &limit) == 0);
  };
  std::string message;
  limit_beyond_use(64);
  try {
    study::reserve_blas_memory();
  } catch (const engram::RunError& error) {
    message = error.what();
  }
  limit_beyond_use(2000);
  CHECK_NOTHROW(study::reserve_blas_memory());
  REQUIRE(::setrlimit(RLIMIT_AS, &before) == 0);
  CHECK_THAT(message, Catch::StartsWith("OpenBLAS ") && Contains(" needs 128 MB, and "));
}
