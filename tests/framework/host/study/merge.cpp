// Merged results: the same numbers as those of single runs, whatever was computed when, and what is refused.
#include "study/merge.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "cells/cell_table.hpp"
#include "inspect/file_comparison.hpp"
#include "studies.hpp"

using Catch::Matchers::Contains;
using engram::Index;
using engram::RequestError;
using engram::RunError;
using engram::store::Reader;
using engram::study::Computed;
using engram::test::Printed;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::status_of;
using engram::test::three_seeds;
using engram::test::two_cases;
using engram::test::Workshop;
namespace fs = std::filesystem;
namespace cells = engram::cells;
namespace inspect = engram::inspect;
namespace store = engram::store;
namespace study = engram::study;

namespace {

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;

study::MergeOptions quiet_merge() {
  study::MergeOptions options;
  options.quiet = true;
  return options;
}

/// Computes the cells with these labels without merging them.
bool compute_cells(const study::Study& sweep, const Texts& labels) {
  study::RunOptions options = quiet_options();
  options.shard = study::Shard{1, 1, labels};
  return study::execute(sweep, options);
}

/// Checks that each cell of a merged result has all datasets of the same cell run alone.
void check_cells(const Workshop& workshop, const std::string& more, const Texts& labels) {
  const study::Study sweep(request_in(workshop, more));
  REQUIRE(study::execute(sweep, quiet_options()));
  const Reader merged(sweep.request().target);
  CHECK(merged.case_labels() == labels);
  for (const std::string& label : labels) {
    CAPTURE(label);
    study::StudyRequest request = request_in(workshop, more);
    request.target = workshop / "one.h5";
    const study::Study one(std::move(request));
    study::RunOptions options = quiet_options();
    options.cell = label;
    options.overwrite = true;
    REQUIRE(study::execute(one, options));
    const Reader alone(workshop / "one.h5");
    Texts differences;
    const inspect::Comparison compared = inspect::compare(
        merged, alone, {}, {"cases/" + label, true}, [](const std::string& group) { return group == "spec"; },
        [&](const std::string& sentence) { differences.push_back(sentence); });
    CHECK(differences.empty());
    CHECK(compared.datasets > 5);
    CHECK(merged.text("cases/" + label + "/spec/resolved") == alone.text("spec/resolved"));
  }
}

}  // namespace

TEST_CASE("merge: each cell has the datasets of a run of its own, in a stack or alone") {
  const Workshop workshop;
  SECTION("a sweep of cases") {
    check_cells(workshop, two_cases, {"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"});
    CHECK(Reader(workshop / "small.h5").has("cases/b.seed=2/analyses/perturbation/distance"));
  }
  SECTION("cells of two shapes") {
    check_cells(workshop, "sweep: {seed: [1, 2], patterns.count: [2, 3]}\n",
                {"seed=1,count=2", "seed=1,count=3", "seed=2,count=2", "seed=2,count=3"});
  }
  SECTION("a shape that one cell has alone") {
    check_cells(workshop, "sweep: {patterns.count: [2, 3]}\n", {"count=2", "count=3"});
  }
  SECTION("cases without a sweep") {
    check_cells(workshop, "cases: {a: {}, b: {model.tau_v: 200 ms}}\n", {"a", "b"});
  }
}

TEST_CASE("merge: the summary and its grid have the numbers of each cell in its place") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, two_cases));
  REQUIRE(study::execute(sweep, quiet_options()));
  const Reader reader(sweep.request().target);
  const std::string name = "results.analyses.perturbation.mean_final_distance";
  const std::string in_cell = "/analyses/perturbation/mean_final_distance";
  CHECK(reader.column<std::string>("summary/case") == Texts{"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"});
  CHECK(reader.column<std::string>("summary/case_name") == Texts{"a", "a", "b", "b"});
  CHECK(reader.column<std::int64_t>("summary/seed") == std::vector<std::int64_t>{1, 2, 1, 2});
  CHECK(reader.column<double>("summary/model.tau_v") == Reals{0.1, 0.1, 0.2, 0.2});
  Reals numbers;
  for (const std::string& label : reader.case_labels()) {
    numbers.push_back(
        std::get<Reals>(reader.dataset(std::string("cases/").append(label).append(in_cell)).values).front());
  }
  CHECK(reader.column<double>("summary/" + name) == numbers);
  const engram::Dataset grid = reader.dataset("summary/grid/" + name);
  CHECK(grid.dimensions == Texts{"case_name", "seed"});
  CHECK(grid.shape == std::vector<Index>{2, 2});
  CHECK(std::get<Reals>(grid.values) == numbers);
  const auto cells = cells::read_cell_table(reader);
  REQUIRE(cells.size() == 4);
  for (std::size_t cell = 0; cell < 4; ++cell) {
    CHECK(cells[cell].key == sweep.key(cell));
    CHECK(cells[cell].label == sweep.spec().cases.label(cell));
    CHECK(cells[cell].seconds > 0.0);
    CHECK_FALSE(cells[cell].failed);
  }
  CHECK(reader.text("spec/original") == sweep.spec().original);
  CHECK(reader.text("spec/resolved") == sweep.spec().resolved);
  CHECK_FALSE(fs::exists(sweep.folder()));
}

TEST_CASE("merge: a result of some cells is partial, and the cells stay") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  REQUIRE(compute_cells(sweep, {"seed=1", "seed=3"}));
  study::MergeOptions options = quiet_merge();
  options.partial = workshop / "part.h5";
  CHECK(study::merge_parts(sweep, options, {}));
  CHECK(status_of(workshop / "part.h5") == "partial");
  const Reader reader(workshop / "part.h5");
  CHECK(reader.case_labels() == Texts{"seed=1", "seed=3"});
  CHECK(reader.column<std::string>("summary/case") == Texts{"seed=1", "seed=3"});
  CHECK_FALSE(fs::exists(sweep.request().target));
  CHECK(fs::exists(sweep.folder()));
  CHECK(Computed(sweep, false).missing(sweep) == std::vector<std::size_t>{1});
  CHECK_THROWS_AS(study::merge_parts(sweep, options, {}), RequestError);
  options.overwrite = true;
  CHECK(study::merge_parts(sweep, options, {}));
  CHECK_THROWS_WITH(study::merge_parts(sweep, quiet_merge(), {}),
                    "1 of 3 cells is missing, such as 'seed=2'; 'engram run " + sweep.request().spec.string() +
                        " --resume' computes it, 'engram merge --partial FILE' writes the others");
  REQUIRE(compute_cells(sweep, {"seed=2"}));
  CHECK(study::merge_parts(sweep, quiet_merge(), {}));
  CHECK(status_of(sweep.request().target) == "complete");
  CHECK_FALSE(fs::exists(sweep.folder()));
}

TEST_CASE("merge: without any cell a partial result has no summary") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop, three_seeds));
  study::MergeOptions options = quiet_merge();
  options.partial = workshop / "part.h5";
  CHECK(study::merge_parts(sweep, options, {}));
  CHECK(status_of(workshop / "part.h5") == "partial");
  CHECK_FALSE(Reader(workshop / "part.h5").has("summary"));
  CHECK_THROWS_WITH(study::merge_parts(sweep, quiet_merge(), {}),
                    Contains("3 of 3 cells are missing, such as 'seed=1'; ") && Contains("computes them"));
}

TEST_CASE("merge: cells of other settings are refused, or dropped on request") {
  const Workshop workshop;
  {
    const study::Study before(request_in(workshop, three_seeds));
    REQUIRE(compute_cells(before, {"seed=1", "seed=2", "seed=3"}));
  }
  const study::Study fewer(request_in(workshop, "sweep: {seed: [1, 2]}\n"));
  CHECK_THROWS_WITH(study::merge_parts(fewer, quiet_merge(), {}),
                    Contains("1 computed cell of 'small' is not what the spec asks for: 'seed=3'") &&
                        Contains("--recompute drops it"));
  const study::Study more(request_in(workshop, "sweep: {seed: [1, 2, 4]}\n"));
  CHECK_THROWS_WITH(study::merge_parts(more, quiet_merge(), {}),
                    Contains("1 of 3 cells is missing, such as 'seed=4', beside 1 cell made with other settings, "
                             "plugins, files or numerics ('engram status --explain' says which); "));
  study::MergeOptions dropping = quiet_merge();
  dropping.recompute = true;
  CHECK(study::merge_parts(fewer, dropping, {}));
  CHECK(Reader(fewer.request().target).case_labels() == Texts{"seed=1", "seed=2"});
}

TEST_CASE("merge: a cell that failed stands apart from the stack, with its failure") {
  const Workshop workshop;
  const study::Study sweep(request_in(workshop,
                                      "cases: {good: {}, bad: {analyses.perturbation.corruption: throws_in_apply}}\n"
                                      "sweep: {seed: [1, 2]}\n"));
  Printed err(stderr);
  Printed out(stdout);
  CHECK_FALSE(study::execute(sweep, quiet_options()));
  CHECK_THAT(err.text(), Contains("engram: failed: cases/bad.seed=1/analyses/perturbation: ") &&
                             Contains("the corruption gave up"));
  CHECK_THAT(out.text(),
             Contains(": 4 cells in ") && Contains(", 2 failures; what was computed before is in the file"));
  CHECK(status_of(sweep.request().target) == "failed");
  const Reader reader(sweep.request().target);
  CHECK(reader.case_labels() == Texts{"good.seed=1", "good.seed=2", "bad.seed=1", "bad.seed=2"});
  CHECK(reader.has("cases/good.seed=1/analyses/perturbation/distance"));
  CHECK_FALSE(reader.has("cases/bad.seed=1/analyses/perturbation/distance"));
  REQUIRE(reader.failures().size() == 2);
  CHECK(reader.failures()[0].group == "cases/bad.seed=1/analyses/perturbation");
  const auto cells = cells::read_cell_table(reader);
  CHECK(cells.at(1).failed == false);
  CHECK(cells.at(2).failed == true);
}

TEST_CASE("merge: what `keep` leaves out is in no cell, and a dataset of some cells is in theirs") {
  const Workshop workshop;
  const std::string keep =
      "keep: {weights: first seed, patterns: none, trajectories: used}\n"
      "figures: [{name: f, panels: [{dataset: analyses/perturbation/distance, case: b}]}]\n";
  const study::Study sweep(request_in(workshop, two_cases + keep));
  REQUIRE(study::execute(sweep, quiet_options()));
  const Reader reader(sweep.request().target);
  const auto has = [&](const std::string& path) {
    std::string letters;
    for (const std::string& label : reader.case_labels()) {
      letters += reader.has_dataset(std::string("cases/").append(label).append("/").append(path)) ? '+' : '-';
    }
    return letters;
  };
  REQUIRE(reader.case_labels() == Texts{"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"});
  CHECK(has("model/W") == "+-+-");
  CHECK(has("patterns/targets") == "----");
  CHECK(has("patterns/pattern") == "++++");
  CHECK(has("analyses/perturbation/distance") == "--+-");
  CHECK(has("analyses/perturbation/time") == "++++");
  CHECK(has("analyses/perturbation/mean_final_distance") == "++++");
  // The dataset of one cell has the coordinates of its dimensions.
  const engram::Dataset distance = reader.dataset("cases/b.seed=1/analyses/perturbation/distance");
  CHECK(distance.dimensions == Texts{"trial", "target", "time"});
  const study::Study whole(request_in(workshop, two_cases));
  CHECK_THROWS_WITH(study::execute(whole, quiet_options()), Contains("exists; --resume computes what is missing"));
  study::RunOptions resuming = quiet_options();
  resuming.resume = true;
  CHECK(study::execute(whole, resuming));
  const Reader again(sweep.request().target);
  CHECK(again.has_dataset("cases/a.seed=2/model/W"));
  CHECK(again.dataset("cases/b.seed=1/analyses/perturbation/distance").values == distance.values);
}

TEST_CASE("merge: a finished result has nothing to compute, and a changed spec goes on with its cells") {
  const Workshop workshop;
  study::RunOptions resuming = quiet_options();
  resuming.resume = true;
  {
    const study::Study first(request_in(workshop, three_seeds));
    REQUIRE(study::execute(first, quiet_options()));
    CHECK(Computed(first, true).is_finished(first));
    CHECK_FALSE(Computed(first, false).is_finished(first));
    Printed out(stdout);
    study::RunOptions loud = resuming;
    loud.compute.quiet = false;
    CHECK(study::execute(first, loud));
    CHECK(out.text() == first.request().target.string() + ": all 3 cells are there; nothing to compute\n");
  }
  const study::Study more(request_in(workshop, "sweep: {seed: [1, 2, 3, 4]}\n"));
  CHECK_FALSE(Computed(more, true).is_finished(more));
  CHECK(Computed(more, true).missing(more) == std::vector<std::size_t>{3});
  Printed out(stdout);
  study::RunOptions loud = resuming;
  loud.compute.quiet = false;
  CHECK(study::execute(more, loud));
  CHECK_THAT(out.text(), Contains(": 4 cells (1 computed, 3 there before) in "));
  CHECK(Reader(more.request().target).case_labels().size() == 4);
  const study::Study fewer(request_in(workshop, "sweep: {seed: [1, 2]}\n"));
  CHECK_THROWS_WITH(study::execute(fewer, resuming), Contains("2 computed cells of 'small' are not what"));
  // The order of the cells is that of the spec.
  const study::Study turned(request_in(workshop, "sweep: {seed: [4, 3, 2, 1]}\n"));
  CHECK_FALSE(Computed(turned, true).is_finished(turned));
  CHECK(study::execute(turned, resuming));
  CHECK(Reader(turned.request().target).case_labels() == Texts{"seed=4", "seed=3", "seed=2", "seed=1"});
  const study::Study retitled(request_in(workshop, "sweep: {seed: [4, 3, 2, 1]}\ndescription: New words.\n"));
  CHECK(Computed(retitled, true).missing(retitled).empty());
  CHECK_FALSE(Computed(retitled, true).is_finished(retitled));
}

TEST_CASE("merge: a result is unfinished while cells stand beside it, and if a text of its specs has changed") {
  const Workshop workshop;
  const study::StudyRequest request = request_in(workshop);
  workshop.write("base.yaml", engram::test::small_spec + three_seeds);
  workshop.write("small.yaml", "extends: base.yaml\n");
  const study::Study sweep(request);
  REQUIRE(study::execute(sweep, quiet_options()));
  CHECK(Computed(sweep, true).is_finished(sweep));
  REQUIRE(compute_cells(sweep, {"seed=2"}));
  CHECK_FALSE(Computed(sweep, true).is_finished(sweep));
  study::RunOptions resuming = quiet_options();
  resuming.resume = true;
  CHECK(study::execute(sweep, resuming));
  CHECK(Computed(sweep, true).is_finished(sweep));
  workshop.write("base.yaml", engram::test::small_spec + three_seeds + "# Only a comment.\n");
  const study::Study commented(request);
  CHECK(commented.spec().resolved == sweep.spec().resolved);
  CHECK_FALSE(Computed(commented, true).is_finished(commented));
}

TEST_CASE("merge: a result without cells that could be compared is foreign to a sweep") {
  const Workshop workshop;
  const study::Study single(request_in(workshop));
  REQUIRE(study::execute(single, quiet_options()));
  CHECK_FALSE(Computed(single, true).is_foreign(single));
  const study::Study sweep(request_in(workshop, three_seeds));
  CHECK(Computed(sweep, true).is_foreign(sweep));
  CHECK_FALSE(Computed(sweep, false).is_foreign(sweep));
  study::RunOptions resuming = quiet_options();
  resuming.resume = true;
  CHECK_THROWS_WITH(study::execute(sweep, resuming),
                    Contains("is the result of another spec and has no cells that --resume could go on with"));
  study::RunOptions overwriting = quiet_options();
  overwriting.overwrite = true;
  CHECK(study::execute(sweep, overwriting));
  const study::Study again(request_in(workshop));
  CHECK(Computed(again, true).is_foreign(again));
}
