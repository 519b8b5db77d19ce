// Reasons to compute a cell although one with its label may exist.
#include "study/cell_reasons.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "studies.hpp"
#include "study/merge.hpp"

using Catch::Matchers::Contains;
using engram::study::Computed;
using engram::study::Reasons;
using engram::test::quiet_options;
using engram::test::request_in;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace study = engram::study;

namespace {

const std::string files_spec =
    "patterns: {plugin: images, files: [\"p*.pgm\", q.pgm], threshold: mean}\n"
    "model: {plugin: hopfield, units: 4}\nlearning: hebbian\n"
    "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 1}}]\n";

/// An image of two by two pixels.
std::string image(const std::string& pixels) {
  return "P2 2 2 9 " + pixels + "\n";
}

/// The study of the small spec with these lines, not yet run.
study::Study study_in(const Workshop& workshop, const std::string& more) {
  return study::Study(request_in(workshop, more));
}

}  // namespace

TEST_CASE("reasons: a cell is computed because it is new, because settings changed, or because it failed") {
  const Workshop workshop;
  {
    const study::Study first = study_in(workshop, three_seeds);
    CHECK(Reasons(first, Computed(first, false)).of(0) == "not computed yet");
    study::RunOptions options = quiet_options();
    options.shard = study::Shard{1, 1, {"seed=1", "seed=2"}};
    CHECK(study::execute(first, options));
    const Computed computed(first, false);
    const Reasons reasons(first, computed);
    CHECK(reasons.of(0).empty());
    CHECK(reasons.of(1).empty());
    CHECK(reasons.of(2) == "not computed yet");
    CHECK(reasons.asks_for("seed=3"));
    CHECK_FALSE(reasons.asks_for("seed=4"));
    CHECK(computed.missing(first) == std::vector<std::size_t>{2});
    CHECK(computed.stale(first).empty());
  }
  const study::Study second = study_in(workshop, "sweep: {seed: [1, 3]}\ndescription: x\n");
  const Computed after(second, false);
  REQUIRE(after.stale(second).size() == 1);
  CHECK(Reasons(second, after).of_stale(*after.stale(second)[0]) == "the spec has no cell of this label");
  CHECK_THROWS_WITH(
      study::refuse_stale(second, after, "--resume --recompute"),
      Contains("1 computed cell of 'small' is not what the spec asks for: 'seed=2': the spec has no cell "
               "of this label\n  --resume --recompute drops it, -o FILE writes elsewhere"));

  study::StudyRequest changed = request_in(workshop, three_seeds);
  changed.sets = {"model.tau_v=200 ms", "patterns.count=3", "analyses.perturbation.duration=50 ms",
                  "learning.rounds=1", "integrator.time_step=2 ms"};
  const study::Study third(std::move(changed));
  const Computed stale(third, false);
  REQUIRE(stale.stale(third).size() == 2);
  const Reasons reasons(third, stale);
  const std::string why = reasons.of(0);
  CHECK(why ==
        "analyses.perturbation.duration was 0.1 s and is 0.05 s; integrator.time_step was 0.001 s and is 0.002 s; "
        "learning.rounds was 2 and is 1; model.tau_v was 0.1 s and is 0.2 s; and 1 more");
  CHECK(reasons.of(2) == "not computed yet");
  CHECK_THROWS_WITH(study::refuse_stale(third, stale, "--recompute"),
                    Contains("2 computed cells of 'small' are not what the spec asks for: '") &&
                        Contains("--recompute drops them, -o FILE"));
}

TEST_CASE("reasons: a failure is repeated, and what `keep` asks for now is named") {
  const Workshop workshop;
  study::StudyRequest failing = request_in(workshop, three_seeds);
  failing.sets = {"analyses.perturbation.corruption=throws_in_apply"};
  const study::Study broken(std::move(failing));
  study::RunOptions options = quiet_options();
  options.shard = study::Shard{1, 3};
  {
    engram::test::Printed err(stderr);
    CHECK_FALSE(study::execute(broken, options));
    CHECK_THAT(err.text(), Contains("engram: failed: seed=1: analyses/perturbation: "));
  }
  const Computed computed(broken, false);
  CHECK_THAT(Reasons(broken, computed).of(0), Catch::StartsWith("failed: ") && Contains("the corruption gave up"));
  CHECK(computed.missing(broken).size() == 3);
  REQUIRE(computed.failures(broken.key(0)).size() == 1);
  CHECK(computed.failures(broken.key(0))[0].group == "analyses/perturbation");

  const Workshop other;
  const study::Study lean = study_in(other, three_seeds + "keep: {weights: none}\n");
  CHECK(study::execute(lean, options));
  const study::Study whole = study_in(other, three_seeds);
  const Computed kept(whole, false);
  CHECK(Reasons(whole, kept).of(0) == "computed without weights, which `keep` asks for now");
  CHECK(kept.missing(whole).size() == 3);
}

TEST_CASE("reasons: a file that changed is named, and other files of a pattern are too") {
  const Workshop workshop;
  workshop.write("p1.pgm", image("9 0 9 0"));
  workshop.write("q.pgm", image("0 0 9 9"));
  const auto study = [&] {
    study::StudyRequest request;
    request.spec = workshop.write("s.yaml", files_spec + three_seeds);
    request.target = workshop / "s.h5";
    request.plugin_folders = {ENGRAM_TEST_PLUGINS};
    return study::Study(std::move(request));
  };
  {
    const study::Study first = study();
    study::RunOptions options = quiet_options();
    options.shard = study::Shard{1, 1};
    CHECK(study::execute(first, options));
  }
  const auto reason = [&] {
    const study::Study now = study();
    return Reasons(now, Computed(now, false)).of(0);
  };
  CHECK(reason().empty());
  workshop.write("q.pgm", image("0 9 9 9"));
  CHECK(reason() == (workshop / "q.pgm").string() + " has changed");
  workshop.write("q.pgm", image("0 0 9 9"));
  CHECK(reason().empty());
  workshop.write("p2.pgm", image("9 9 9 0"));
  CHECK(reason() == "other files match its paths");
}
