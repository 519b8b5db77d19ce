// Specs that extend others, through every command that reads a spec.
#include <filesystem>
#include <string>

#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::changed;
using engram::test::fine;
using engram::test::Outcome;
using engram::test::refused;
using engram::test::Workshop;

namespace fs = std::filesystem;

namespace {

const std::string base = R"(title: Base
seed: 3
patterns: {plugin: csv, file: stored.csv}
model: {plugin: hopfield, units: 4}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 1}}
figures:
  - name: overlaps
    panels:
      - {dataset: analyses/recall/overlap, style: matrix, case: seed=1}
expect:
  - {claim: Everything is recalled., dataset: analyses/recall/final_overlap, compare: at_least, value: -1}
sweep: {seed: {from: 1, to: 3}}
)";

const std::string mine = R"(extends: bases/base.yaml
title: Mine
analyses:
  recall: {corruption: {count: 2}}
sweep: {seed: {to: 2}}
)";

/// A base and its patterns in a folder of their own, and a spec that extends it.
class Desk : public Workshop {
 public:
  Desk() {
    fs::create_directory(*this / "bases");
    write("bases/base.yaml", base);
    write("bases/stored.csv", "1,1,-1,-1\n1,-1,1,-1\n");
    write("mine.yaml", mine);
  }
};

}  // namespace

TEST_CASE("extends: a result names both files, and can be run again without them") {
  const Desk desk;
  fine(desk, "run mine.yaml");
  CHECK_THAT(fine(desk, "show mine.h5 model.units"), Contains("from bases/base.yaml:4:34"));
  CHECK_THAT(fine(desk, "show mine.h5 analyses.recall.corruption.count"), Contains("from mine.yaml:4:32"));
  CHECK_THAT(fine(desk, "show mine.h5 spec/extended/1/name"), Contains("bases/base.yaml"));
  CHECK_THAT(fine(desk, "show mine.h5 spec/extended/1/text"), Contains("title: Base"));
  CHECK_THAT(fine(desk, "show mine.h5 spec/original"), Contains("extends: bases/base.yaml"));
  CHECK_THAT(fine(desk, "show mine.h5 patterns.file"), Contains((desk / "bases/stored.csv").string()));
  const std::string provenance = fine(desk, "show mine.h5 provenance");
  CHECK_THAT(provenance, Contains("specs\n") && Contains((desk / "mine.yaml").string()) &&
                             Contains((desk / "bases/base.yaml").string()));
  const Outcome sums = desk.shell("sha256sum mine.yaml bases/base.yaml | cut -d' ' -f1");
  CHECK_THAT(provenance, Contains(sums.out.substr(0, 64)) && Contains(sums.out.substr(65, 64)));
  fine(desk, "report mine.h5 -o page.html");
  CHECK_THAT(engram::test::read(desk / "page.html"), Contains("# extended: bases/base.yaml"));
  fs::remove(desk / "mine.yaml");
  fs::remove(desk / "bases/base.yaml");
  CHECK_THAT(fine(desk, "rerun mine.h5"), Contains("the same: "));
  CHECK_THAT(fine(desk, "check mine.h5"), Contains("1 of 1 claim"));
  fine(desk, "plot mine.h5");
}

TEST_CASE("extends: a single run keeps the texts too") {
  const Desk desk;
  desk.write("one.yaml", "extends: mine.yaml\nsweep: ~\nfigures: ~\n");
  fine(desk, "run one.yaml");
  CHECK_THAT(fine(desk, "show one.h5 spec/extended/1/name"), Contains("bases/base.yaml"));
  CHECK_THAT(fine(desk, "show one.h5 spec/extended/2/name"), Contains("mine.yaml"));
  fs::remove(desk / "mine.yaml");
  CHECK_THAT(fine(desk, "rerun one.h5"), Contains("the same: "));
}

TEST_CASE("extends: a change in the base makes cells stale, as a change in the spec does") {
  const Desk desk;
  fine(desk, "run mine.yaml");
  CHECK_THAT(fine(desk, "run mine.yaml --resume"), Contains("nothing to compute"));
  desk.write("bases/base.yaml", "# A remark.\n" + base);
  fine(desk, "run mine.yaml --resume");
  CHECK_THAT(fine(desk, "show mine.h5 spec/extended/1/text"), Contains("# A remark."));
  desk.write("bases/base.yaml", changed(base, "learning: hebbian", "learning: storkey"));
  CHECK_THAT(refused(desk, "run mine.yaml --resume").err, Contains(": learning was hebbian and is storkey"));
  CHECK_THAT(desk.engram("status mine.yaml --explain").out, Contains("learning was hebbian and is storkey"));
  CHECK_THAT(fine(desk, "run mine.yaml --resume --recompute"), Contains("mine.h5: 2 cells"));
  // The base may change in values that the spec replaces.
  desk.write("bases/base.yaml", changed(changed(base, "hebbian", "storkey"), "to: 3", "to: 9"));
  CHECK_THAT(fine(desk, "run mine.yaml --resume"), Contains("0 computed, 2 there before"));
}

TEST_CASE("extends: relative names start in the folder of their own file, also after a sweep over them") {
  const Desk desk;
  desk.write("bases/other.csv", "1,-1,-1,1\n");
  desk.write("own.csv", "1,1,1,-1\n1,-1,-1,-1\n-1,1,-1,1\n");
  desk.write("own.yaml", "extends: mine.yaml\npatterns: {file: own.csv}\n");
  fine(desk, "run own.yaml");
  CHECK_THAT(fine(desk, "show own.h5 patterns.file"), Contains((desk / "own.csv").string()));
  desk.write("bases/swept.yaml",
             "extends: base.yaml\nsweep: {patterns.file: [stored.csv, other.csv]}\ncases: {a: {}, b: {learning: "
             "storkey}}\n");
  desk.write("swept.yaml", "extends: bases/swept.yaml\nsweep: {seed: ~}\nfigures: ~\n");
  fine(desk, "run swept.yaml");
  CHECK_THAT(fine(desk, "rerun swept.h5"), Contains("the same: "));
  desk.write("deeper.yaml", "extends: bases/swept.yaml\nfolder: bases\nsweep: {seed: ~}\nfigures: ~\n");
  CHECK_THAT(fine(desk, "run deeper.yaml --dry-run"), Contains("a.file=stored.csv"));
  desk.write("bases/moved.yaml", changed(base, "seed: 3", "folder: data\nseed: 3"));
  fs::create_directory(desk / "bases/data");
  fs::rename(desk / "bases/stored.csv", desk / "bases/data/stored.csv");
  desk.write("moved.yaml", changed(mine, "base.yaml", "moved.yaml"));
  fine(desk, "run moved.yaml");
  CHECK_THAT(fine(desk, "rerun moved.h5"), Contains("the same: "));
}

TEST_CASE("extends: --set, cases, shards and the other commands take the whole spec") {
  const Desk desk;
  fine(desk, "run mine.yaml --set model.units=4 --set sweep.seed.to=1 -o set.h5");
  desk.write("cases.yaml", "extends: mine.yaml\nfigures: ~\ncases: {a: {}, b: {learning: storkey}}\n");
  fine(desk, "run cases.yaml --set cases.b.analyses.recall.corruption.count=1 --shard 1/2");
  fine(desk, "run cases.yaml --set cases.b.analyses.recall.corruption.count=1 --shard 2/2");
  CHECK_THAT(desk.engram("status cases.yaml --set cases.b.analyses.recall.corruption.count=1").out,
             Contains("4 computed"));
  fine(desk, "merge cases.yaml --set cases.b.analyses.recall.corruption.count=1");
  CHECK_THAT(fine(desk, "show cases.h5 spec/extended/2/name"), Contains("mine.yaml"));
  CHECK_THAT(fine(desk, "rerun cases.h5"), Contains("the same: "));
  CHECK_THAT(fine(desk, "validate mine.yaml cases.yaml"), Contains("cases.yaml: no mistakes, 4 cells"));
  CHECK_THAT(fine(desk, "complete -- run mine.yaml --set analyses.recall.cor"),
             Contains("analyses.recall.corruption.count="));
  CHECK_THAT(refused(desk, "run mine.yaml --set extends=x.yaml").err,
             Contains("--set extends=x.yaml: error: 'extends' is read before --set is applied"));
}

TEST_CASE("extends: points of the base come from its folder, and their files too") {
  const Desk desk;
  desk.write("bases/other.csv", "1,-1,-1,1\n");
  desk.write("bases/runs.csv", "patterns.file,seed\nstored.csv,1\nother.csv,2\n");
  desk.write("bases/points.yaml", changed(changed(base, "{seed: {from: 1, to: 3}}", "{points: runs.csv}"),
                                          "case: seed=1", "at: {seed: 1}"));
  desk.write("points.yaml", "extends: bases/points.yaml\nfigures: ~\nlearning: storkey\n");
  fine(desk, "run points.yaml");
  CHECK_THAT(fine(desk, "show points.h5 provenance"),
             Contains("files\n") && Contains((desk / "bases/runs.csv").string()));
  CHECK_THAT(refused(desk, "run points.yaml --overwrite -o bases/runs.csv").err, Contains("is never replaced"));
  fs::rename(desk / "bases/runs.csv", desk / "bases/gone.csv");
  CHECK_THAT(fine(desk, "rerun points.h5"), Contains("the same: "));
  desk.write("bases/runs.csv", "patterns.file,seed\nstored.csv,1\nother.csv,3\n");
  CHECK_THAT(desk.engram("status points.yaml").out, Contains("1 computed, 0 failed, 1 missing"));
  CHECK_THAT(fine(desk, "run points.yaml --resume --recompute"), Contains("1 computed, 1 there before"));
  desk.write("points.yaml", "extends: bases/points.yaml\nfigures: ~\nseed: 4\n");
  CHECK_THAT(
      refused(desk, "validate points.yaml").err,
      Contains("points.yaml:3:7: error: 'seed' has no effect here: the sweep of the spec that this extends gives it "
               "other values") &&
          Contains("they are at bases/runs.csv:1:15"));
}

TEST_CASE("extends: claims and figures may come from a spec that extends another one") {
  const Desk desk;
  fine(desk, "run mine.yaml");
  desk.write("claims.yaml",
             "extends: mine.yaml\nexpect: [{claim: More., dataset: analyses/recall/final_overlap, "
             "compare: above, value: 2}]\n");
  CHECK(desk.engram("check mine.h5 --spec claims.yaml").code == 1);
  CHECK_THAT(fine(desk, "check mine.h5 --spec mine.yaml"), Contains("Everything is recalled."));
  CHECK_THAT(fine(desk, "plot mine.h5 --spec claims.yaml"), Contains("mine_overlaps"));
  desk.write("claims.yaml", "extends: mein.yaml\n");
  CHECK_THAT(refused(desk, "check mine.h5 --spec claims.yaml").err,
             Contains("claims.yaml:1:10: error: there is no file 'mein.yaml' to extend") &&
                 Contains("did you mean 'mine.yaml'?"));
}

TEST_CASE("extends: a result never replaces a spec that is extended") {
  const Desk desk;
  for (const char* command :
       {"run mine.yaml --overwrite -o bases/base.yaml", "run mine.yaml --resume -o bases/base.yaml",
        "merge mine.yaml --partial bases/base.yaml --overwrite"}) {
    CHECK_THAT(refused(desk, command).err, Contains("bases/base.yaml is read by mine.yaml and is never replaced"));
  }
  CHECK(engram::test::read(desk / "bases/base.yaml") == base);
}

TEST_CASE("extends: a submitted study keeps the texts of all its specs") {
  const Desk desk;
  // In place of Slurm: takes jobs, which run afterwards.
  desk.write("sbatch", "#!/bin/sh\nfor last; do :; done\necho $last >> $JOBS\necho 1\n");
  const Outcome outcome =
      desk.shell("chmod +x sbatch && export JOBS=$PWD/jobs && PATH=$PWD:$PATH '" ENGRAM_TEST_PROGRAM
                 "' submit mine.yaml --slurm --tasks 1 && for job in $(cat jobs); do cd ${job%/*} && "
                 "SLURM_ARRAY_TASK_ID=1 sh $job || exit 1; done");
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK_THAT(fine(desk, "show mine.h5 spec/original"), Contains("extends: bases/base.yaml"));
  CHECK_THAT(fine(desk, "show mine.h5 spec/extended/1/name"), Contains("bases/base.yaml"));
  CHECK_THAT(fine(desk, "show mine.h5 spec/extended/1/text"), Contains("title: Base"));
  CHECK_THAT(fine(desk, "show mine.h5 provenance"), Contains("  " + (desk / "bases/base.yaml").string()));
  CHECK_THAT(fine(desk, "run mine.yaml --resume"), Contains("nothing to compute"));
}
