// Studies run without the command line.
#include "study/study.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include <engram/error.hpp>

#include "studies.hpp"
#include "study/conclude.hpp"
#include "study/merge.hpp"

using Catch::Matchers::Contains;
using engram::RequestError;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::status_of;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace store = engram::store;
namespace study = engram::study;

TEST_CASE("study: a single run is done, and its provenance has the words that the request gave") {
  const Workshop workshop;
  const study::Study one(request_in(workshop));
  CHECK(one.size() == 1);
  CHECK(study::execute(one, quiet_options()));
  const std::filesystem::path result = one.request().target;
  CHECK(status_of(result) == "complete");
  CHECK(std::get<std::string>(store::Reader(result).attribute("provenance", "command_line")) ==
        "a 'test of studies'");
  CHECK_THROWS_AS(study::execute(one, quiet_options()), RequestError);
}

TEST_CASE("study: cells of a sweep are computed by workers, and a failure is reported") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  CHECK(sweep.size() == 3);
  CHECK(study::execute(sweep, quiet_options()));
  CHECK(store::Reader(sweep.request().target).case_labels().size() == 3);
  CHECK_THROWS_AS(study::execute(sweep, quiet_options()), RequestError);

  study::StudyRequest failing = request_in(workshop, three_seeds);
  failing.target = workshop / "failing.h5";
  failing.sets = {"analyses.perturbation.corruption=throws_in_apply"};
  const study::Study broken(std::move(failing));
  CHECK_FALSE(study::execute(broken, quiet_options()));
  CHECK(status_of(workshop / "failing.h5") == "failed");
}

TEST_CASE("study: parts that were computed one after the other are merged") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  study::MergeOptions merging;
  merging.quiet = true;
  for (const std::size_t number : {std::size_t{1}, std::size_t{2}}) {
    CHECK_THROWS_WITH(study::merge_parts(sweep, merging, {}), Contains("missing"));
    study::RunOptions options = quiet_options();
    options.shard = study::Shard{number, 2};
    CHECK(study::execute(sweep, options));
  }
  CHECK(study::merge_parts(sweep, merging, {}));
  CHECK(store::Reader(sweep.request().target).case_labels().size() == 3);
  CHECK_FALSE(std::filesystem::exists(sweep.folder()));
}
