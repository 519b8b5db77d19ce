// Specs whose networks start with the weights of a stored result, through every command that reads a spec.
#include <filesystem>
#include <string>

#include "catch.hpp"
#include "program.hpp"
#include "study_runs.hpp"

using Catch::Matchers::Contains;
using engram::test::changed;
using engram::test::fine;
using engram::test::Outcome;
using engram::test::Workshop;

namespace fs = std::filesystem;

namespace {

const std::string trained = R"(seed: 3
patterns: {plugin: binary, count: 3, size: 20}
model: {plugin: hopfield, units: 20}
learning: hebbian
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 3}}
)";

const std::string probed = R"(seed: 3
patterns: {plugin: binary, count: 3, size: 20}
model: {plugin: hopfield, units: 20}
initial: trained.h5
learning: ~
analyses:
  - {plugin: recall, corruption: {plugin: sign_flips, count: 3}}
)";

const std::string swept = trained + "sweep: {seed: [3, 30, 4], model.update: [asynchronous, synchronous]}\n";

/// A folder with the result of a single run, trained.h5, and a spec that probes it.
class Desk : public Workshop {
 public:
  Desk() {
    write("trained.yaml", trained);
    write("probed.yaml", probed);
    fine(*this, "run trained.yaml -q");
  }

  /// Also makes swept.h5, of six cells.
  void sweep(const std::string& more = "") const {
    write("swept.yaml", swept + more);
    fine(*this, "run swept.yaml -q");
  }

  /// The message of `engram validate` about the spec that probes, with one piece replaced.
  [[nodiscard]] std::string refused(const std::string& from, const std::string& to) const {
    write("changed.yaml", changed(probed, from, to));
    const Outcome outcome = engram("validate changed.yaml");
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.code == 2);
    return outcome.err;
  }
};

}  // namespace

TEST_CASE("initial: a network that is only probed recalls what the trained one did, to the last bit") {
  const Desk desk;
  fine(desk, "run probed.yaml -q");
  const Outcome diff = desk.engram("diff trained.h5 probed.h5 --absolute 0");
  CHECK_THAT(diff.out, !Contains("analyses/recall") && !Contains("model/"));
  for (const char* each : {"analyses/recall/final_overlap", "analyses/recall/iterations", "model/W"}) {
    CHECK(fine(desk, std::string("export trained.h5 ") + each) ==
          fine(desk, std::string("export probed.h5 ") + each));
  }
  desk.write("absent.yaml", changed(probed, "learning: ~\n", ""));
  fine(desk, "run absent.yaml -q");
  fine(desk, "diff probed.h5 absent.h5");
  CHECK_THAT(fine(desk, "show probed.h5 initial"), Contains("trained.h5") && Contains("from probed.yaml:4:10"));
  CHECK_THAT(fine(desk, "show probed.h5 provenance"), Contains((desk / "trained.h5").string()));
  CHECK_THAT(fine(desk, "rerun probed.h5"), Contains("the same: "));
}

TEST_CASE("initial: two rounds of predictive coding are one round after another") {
  const Workshop desk;
  const std::string two = R"(seed: 3
patterns: {plugin: binary, count: 3, size: 12}
model: {plugin: pc_hopfield, layers: [12], activation: tanh, initial_width: 0.1}
learning: {plugin: predictive_coding, presentation: 1 s, rounds: 2}
integrator: {plugin: euler, time_step: 1 ms}
)";
  desk.write("two.yaml", two);
  desk.write("first.yaml", changed(two, "rounds: 2", "rounds: 1"));
  desk.write("second.yaml",
             changed(changed(two, "rounds: 2", "rounds: 1"), "learning:", "initial: first.h5\nlearning:"));
  for (const char* spec : {"two.yaml", "first.yaml", "second.yaml"}) {
    fine(desk, std::string("run -q ") + spec);
  }
  for (const char* weights : {"model/M", "model/W", "model/b"}) {
    CHECK(fine(desk, std::string("export two.h5 ") + weights) ==
          fine(desk, std::string("export second.h5 ") + weights));
    CHECK(fine(desk, std::string("export two.h5 ") + weights) !=
          fine(desk, std::string("export first.h5 ") + weights));
  }
}

TEST_CASE("initial: a cell is named by its label or by a part that is unique") {
  const Desk desk;
  desk.sweep();
  const auto probe = [&](const std::string& cell) {
    desk.write("cell.yaml", changed(probed, "trained.h5", "{result: swept.h5, case: " + cell + "}"));
    return desk.engram("run cell.yaml -q --overwrite");
  };
  for (const char* cell : {"'seed=3,update=asynchronous'", "'=3,update=asynchronous'", "'seed=4,update=asyn'"}) {
    const Outcome outcome = probe(cell);
    INFO(cell << outcome.err);
    CHECK(outcome.code == 0);
  }
  REQUIRE(probe("'seed=3,update=asynchronous'").code == 0);
  CHECK(fine(desk, "export cell.h5 model/W") == fine(desk, "export trained.h5 model/W"));
  CHECK_THAT(desk.refused("trained.h5", "{result: swept.h5, case: seed=3}"),
             Contains("changed.yaml:4:35: error: 'seed=3' fits 2 cases of " + (desk / "swept.h5").string()) &&
                 Contains("they are: seed=3,update=asynchronous, seed=3,update=synchronous"));
  CHECK_THAT(desk.refused("trained.h5", "{result: swept.h5, case: 'seed=3,update=asynchronos'}"),
             Contains("swept.h5 has no case 'seed=3,update=asynchronos'") &&
                 Contains("did you mean 'seed=3,update=asynchronous'?") &&
                 Contains("cases: seed=3,update=asynchronous, "));
  CHECK_THAT(desk.refused("trained.h5", "swept.h5"),
             Contains("changed.yaml:4:10: error: " + (desk / "swept.h5").string() +
                      " has 6 cases, and 'initial' does not say which") &&
                 Contains("`case` takes the label of one, or a part of it: seed=3,update=asynchronous"));
  CHECK_THAT(desk.refused("trained.h5", "{result: trained.h5, case: seed=3}"),
             Contains("trained.h5 is the result of a single run, without cases") && Contains("leave 'case' out"));
}

TEST_CASE("initial: mistakes in the file are shown at their lines") {
  const Desk desk;
  CHECK_THAT(desk.refused("trained.h5", "traind.h5"),
             Contains("changed.yaml:4:10: error: there is no file '" + (desk / "traind.h5").string() + "'") &&
                 Contains("did you mean '" + (desk / "trained.h5").string() + "'?"));
  CHECK_THAT(desk.refused("trained.h5", "trained.yaml"), Contains("changed.yaml:4:10: error: ") &&
                                                             Contains("trained.yaml is not") &&
                                                             Contains("'initial' takes a complete result of engram"));
  fs::create_directory(desk / "folder");
  CHECK_THAT(desk.refused("trained.h5", "folder"), Contains("changed.yaml:4:10: error: ") && Contains("folder"));
  CHECK_THAT(desk.refused("trained.h5", "{result: trained.h5, cas: a}"),
             Contains("changed.yaml:4:31: error: 'initial' has no key 'cas'") && Contains("did you mean 'case'?") &&
                 Contains("allowed: result, case"));
  CHECK_THAT(desk.refused("trained.h5", "{case: a}"), Contains("'initial' needs a 'result'"));
  CHECK_THAT(desk.refused("trained.h5", "[trained.h5]"),
             Contains("'initial' takes a result, whose weights the network starts with; found a list"));
  CHECK_THAT(desk.refused("trained.h5", "{result: [trained.h5]}"), Contains("'result' of 'initial' takes a text"));
  CHECK_THAT(desk.refused("initial: trained.h5", "initial: ~"), Contains("the spec has no 'learning'"));
}

TEST_CASE("initial: weights that do not fit the model are refused, and other settings are noted") {
  const Desk desk;
  CHECK_THAT(desk.refused("{plugin: hopfield, units: 20}", "{plugin: linear_layer, units: 20, outputs: 2}"),
             Contains("changed.yaml:4:10: error: the weights are those of model 'hopfield', and this network is of "
                      "model 'linear_layer'") &&
                 Contains("take a result of model 'linear_layer', or write `model: {plugin: hopfield, ...}`"));
  desk.write("larger.yaml", changed(changed(probed, "size: 20", "size: 21"), "units: 20", "units: 21"));
  const Outcome larger = desk.engram("validate larger.yaml");
  CHECK(larger.code == 2);
  CHECK_THAT(larger.err,
             Contains("larger.yaml:4:10: error: the weights do not fit model 'hopfield': 'b' is 20 (unit), "
                      "and the model takes 21") &&
                 Contains("the weights are of a network with `units: 20`, and here it is `21`"));
  CHECK_THAT(desk.refused("units: 20}", "units: 20, weights: implicit}"),
             Contains("they are a matrix, which `weights: implicit` cannot hold; allowed: auto, dense"));
  desk.write("other.yaml", changed(probed, "units: 20}", "units: 20, threshold: 0.5}"));
  const Outcome other = desk.engram("validate other.yaml");
  CHECK(other.code == 0);
  CHECK_THAT(other.out + other.err,
             Contains("other.yaml:3:") &&
                 Contains("note: the weights are of a network with `threshold: 0`, and here it is `0.5`"));
}

TEST_CASE("initial: a model without weights of its own, and an analysis that teaches, are refused") {
  const Desk desk;
  desk.write("plain.yaml",
             changed(changed(probed, "{plugin: hopfield, units: 20}", "{plugin: plain_model, size: 20}"),
                     "analyses:\n  - {plugin: recall, corruption: {plugin: sign_flips, count: 3}}\n", ""));
  const Outcome plain = desk.engram("validate plain.yaml" + engram::test::with_plugins);
  CHECK(plain.code == 2);
  CHECK_THAT(plain.err,
             Contains("plain.yaml:4:10: error: model 'plain_model' cannot take weights of another result") &&
                 Contains("models that can: continuous_hopfield, dense_associative_memory, hopfield, "
                          "linear_layer, pc_dense_memory, pc_hopfield"));
  CHECK_THAT(desk.refused("{plugin: recall,", "{plugin: capacity, counts: [1, 2],"),
             Contains("it teaches networks like this one ever more patterns, and the spec has no `learning`"));
}

TEST_CASE("initial: weights that were not kept are refused with the command that computes them again") {
  const Desk desk;
  desk.sweep("keep: {weights: first seed}\n");
  desk.write("cell.yaml", changed(probed, "trained.h5", "{result: swept.h5, case: 'seed=3,update=asynchronous'}"));
  fine(desk, "run cell.yaml -q");
  const std::string said = desk.refused("trained.h5", "{result: swept.h5, case: 'seed=4,update=asynchronous'}");
  CHECK_THAT(said,
             Contains("case 'seed=4,update=asynchronous' of " + (desk / "swept.h5").string() + " has no weights") &&
                 Contains("`keep` of its spec left out weights; 'engram rerun " + (desk / "swept.h5").string() +
                          " --cell seed=4,update=asynchronous --keep weights=all -o FILE' computes them again"));
  fine(desk, "rerun swept.h5 --cell seed=4,update=asynchronous --keep weights=all -o again.h5");
  desk.write("again.yaml", changed(probed, "trained.h5", "again.h5"));
  fine(desk, "run again.yaml -q -o of_again.h5");
}

TEST_CASE("initial: a swept file and a swept case make cells, which a changed file computes again") {
  const Desk desk;
  desk.sweep();
  desk.write("cells.yaml",
             changed(probed, "trained.h5", "{result: swept.h5}") +
                 "sweep: {initial.case: ['seed=3,update=asynchronous', 'seed=4,update=asynchronous']}\n");
  fine(desk, "run cells.yaml -q");
  CHECK_THAT(fine(desk, "summary cells.h5"), Contains("initial.case"));
  CHECK(fine(desk, "export cells.h5 cases/case=seed_3_update_asynchronous/model/W") ==
        fine(desk, "export trained.h5 model/W"));
  fine(desk, "rerun cells.h5");

  desk.write("files.yaml", changed(probed, "initial: trained.h5\n", "") +
                               "sweep: {initial: [trained.h5, {result: swept.h5, case: 'seed=4,update=asyn'}]}\n");
  fine(desk, "run files.yaml -q");
  fine(desk, "rerun files.h5");
  CHECK_THAT(fine(desk, "run files.yaml --resume"), Contains("nothing"));

  desk.write("cases.yaml", changed(probed, "learning: ~", "learning: hebbian") +
                               "cases: {on: {}, fresh: {initial: ~}, other: {initial: {result: swept.h5, case: "
                               "'seed=30,update=asyn'}, learning: ~}}\n");
  fine(desk, "run cases.yaml -q");
  fine(desk, "rerun cases.h5");
  CHECK(fine(desk, "export cases.h5 cases/fresh/model/W") == fine(desk, "export trained.h5 model/W"));

  desk.write("trained.yaml", changed(trained, "seed: 3", "seed: 5"));
  fine(desk, "run trained.yaml -q --overwrite");
  const Outcome explained = desk.engram("status files.yaml --explain");
  CHECK_THAT(explained.out + explained.err, Contains("trained.h5"));
}

TEST_CASE("initial: the file that a spec reads is never replaced, and relative names start beside the spec") {
  const Desk desk;
  const Outcome outcome = desk.engram("run probed.yaml --overwrite -o trained.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("trained.h5 is read by probed.yaml and is never replaced"));
  fs::create_directory(desk / "specs");
  desk.write("specs/there.yaml", changed(probed, "trained.h5", "../trained.h5"));
  fine(desk, "run specs/there.yaml -q -o there.h5");
  desk.write("here.yaml", "extends: specs/there.yaml\nsweep: {seed: [3, 4]}\n");
  fine(desk, "run here.yaml -q");
  fine(desk, "rerun here.h5");
  fine(desk, "run specs/there.yaml -q -o set.h5 --set initial=trained.h5");
  fine(desk, "run here.yaml -q -o set_here.h5 --set initial=trained.h5");
  fine(desk, "rerun set_here.h5");
}

TEST_CASE("initial: completion offers results and the cases of one") {
  const Desk desk;
  desk.sweep();
  desk.write("cell.yaml", changed(probed, "trained.h5", "{result: swept.h5, case: 'seed=3,update=asynchronous'}"));
  CHECK_THAT(fine(desk, "complete -- run cell.yaml --set initial=t"), Contains("initial=trained.h5\n"));
  CHECK(fine(desk, "complete -- run cell.yaml --set initial.case=seed=30") ==
        "initial.case=seed=30,update=asynchronous\ninitial.case=seed=30,update=synchronous\n");
}
