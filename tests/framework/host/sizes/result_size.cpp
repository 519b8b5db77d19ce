// The estimated size of a result, against the size of the result.
#include "sizes/result_size.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "../study/studies.hpp"

using Catch::Matchers::Contains;
using engram::sizes::ResultSize;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::three_seeds;
using engram::test::two_cases;
using engram::test::Workshop;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
namespace sizes = engram::sizes;
namespace study = engram::study;

namespace {

using Texts = std::vector<std::string>;

constexpr auto enough = 60s;

/// Sizes at which the values of a result count more than what HDF5 stores beside them.
const Texts larger{"patterns.count=10", "patterns.size=60", "model.layers=[60]",
                   "analyses.perturbation.duration=200ms", "analyses.perturbation.sampling_interval=1ms"};

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

/// Requires the estimate for a spec to be near the size of its result.
void check_estimate(const std::string& more, const Texts& sets) {
  const Workshop workshop;
  const std::string table =
      "patterns.size,model.layers,patterns.count,seed\n20,[20],5,1\n90,[90],5,2\n120,[120],9,3\n";
  workshop.write("runs.csv", table);
  const std::string swept = more + (more.find("runs.csv") == std::string::npos ? "" : table);
  study::StudyRequest request = request_in(workshop, more);
  request.sets = sets;
  std::ranges::copy_if(larger, std::back_inserter(request.sets), [&](const std::string& set) {
    return swept.find(set.substr(0, set.find('='))) == std::string::npos;
  });
  const study::Study sweep(request);
  const ResultSize size = sizes::estimate_size(sweep, {}, enough);
  CHECK(size.unknown.empty());
  CHECK(size.failed.empty());
  CHECK_FALSE(fs::exists(request.target));
  CHECK_FALSE(fs::exists(sweep.folder()));
  REQUIRE(study::execute(sweep, quiet_options()));
  const auto real = static_cast<double>(fs::file_size(request.target));
  INFO(more << " " << sizes::in_words(size, "small.h5") << " real " << real);
  CHECK(size.bytes > 0.75 * real);
  CHECK(size.bytes < 1.25 * real);
}

}  // namespace

TEST_CASE("result size: the estimate is near the size of the result") {
  check_estimate("", {});
  check_estimate(three_seeds, {});
  check_estimate(two_cases, {});
  check_estimate("sweep: {seed: {from: 1, to: 12}}\n", {"keep=none"});
  check_estimate("sweep: {seed: {from: 1, to: 12}}\n", {"keep.weights=first seed", "keep.states=none"});
  check_estimate("sweep: {patterns.count: [2, 5, 10, 20, 30], seed: [1, 2, 3]}\n", {});
  check_estimate("sweep: {zip: {patterns.size: [20, 60, 120, 180], model.layers: [[20], [60], [120], [180]]}}\n", {});
  check_estimate("sweep: {points: runs.csv}\n", {});
  check_estimate("sweep: {analyses.perturbation.duration: [50 ms, 100 ms, 400 ms], seed: [1, 2, 3, 4]}\n",
                 {"keep.weights=none"});
}

TEST_CASE("result size: what is kept changes the estimate, and the whole is known too") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop, three_seeds);
  request.sets = larger;
  const ResultSize all = sizes::estimate_size(study::Study(request), {}, enough);
  CHECK(all.bytes == all.with_everything);
  CHECK_THAT(sizes::in_words(all, "small.h5"), Contains("small.h5: about ") && Contains(", 3 cells of "));
  CHECK_THAT(sizes::in_words(all, "small.h5"), !Contains("keep"));
  request.sets.emplace_back("keep={weights: first seed, trajectories: none}");
  const ResultSize some = sizes::estimate_size(study::Study(request), {}, enough);
  CHECK(some.with_everything == Approx(all.with_everything).epsilon(0.01));
  CHECK(some.bytes < all.bytes);
  CHECK(some.contents.at("weights") < all.contents.at("weights"));
  CHECK(some.contents.count("trajectories") == 0);
  CHECK_THAT(sizes::in_words(some, "small.h5"), Contains("; with keep: all about "));
}

TEST_CASE("result size: a cell alone stores everything") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop, three_seeds);
  request.sets = {"keep=none"};
  const study::Study sweep(request);
  const ResultSize size = sizes::estimate_size(sweep, 1, enough);
  CHECK(size.cells == 1);
  CHECK(size.contents.count("weights") == 1);
}

TEST_CASE("result size: a cell that fails is named, and the others are measured") {
  const Workshop workshop;
  const auto estimate = [&](const std::string& of_first, const std::string& of_other) {
    return sizes::estimate_size(
        study::Study(request_in(workshop, "cases: {a: {analyses: [{plugin: misbehaves, how: " + of_first +
                                              "}]}, b: {analyses: [{plugin: misbehaves, how: " + of_other +
                                              "}]}}\n")),
        {}, enough);
  };
  CHECK_THAT(sizes::in_words(estimate("throw", "throw"), "x.h5"),
             Contains("x.h5: the size is unknown, since cell 'a' fails: analyses/misbehaves: "));
  for (const std::string how : {"crash", "exit"}) {
    const ResultSize other = estimate("behave", how);
    CHECK(other.measured == 1);
    CHECK(other.unknown.empty());
    CHECK_THAT(sizes::in_words(other, "x.h5"),
               Contains("  cell 'b' fails: " + std::string(how == "crash" ? "it crashes" : "it ends its process")));
  }
  CHECK(names_in(workshop.folder()) == Texts{"small.yaml"});
}

TEST_CASE("result size: a cell that takes too long gives a lower bound") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop);
  request.sets = {"analyses=[{plugin: misbehaves, how: hang}]"};
  const ResultSize late = sizes::estimate_size(study::Study(request), {}, 1s);
  CHECK(late.measured == 0);
  CHECK_THAT(sizes::in_words(late, "x.h5"),
             Contains("x.h5: at least ") &&
                 Contains("the run takes longer than 1 s, and only what it records until then is counted"));
  request = request_in(workshop, "cases: {a: {}, b: {analyses: [{plugin: misbehaves, how: hang}]}}\n");
  const ResultSize other = sizes::estimate_size(study::Study(request), {}, 2s);
  CHECK(other.measured == 1);
  CHECK_THAT(sizes::in_words(other, "x.h5"), Contains("cells with other cases take longer"));
}
