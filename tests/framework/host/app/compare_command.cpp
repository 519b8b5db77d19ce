// The output of `engram compare`.
#include <string>

#include "catch.hpp"
#include "program.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::fine;
using engram::test::grid;
using engram::test::Outcome;
using engram::test::Workshop;

TEST_CASE("compare: settings that differ stand once, and numbers beside each other with a test over seeds") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml -o few.h5");
  fine(workshop, "run -q spec.yaml -o many.h5 --set analyses.recall.corruption.count=5");
  const std::string out = fine(workshop, "compare few.h5 many.h5");
  CHECK_THAT(out, Contains("1 setting differs\n") && Contains("analyses.recall.corruption.count    2     5\n") &&
                      Contains("results of many against few") && Contains("analyses.recall.mean_overlap") &&
                      Contains("patterns.count=3") && Contains("(paired t-test)") && Contains("more are equal"));
  REQUIRE(workshop.shell("mkdir again && cp few.h5 again").code == 0);
  CHECK_THAT(fine(workshop, "compare few.h5 again/few.h5"), Contains("all settings are the same") &&
                                                                Contains("results of again/few against few") &&
                                                                Contains("no number differs"));
  const Outcome same = workshop.engram("compare few.h5 ./few.h5");
  CHECK(same.code == 2);
  CHECK_THAT(same.err, Contains("'./few.h5' is compared with itself: it is given twice"));
}

TEST_CASE("compare: other seeds are compared by Welch's test, and cells of one result only are counted") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml -o one.h5");
  fine(workshop,
       "run -q spec.yaml -o two.h5 --set sweep.seed.from=5 --set sweep.seed.to=9 --set sweep.patterns.count=[3]");
  const std::string out = fine(workshop, "compare one.h5 two.h5");
  CHECK_THAT(out,
             Contains("5, 6, ..., 9 (5 values)") && Contains("(Welch's t-test)") && Contains("8 cells only in one"));
}

TEST_CASE("compare: figures have the lines of all results") {
  const Workshop workshop;
  workshop.write("spec.yaml",
                 grid +
                     "figures:\n"
                     "  - {name: recall, panels: [{dataset: summary/results.analyses.recall.mean_overlap, "
                     "x: patterns.count, average: seed}]}\n"
                     "  - {name: weights, panels: [{dataset: model/W, case: 'count=1,seed=1', style: "
                     "matrix}]}\n");
  fine(workshop, "run -q spec.yaml -o few.h5");
  fine(workshop, "run -q spec.yaml -o many.h5 --set analyses.recall.corruption.count=5");
  const Outcome outcome = workshop.engram("compare few.h5 many.h5 -o pictures --format svg");
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Contains("pictures/few_many_recall.svg\n"));
  CHECK_THAT(outcome.err, Contains("figure 'weights' has a matrix, images or a histogram, and is not drawn"));
  CHECK_THAT(workshop.engram("compare few.h5 many.h5 -o pictures --figure recal").err,
             Contains("there is no figure 'recal'; did you mean 'recall'?"));
  CHECK_THAT(workshop.engram("compare few.h5 many.h5 -o pictures --figure weights").err,
             Contains("a matrix and images have no lines"));
  CHECK_THAT(engram::test::read(workshop / "pictures/few_many_recall.svg"),
             Contains(">few</text>") && Contains(">many</text>"));
  CHECK_THAT(workshop.engram("compare few.h5").err, Contains("compare takes two results or more"));
}
