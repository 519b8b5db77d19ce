// The classical Hopfield network from a spec to a result, and parts that do not fit it.
#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::Workshop;

namespace {

constexpr const char* hopfield_spec = R"(title: Recall by a classical Hopfield network
seed: 5
patterns: {plugin: binary, count: 5, size: 100}
model: {plugin: hopfield, units: 100, weights: dense}
learning: {plugin: hebbian}
analyses:
  - plugin: perturbation
    corruption: {plugin: sign_flips, count: 13}
    updates: 20
    distance: hamming
    record_energy: true
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = hopfield_spec;
  return text.replace(text.find(from), from.size(), to);
}

constexpr const char* look = R"(
import h5py
f = h5py.File('spec.h5')
a = f['analyses/perturbation']
print(a['distance'].shape, a['distance'].attrs['units'].decode(), a['time'][-1], a['time'].attrs['units'].decode())
print(a['distance'][0, 0, 0], a['distance'][0, 0, -1], f['training/patterns_stable'][()])
print((a['energy'][:, 1:] <= a['energy'][:, :-1] + 1e-12).all(), a['energy'][0, -1] < a['energy'][0, 0])
print(f['model/W'].shape, f['model/b'].shape)
)";

}  // namespace

TEST_CASE("hopfield: a spec without an integrator, in updates, recalls what it was taught") {
  const Workshop workshop;
  workshop.write("spec.yaml", hopfield_spec);
  workshop.write("look.py", look);
  const std::string motion = GENERATE("asynchronous", "synchronous");
  const std::string rule = GENERATE("hebbian", "storkey", "pseudo_inverse");
  CAPTURE(motion, rule);
  const Outcome run =
      workshop.engram("run -q spec.yaml --set model.update=" + motion + " --set learning.plugin=" + rule);
  INFO(run.err);
  REQUIRE(run.code == 0);
  const Outcome seen = workshop.shell("/usr/bin/python3 look.py");
  INFO(seen.err);
  CHECK(seen.out ==
        "(5, 5, 21) bit 20.0 update\n"
        "13.0 0.0 1.0\n"
        "True True\n"
        "(100, 100) (100,)\n");
  CHECK(workshop.engram("plot spec.h5").code == 0);
}

TEST_CASE("hopfield: an outside reader opens a result in updates") {
  ENGRAM_NEEDS_PROGRAM("ncdump");
  const Workshop workshop;
  workshop.write("spec.yaml", hopfield_spec);
  REQUIRE(workshop.engram("run -q spec.yaml").code == 0);
  const Outcome readers = workshop.shell("ncdump -h spec.h5");
  INFO(readers.err);
  CHECK(readers.code == 0);
  CHECK_THAT(readers.out, Contains("time:units = \"update\""));
}

TEST_CASE("hopfield: parts that do not fit a network in updates are refused in words") {
  struct Misfit {
    std::string spec;
    std::string expected;
  };
  const std::vector<Misfit> misfits{
      {with("learning:", "integrator: {plugin: euler, time_step: 1 ms}\nlearning:"),
       "spec.yaml:5:22: error: integrator 'euler' needs a flow; model 'hopfield' has none\n"
       "     5 | integrator: {plugin: euler, time_step: 1 ms}\n"
       "       |                      ^~~~~\n"
       "  models that have them: pc_dense_memory, pc_hopfield\n"
       "engram: error: spec.yaml has 1 mistake; nothing was run\n"},
      {with("plugin: hebbian", "plugin: predictive_coding"),
       "spec.yaml:5:20: error: learning rule 'predictive_coding' needs error nodes; model 'hopfield' has none\n"
       "     5 | learning: {plugin: predictive_coding}\n"
       "       |                    ^~~~~~~~~~~~~~~~~\n"
       "  models that have them: pc_dense_memory, pc_hopfield\n"
       "engram: error: spec.yaml has 1 mistake; nothing was run\n"},
      {with("updates: 20", "duration: 1 s"),
       "spec.yaml:9:15: error: this network moves in discrete updates and has no duration; give updates\n"
       "     9 |     duration: 1 s\n"
       "       |               ^~~\n"
       "engram: error: spec.yaml has 1 mistake; nothing was run\n"},
      {with("units: 100", "units: 100, temperature: 0"),
       "spec.yaml:4:52: error: parameter 'temperature' of model 'hopfield' must be above 0, not '0'\n"
       "     4 | model: {plugin: hopfield, units: 100, temperature: 0, weights: dense}\n"
       "       |                                                    ^\n"
       "engram: error: spec.yaml has 1 mistake; nothing was run\n"},
      {with("    updates: 20\n", ""),
       "a network that moves in discrete updates needs their number, such as `updates: 20`\n"},
      {with("units: 100", "units: 99"), "patterns have 100 values, and model 'hopfield' has 99 units\n"},
      {with("units: 100", "units: 100, update: async"),
       "parameter 'update' of model 'hopfield' takes one of: synchronous, asynchronous; found 'async'\n"},
      {with("hebbian", "hebbian, normalisation: unit"),
       "parameter 'normalisation' of learning rule 'hebbian' takes one of: units, patterns, none; found 'unit'\n"},
  };
  for (const Misfit& misfit : misfits) {
    const Workshop workshop;
    workshop.write("spec.yaml", misfit.spec);
    const Outcome outcome = workshop.engram("run spec.yaml");
    INFO(misfit.spec);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Contains(misfit.expected));
    CHECK_THAT(outcome.err, Contains("has 1 mistake; nothing was run"));
  }
}

TEST_CASE("hopfield: its rules are refused by a network that has no pairwise weights") {
  const Workshop workshop;
  for (const std::string rule : {"hebbian", "storkey", "pseudo_inverse"}) {
    workshop.write("spec.yaml",
                   "patterns: {plugin: binary, count: 2, size: 6}\n"
                   "model: {plugin: pc_hopfield, layers: [6], activation: tanh}\n"
                   "learning: {plugin: " +
                       rule +
                       "}\n"
                       "integrator: {plugin: euler, time_step: 1 ms}\n");
    const Outcome outcome = workshop.engram("validate spec.yaml");
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err,
               Contains("spec.yaml:3:20: error: learning rule '" + rule +
                        (rule == "storkey" ? "' needs pairwise weights" : "' needs outer-product weights") +
                        "; model 'pc_hopfield' has none\n") &&
                   Contains("models that have them: hopfield\n") && Contains("has 1 mistake;"));
  }
}
