// Networks of stored results whose runs failed, or that have only a part of their weights.
#include "study/initial_weights.hpp"

#include <string>

#include "studies.hpp"

using Catch::Matchers::Contains;
using engram::test::Printed;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::Workshop;
namespace study = engram::study;

TEST_CASE("initial weights: a network has weights if its run failed after learning, and none if it failed before") {
  const Workshop workshop;
  const study::Study sweep(
      request_in(workshop,
                 "cases: {bad: {learning.gamma_M: 1 us}, late: "
                 "{analyses.perturbation.corruption: throws_in_apply}}\nsweep: {seed: [1, 2]}\n"));
  {
    const Printed err(stderr);
    const Printed out(stdout);
    CHECK_FALSE(study::execute(sweep, quiet_options()));
  }
  const std::string result = sweep.request().target.string();
  CHECK(study::StoredNetworks().find({result, "late.seed=2"})->weights != nullptr);
  CHECK_THROWS_WITH(study::StoredNetworks().find({result, "bad.seed=1"}),
                    Catch::StartsWith("case 'bad.seed=1' of " + result +
                                      " failed before its network had learned: the residual became infinite"));
}

TEST_CASE("initial weights: weights that are incomplete come with the command that computes all of them") {
  const Workshop workshop;
  const study::Study stored(
      request_in(workshop, "keep: {weights: used}\nfigures: [{name: f, panels: [{dataset: model/W}]}]\n"));
  REQUIRE(study::execute(stored, quiet_options()));
  Printed err(stderr);
  CHECK_THROWS(study::Study(request_in(workshop, "initial: small.h5\n")));
  CHECK_THAT(err.text(), Contains("there is no dataset 'M' among them") &&
                             Contains("`keep` of its spec left out weights; 'engram rerun ") &&
                             Contains("--keep weights=all -o FILE' computes them again"));
}
