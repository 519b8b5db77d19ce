// The output of `engram show`.
#include <string>

#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::fine;
using engram::test::grid;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

TEST_CASE("show: the contents of a single run are its datasets, claims and figures") {
  const Workshop workshop;
  workshop.write("spec.yaml",
                 std::string(small_spec) +
                     "figures:\n  - {name: distances, panels: [{dataset: analyses/perturbation/distance}]}\n"
                     "expect:\n  - {claim: It is far., dataset: analyses/perturbation/distance, compare: "
                     "at_least, value: 1e9}\n");
  fine(workshop, "run -q spec.yaml");
  const std::string out = fine(workshop, "show spec.h5");
  CHECK_THAT(out, Contains("spec.h5\n") && Contains("engram 0.1.0") && Contains("0 of 1 reproduced") &&
                      Contains("figures   distances") && Contains("analyses/perturbation/distance") &&
                      Contains("trial x ") && Contains("provenance, origins, claims"));
  // Colours are for terminals.
  CHECK(out.find('\033') == std::string::npos);
}

TEST_CASE("show: a dataset is shown as numbers or as a small plot, and a setting with its origin") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml --set model.units=12");
  CHECK_THAT(fine(workshop, "show spec.h5"), Contains("cells     12 cells\n"));
  CHECK_THAT(fine(workshop, "show spec.h5 analyses/recall/iterations --cell count=2,seed=3"),
             Contains("cases/count=2,seed=3/analyses/recall/iterations: ") && Contains("2 trial"));
  CHECK_THAT(fine(workshop, "show spec.h5 model/W"), Contains(" │") && Contains("lines along source_unit"));
  CHECK(fine(workshop, "show spec.h5 model.units") == "model.units = 12, from --set model.units=12\n");
  CHECK_THAT(fine(workshop, "show spec.h5 analyses.recall.corruption.count"),
             Contains("analyses.recall.corruption.count = 2, from ") && Contains("spec.yaml:6:62"));
  CHECK_THAT(fine(workshop, "show spec.h5 analyses/recall"), Contains("overlap") && Contains("fraction_recalled"));
}

TEST_CASE("show: settings, provenance, origins, cells, summary and the spec have words of their own") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml");
  CHECK_THAT(fine(workshop, "show spec.h5 settings"), Contains("patterns.count") && Contains("spec.yaml:2:"));
  CHECK_THAT(fine(workshop, "show spec.h5 provenance"), Contains("git_commit") && Contains("hopfield"));
  CHECK_THAT(fine(workshop, "show spec.h5 origins"),
             Contains("learning = hebbian, from ") && Contains("the default"));
  CHECK_THAT(fine(workshop, "show spec.h5 cells"), Contains("count=1,seed=1\n") && Contains("count=3,seed=4\n"));
  CHECK_THAT(fine(workshop, "show spec.h5 summary"),
             Contains("results.analyses.recall.fraction_recalled") && Contains("count=3,seed=4"));
  CHECK(fine(workshop, "show spec.h5 spec") == fine(workshop, "validate spec.yaml --resolved"));
}

TEST_CASE("show: --why tells the way of a number from the spec to the file") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml");
  const std::string out =
      fine(workshop, "show spec.h5 analyses/recall/fraction_recalled --why --cell count=2,seed=3");
  CHECK_THAT(out, Contains("analyses/recall/fraction_recalled of count=2,seed=3") && Contains("analysis recall") &&
                      Contains("sign_flips, from ") && Contains("spec.yaml:6:") && Contains("analysis recall") &&
                      Contains("SHA-256 ") && Contains("seed") && Contains("run -q spec.yaml"));
}

TEST_CASE("show: a wrong request names the nearest that is there") {
  const Workshop workshop;
  workshop.write("spec.yaml", grid);
  fine(workshop, "run -q spec.yaml");
  const auto refused = [&](const std::string& arguments) {
    const Outcome outcome = workshop.engram("show " + arguments);
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK_THAT(refused("spec.h5 analyses/recall/overlpa"),
             Contains("spec.h5 has neither a dataset nor a setting 'analyses/recall/overlpa'") &&
                 Contains("did you mean 'analyses/recall/overlap'?") && Contains("its contents are listed"));
  CHECK_THAT(refused("spec.h5 model/W --cell count=2"),
             Contains("'count=2' is part of the labels of 4 cells; there are count=2,seed=1"));
  CHECK_THAT(refused("spec.h5 --why"), Contains("--why needs the path of a dataset or a setting"));
  CHECK_THAT(refused("spec.h5 a b"), Contains("show takes a result and one path; there are 3 words"));
}
