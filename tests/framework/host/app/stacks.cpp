// The cells of a sweep in its result: stacks of equal shapes, and the arrays that `keep` chooses.
#include <filesystem>
#include <string>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::changed;
using engram::test::fine;
using engram::test::grid;
using engram::test::Outcome;
using engram::test::python;
using engram::test::refused;
using engram::test::Workshop;

namespace {

/// The sweep `grid` with a figure, so that only what the figure uses is kept.
std::string drawn() {
  return changed(grid, "analyses:\n", R"(figures:
  - name: overlaps
    panels:
      - {dataset: analyses/recall/overlap, case: "count=2,seed=3", style: matrix}
      - {dataset: summary/results.analyses.recall.mean_overlap, x: patterns.count, average: seed}
analyses:
)");
}

}  // namespace

TEST_CASE("stacks: cells of one shape are one array, which xarray opens with the swept axes as coordinates") {
  ENGRAM_NEEDS_PYTHON_MODULE("xarray");
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml");
  CHECK(python(workshop, R"(
import xarray as xr
print(list(h5py.File('grid.h5')['cells']))
recall = xr.open_dataset('grid.h5', group='cells/count=2/analyses/recall')
print(recall.overlap.dims, recall.seed.values, recall.mean_overlap.dims)
print(recall.overlap.mean('seed').shape, sorted(recall.coords))
print(recall.bit_errors.dtype, xr.open_dataset('grid.h5', group='cells/count=2/patterns').targets.dtype)
labels = h5py.File('grid.h5')['cells/count=2/label'].asstr()[()]
print(list(labels))
)") == "['count=1', 'count=2', 'count=3']\n"
       "('seed', 'trial', 'target') [1 2 3 4] ('seed',)\n"
       "(2, 2) ['seed', 'target', 'target_of_trial', 'trial']\n"
       "int64 int8\n"
       "['count=2,seed=1', 'count=2,seed=2', 'count=2,seed=3', 'count=2,seed=4']\n");
}

TEST_CASE("stacks: each cell has the bits of a run of its own") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml");
  for (const char* label : {"count=1,seed=1", "count=2,seed=3", "count=3,seed=4"}) {
    CHECK_THAT(fine(workshop, std::string("rerun grid.h5 --cell ") + label), Contains("the same: "));
  }
  CHECK_THAT(fine(workshop, "rerun grid.h5"), Contains("the same: "));
  CHECK_THAT(refused(workshop, "rerun grid.h5 --cell count=2,seed=9").err,
             Contains("grid.h5 has no cell 'count=2,seed=9'; did you mean 'count=2,seed=1'?"));
  CHECK_THAT(fine(workshop, "show grid.h5 cases/count=2,seed=3/analyses/recall/bit_errors"), Contains("2 trial"));
}

TEST_CASE(
    "stacks: a sweep whose cells differ along two axes is a grid, with missing values where a cell is left out") {
  ENGRAM_NEEDS_PYTHON_MODULE("xarray");
  const Workshop workshop;
  workshop.write("two.yaml", changed(changed(grid, "patterns.count: [1, 2, 3]", "learning.rate: [1, 2]"),
                                     "learning: {plugin: hebbian}", "learning: {plugin: anti_hebbian, rate: 1}") +
                                 "  exclude: {learning.rate: 2, seed: 3}\n");
  const Outcome outcome = workshop.engram("run -q two.yaml");
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(python(workshop, R"(
import xarray as xr
recall = xr.open_dataset('two.h5', group='cells/analyses/recall')
print(recall.overlap.dims, recall['learning.rate'].values)
gap = recall.isel({'learning.rate': 1, 'seed': 2})
print(np.isnan(gap.overlap.values).all(), np.isnan(gap.bit_errors.values).all(), recall.bit_errors.isnull().sum().item())
print(np.isnan(xr.open_dataset('two.h5', group='cells/patterns').targets[1, 2].values).all())
print(len(unstacked('two.h5')['cases']))
)") == "('learning.rate', 'seed', 'trial', 'target') [1. 2.]\nTrue True 2\nTrue\n7\n");
  CHECK_THAT(fine(workshop, "rerun two.h5"), Contains("the same: "));
  CHECK_THAT(fine(workshop, "check --integrity two.h5"), !Contains("damaged"));
}

TEST_CASE("stacks: cells whose grid would be mostly empty are a list") {
  const Workshop workshop;
  workshop.write("few.yaml", changed(changed(grid, "patterns.count: [1, 2, 3]", "learning.rate: [1, 2, 3, 4]"),
                                     "learning: {plugin: hebbian}", "learning: {plugin: anti_hebbian, rate: 1}") +
                                 "  where: learning.rate == seed\n");
  fine(workshop, "run -q few.yaml");
  CHECK(python(workshop, R"(
group = h5py.File('few.h5')['cells/analyses/recall']
print(group['overlap'].shape, group['cell'][()], group['seed'][()], group['learning.rate'][()])
)") == "(4, 2, 2) [0 1 2 3] [1 2 3 4] [1. 2. 3. 4.]\n");
  CHECK_THAT(fine(workshop, "rerun few.h5"), Contains("the same: "));
}

TEST_CASE("keep: a sweep with figures keeps the arrays that they use, and lists and numbers") {
  const Workshop workshop;
  workshop.write("grid.yaml", drawn());
  fine(workshop, "run -q grid.yaml");
  CHECK(python(workshop, R"(
result = h5py.File('grid.h5')
whole = unstacked('grid.h5')['cases']
print([name for name in whole if 'analyses/recall/overlap' in whole[name]])
print([name for name in whole if 'model/W' in whole[name] or 'patterns/targets' in whole[name]])
print(all('analyses/recall/bit_errors' in whole[name] for name in whole), list(result['cells']))
)") == "['count=2,seed=3']\n[]\nTrue ['count=1', 'count=2', 'count=3']\n");
  fine(workshop, "plot grid.h5");
  CHECK_THAT(refused(workshop, "export grid.h5 model/W").err,
             Contains("the spec's `keep` left out arrays of the runs; 'engram rerun grid.h5 --cell LABEL --keep all "
                      "-o FILE' computes those of a cell again"));
  // The arrays come again, with the same bits.
  fine(workshop, "run -q grid.yaml --keep all -o all.h5");
  fine(workshop, "rerun grid.h5 --cell count=2,seed=3 --keep all -o one.h5");
  CHECK(python(workshop, R"(
one, whole = h5py.File('one.h5'), unstacked('all.h5')['cases/count=2,seed=3']
print(np.array_equal(one['model/W'][()], whole['model/W'][()]), np.array_equal(one['patterns/targets'][()], whole['patterns/targets'][()]))
)") == "True True\n");
  CHECK_THAT(fine(workshop, "rerun grid.h5"), Contains("the same: "));
  CHECK_THAT(fine(workshop, "rerun grid.h5 --keep all -q -o again.h5"), !Contains("differ"));
}

TEST_CASE("keep: a wider choice computes the cells again, a narrower one drops their arrays") {
  const Workshop workshop;
  workshop.write("grid.yaml", drawn());
  fine(workshop, "run -q grid.yaml");
  CHECK_THAT(workshop.engram("status --explain grid.yaml --keep weights=all").out,
             Contains("computed without weights, which `keep` asks for now"));
  CHECK_THAT(fine(workshop, "run grid.yaml --resume --keep weights=all"), Contains("grid.h5: 12 cells in "));
  fine(workshop, "run -q grid.yaml --keep weights=all -o direct.h5");
  CHECK_THAT(fine(workshop, "diff grid.h5 direct.h5"), Contains("the same: "));
  CHECK_THAT(fine(workshop, "run grid.yaml --resume"), Contains("0 computed, 12 there before"));
  fine(workshop, "run -q grid.yaml -o plain.h5");
  CHECK_THAT(fine(workshop, "diff grid.h5 plain.h5"), Contains("the same: "));
}

TEST_CASE("stacks: a sweep that is extended has the bits of one that was run at once") {
  const Workshop workshop;
  workshop.write("grid.yaml", changed(drawn(), "count=2,seed=3", "count=2,seed=1"));
  fine(workshop, "run -q grid.yaml --set sweep.seed.to=2");
  fine(workshop, "run -q grid.yaml --set sweep.seed.to=3 --resume");
  CHECK_THAT(fine(workshop, "run grid.yaml --resume"), Contains("3 computed, 9 there before"));
  fine(workshop, "run -q grid.yaml -o once.h5");
  CHECK_THAT(fine(workshop, "diff grid.h5 once.h5"), Contains("the same: "));
  CHECK(workshop
            .shell("for file in grid once; do h5ls -r $file.h5 | grep -v provenance > $file.txt; done; cmp grid.txt "
                   "once.txt && wc -l < grid.txt")
            .out != "");
}

TEST_CASE("keep: arrays of the first seed stand beside the stack") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  fine(workshop, "run -q grid.yaml --keep 'weights=first seed'");
  CHECK(python(workshop, R"(
whole = unstacked('grid.h5')['cases']
print([name for name in whole if 'model/W' in whole[name]])
print(list(h5py.File('grid.h5')['cases/count=1,seed=1/model']))
)") == "['count=1,seed=1', 'count=2,seed=1', 'count=3,seed=1']\n['W', 'source_unit', 'unit']\n");
  CHECK_THAT(fine(workshop, "rerun grid.h5"), Contains("the same: "));
}

TEST_CASE("keep: wrong words are refused at their place, with the allowed ones") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid + "keep: {weight: all, states: some}\n");
  const std::string message = refused(workshop, "validate grid.yaml").err;
  CHECK_THAT(message, Contains("grid.yaml:10:8") && Contains("'keep' has no key 'weight'") &&
                          Contains("did you mean 'weights'?"));
  CHECK_THAT(message, Contains("'keep' does not take 'some'") && Contains("allowed: all, used, first seed, none"));
  workshop.write("grid.yaml", grid);
  CHECK_THAT(refused(workshop, "run grid.yaml --keep weight=all").err, Contains("did you mean 'weights'?"));
  CHECK_FALSE(std::filesystem::exists(workshop.folder() / "grid.h5"));
}

TEST_CASE("accept: cells made with another build of a plugin are kept if a few computed again have the same bits") {
  const Workshop workshop;
  workshop.write("grid.yaml", grid);
  std::filesystem::create_directory(workshop.folder() / "own");
  const auto build = [&](const std::string& ending) {
    // Bytes behind the end of a library change its checksum and nothing else.
    const Outcome copied =
        workshop.shell("cp " ENGRAM_TEST_PLUGINS "/binary.so own/ && printf '" + ending + "' >> own/binary.so");
    REQUIRE(copied.code == 0);
  };
  build("first");
  fine(workshop, "run -q grid.yaml --plugin-path own");
  build("second");
  CHECK_THAT(refused(workshop, "run grid.yaml --plugin-path own --resume").err, Contains("12 computed cells"));
  CHECK_THAT(refused(workshop, "run grid.yaml --plugin-path own --accept-plugins").err,
             Contains("--accept-plugins needs --resume"));
  CHECK_THAT(fine(workshop, "run grid.yaml --plugin-path own --resume --accept-plugins"),
             Contains("12 cells made with other builds: 5 computed again with the same bits, 7 accepted"));
  CHECK(workshop
            .shell("/usr/bin/python3 -c \"import h5py; cells = h5py.File('grid.h5')['provenance/cells']; "
                   "print(sum('accepted plugin pattern_source/binary' in text for text in "
                   "cells['made_with'].asstr()[()]), len(cells['cell']))\"")
            .out == "1 12\n");
  CHECK_THAT(fine(workshop, "run grid.yaml --plugin-path own --resume"), Contains("nothing to compute"));
  // Other settings are no matter of builds.
  workshop.write("grid.yaml", changed(grid, "sign_flips, count: 2", "sign_flips, count: 3"));
  CHECK_THAT(refused(workshop, "run grid.yaml --plugin-path own --resume --accept-plugins").err,
             Contains("only the builds of plugins") && Contains("count was 2 and is 3"));
}
