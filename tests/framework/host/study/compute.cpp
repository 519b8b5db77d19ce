// Cells in worker processes: failures, crashes, shards, and the files of the study.
#include "study/compute.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "studies.hpp"

using Catch::Matchers::Contains;
using engram::RequestError;
using engram::study::ComputeEnd;
using engram::study::ComputeOptions;
using engram::test::Printed;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace fs = std::filesystem;
namespace study = engram::study;

namespace {

using Numbers = std::vector<std::size_t>;
using Texts = std::vector<std::string>;

/// A study of three seeds whose analysis behaves as `how` says; by `more` also only in some cells.
study::StudyRequest misbehaving(const Workshop& workshop, const std::string& how, const std::string& more) {
  study::StudyRequest request = request_in(workshop, more);
  request.sets = {"analyses=[{plugin: misbehaves, how: " + how + "}]"};
  return request;
}

ComputeEnd compute(const study::Study& sweep, const Numbers& cells, bool fail_fast, std::string& printed) {
  const auto folder = sweep.open_folder(engram::journals::CellFolder::Use::alone);
  ComputeOptions options;
  options.quiet = true;
  options.fail_fast = fail_fast;
  Printed err(stderr);
  const ComputeEnd end = study::compute(sweep, cells, options);
  printed = err.text();
  return end;
}

}  // namespace

TEST_CASE("compute: a failure ends the work only if the first one is to do so") {
  const Workshop workshop;
  const study::Study sweep(misbehaving(workshop, "throw", three_seeds));
  std::string printed;
  const ComputeEnd all = compute(sweep, {0, 1, 2}, false, printed);
  CHECK(all.computed == 3);
  CHECK(all.failed == 3);
  CHECK_FALSE(all.stopped);
  const ComputeEnd first = compute(sweep, {0, 1, 2}, true, printed);
  CHECK(first.computed == 1);
  CHECK(first.failed == 1);
  CHECK(first.stopped);
  const ComputeEnd none = compute(sweep, {}, true, printed);
  CHECK(none.computed == 0);
  CHECK_FALSE(none.stopped);
}

TEST_CASE("compute: cells that succeed are no failures, also if the first failure would end the work") {
  const Workshop workshop;
  const study::Study sweep(misbehaving(workshop, "behave", three_seeds));
  std::string printed;
  const ComputeEnd end = compute(sweep, {0, 1, 2}, true, printed);
  CHECK(end.computed == 3);
  CHECK(end.failed == 0);
  CHECK_FALSE(end.stopped);
  CHECK(printed.empty());
}

TEST_CASE("compute: a cell that is lost keeps its last words, and the message says how to run it alone") {
  const Workshop workshop;
  const study::Study sweep(misbehaving(workshop, "crash", three_seeds));
  std::string printed;
  const ComputeEnd end = compute(sweep, {1}, false, printed);
  CHECK(end.computed == 1);
  CHECK(end.failed == 1);
  CHECK_THAT(printed, Contains("last words of the plugin\n") && Contains("engram: seed=2 ") &&
                          Contains("; to run it alone: engram run ") && Contains("--cell seed=2\n"));
  const study::Computed computed(sweep, false);
  const auto* record = computed.find(sweep.key(1));
  REQUIRE(record != nullptr);
  CHECK(record->failed);
  CHECK(record->label == "seed=2");
  CHECK(record->seconds == 0.0);
  CHECK(computed.missing(sweep) == Numbers{0, 1, 2});
  CHECK(computed.resolved(*record) == sweep.spec().cases[1].resolved);
  REQUIRE(computed.failures(sweep.key(1)).size() == 1);
  CHECK(computed.failures(sweep.key(1))[0].group.empty());
}

TEST_CASE("compute: a cell that took too long is computed again with more time, and its success counts") {
  const Workshop workshop;
  const auto study_with = [&](const std::string& timeout) {
    study::StudyRequest request = request_in(workshop, "sweep: {seed: [1, 2]}\ntimeout: " + timeout + "\n");
    request.sets = {"analyses=[{plugin: misbehaves, pause: 300 ms}]"};
    return study::Study(std::move(request));
  };
  study::RunOptions options = quiet_options();
  options.compute.workers = 2;
  {
    Printed err(stderr);
    Printed out(stdout);
    const study::Study hasty = study_with("100 ms");
    CHECK_FALSE(study::execute(hasty, options));
    CHECK_THAT(err.text(), Contains("engram: seed=1 "));
    CHECK_FALSE(study::Computed(hasty, true).is_finished(hasty));
    CHECK(study::Computed(hasty, true).missing(hasty) == Numbers{0, 1});
  }
  CHECK(engram::test::status_of(workshop / "small.h5") == "failed");
  const study::Study patient = study_with("60 s");
  CHECK(study::Computed(patient, true).stale(patient).empty());
  options.resume = true;
  CHECK(study::execute(patient, options));
  CHECK(engram::test::status_of(workshop / "small.h5") == "complete");
  CHECK(engram::store::Reader(workshop / "small.h5").failures().empty());
  CHECK(study::Computed(patient, true).is_finished(patient));
}

TEST_CASE("compute: advice on a cell names its command, or its spec in the result of a rerun") {
  const Workshop workshop;
  study::StudyRequest request = request_in(workshop, three_seeds);
  request.plugin_folders = {ENGRAM_TEST_PLUGINS};
  request.sets = {"title=two words"};
  const study::Study sweep(request);
  const std::string spec = request.spec.string();
  CHECK(study::advice_for_cell(sweep, "seed=2") == "to run it alone: engram run " + spec +
                                                       " --set 'title=two words' --plugin-path " ENGRAM_TEST_PLUGINS
                                                       " --cell seed=2");
  CHECK(study::advice_for_cell(sweep, "").empty());
  request.rerun_of = "old.h5";
  const study::Study rerun(std::move(request));
  CHECK(study::advice_for_cell(rerun, "seed=2") == "its spec is cases/seed=2/spec/resolved in old.h5");
  CHECK(study::advice_for_cell(rerun, "") == "its spec is spec/resolved in old.h5");
  CHECK(rerun.spec_files().empty());
  CHECK(sweep.spec_files().size() == 1);
}

TEST_CASE("shards: every cell is in exactly one shard, by the spec or by the given labels") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, "sweep: {seed: {from: 1, to: 7}}\n"));
  const Numbers all{0, 1, 2, 3, 4, 5, 6};
  CHECK(study::cells_of_shard(sweep, all, {1, 3}) == Numbers{0, 3, 6});
  CHECK(study::cells_of_shard(sweep, all, {2, 3}) == Numbers{1, 4});
  CHECK(study::cells_of_shard(sweep, all, {3, 3}) == Numbers{2, 5});
  // The shard of a cell does not depend on what is there already.
  CHECK(study::cells_of_shard(sweep, {1, 3, 4}, {1, 3}) == Numbers{3});
  const Texts labels{"seed=7", "seed=2", "seed=5"};
  CHECK(study::cells_of_shard(sweep, all, {1, 2, labels}) == Numbers{4, 6});
  CHECK(study::cells_of_shard(sweep, all, {2, 2, labels}) == Numbers{1});
  CHECK(study::cells_of_shard(sweep, {1, 4}, {1, 2, labels}) == Numbers{4});
  CHECK(study::cells_of_shard(sweep, all, {9, 9}).empty());
  CHECK_THROWS_WITH(study::cells_of_shard(sweep, all, {1, 2, {"seed=1", "sed=2"}}),
                    sweep.request().spec.string() + " has no cell 'sed=2'; did you mean 'seed=2'?");
}

TEST_CASE("study: cells are found by label, and another label is answered with the nearest") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  CHECK(sweep.cell_of("seed=1") == 0);
  CHECK(sweep.cell_of("seed=3") == 2);
  CHECK_THROWS_WITH(sweep.cell_of("sed=3"), Contains("has no cell 'sed=3'; did you mean 'seed=3'?"));
  CHECK_THROWS_WITH(sweep.cell_of("nothing alike"),
                    Contains("has no cell 'nothing alike'; engram run --dry-run lists them"));
  const std::set<std::string> keys{sweep.key(0), sweep.key(1), sweep.key(2)};
  CHECK(keys.size() == 3);
}

TEST_CASE("study: cells are kept beside the result, and the name of their folder says of which") {
  const Workshop workshop;
  const auto folder = [&](const std::string& target) {
    study::StudyRequest request = request_in(workshop, three_seeds);
    request.target = workshop / target;
    return study::Study(std::move(request)).folder();
  };
  CHECK(folder("fig4.h5") == workshop / "fig4.cells");
  CHECK(folder("fig4.seed2") == workshop / "fig4.seed2.cells");
  fs::create_directory(workshop / "store");
  fs::create_symlink("store/real.h5", workshop / "link.h5");
  CHECK(folder("link.h5") == workshop / "store/real.cells");
}

TEST_CASE("study: files that a study reads are never its result") {
  const Workshop workshop;
  workshop.write("p.csv", "1,-1,1\n-1,-1,1\n");
  workshop.write("other.csv", "1\n");
  study::StudyRequest request;
  request.spec = workshop.write("s.yaml",
                                "patterns: {plugin: csv, file: p.csv}\nmodel: {plugin: hopfield, units: 3}\n"
                                "learning: hebbian\n"
                                "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 1}}]\n");
  request.target = workshop / "s.h5";
  request.plugin_folders = {ENGRAM_TEST_PLUGINS};
  const study::Study one(std::move(request));
  const std::string plugin = one.plugins().at(0).file;
  for (const std::string& read : {(workshop / "s.yaml").string(), (workshop / "p.csv").string(), plugin}) {
    CHECK_THROWS_WITH(one.refuse_input(read), read + " is read by " + (workshop / "s.yaml").string() +
                                                  " and is never replaced; write the result elsewhere with -o FILE");
  }
  CHECK_NOTHROW(one.refuse_input(workshop / "other.csv"));
  CHECK_NOTHROW(one.refuse_input(workshop / "s.h5"));
  CHECK(one.changed_input(one.spec().cases[0]).empty());
  workshop.write("p.csv", "1,1,1\n-1,-1,1\n");
  CHECK(one.changed_input(one.spec().cases[0]) ==
        (workshop / "p.csv").string() +
            " changed while the study ran, and this result may not be of its present contents; --resume computes it "
            "again");
  const Printed err(stderr);
  const Printed out(stdout);
  CHECK_FALSE(study::execute(one, quiet_options()));
  const auto failures = engram::store::Reader(workshop / "s.h5").failures();
  REQUIRE(failures.size() == 1);
  CHECK(failures[0].group == "patterns");
  CHECK(failures[0].sentence == one.changed_input(one.spec().cases[0]));
}

TEST_CASE("study: cells of an interrupted run are refused, taken or dropped as the options say") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  study::RunOptions part = quiet_options();
  part.shard = study::Shard{1, 3};
  {
    Printed out(stdout);
    study::RunOptions loud = part;
    loud.compute.quiet = false;
    CHECK(study::execute(sweep, loud));
    CHECK_THAT(out.text(), Catch::StartsWith(sweep.folder().string() + ": 1 cell computed, 1 of 3 are there in ") &&
                               Contains(" s; 'engram merge' writes the result\n"));
  }
  CHECK_THROWS_WITH(study::open_study(sweep, quiet_options()),
                    sweep.folder().string() +
                        " holds 1 cell of a run that was interrupted; --resume goes on with it, "
                        "--overwrite starts again");
  study::RunOptions resuming = quiet_options();
  resuming.resume = true;
  CHECK(study::open_study(sweep, resuming).missing == Numbers{1, 2});
  CHECK_FALSE(study::open_study(sweep, resuming).is_finished);
  CHECK(study::open_study(sweep, part).missing == Numbers{1, 2});
  study::RunOptions overwriting = quiet_options();
  overwriting.overwrite = true;
  CHECK(study::open_study(sweep, overwriting).missing == Numbers{0, 1, 2});
}
