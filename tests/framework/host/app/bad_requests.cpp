// Mistakes of users: exit code 2, a message with the place, the expected values and the nearest match, and no changed
// file.
#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

using Catch::Matchers::Contains;

std::string with(std::string from, const std::string& to) {
  std::string text = small_spec;
  const auto at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error("the small spec has no '" + from + "'");
  }
  return text.replace(at, from.size(), to);
}

struct Mistake {
  const char* name;
  std::string spec;
  std::vector<std::string> expected;
};

std::vector<Mistake> mistakes() {
  return {
      {"a misspelt key",
       with("tau_v", "tau_w"),
       {"spec.yaml:8:3: error: ", "'tau_w'", "did you mean 'tau_v'?", "layers"}},
      {"a misspelt section",
       with("patterns:", "pattern:"),
       {"spec.yaml:3:1: error: ", "'pattern'", "did you mean 'patterns'?"}},
      {"a wrong type", with("rounds: 2", "rounds: many"), {"spec.yaml:9:", "rounds", "whole number", "'many'"}},
      {"a value out of range", with("sigma: 0.2", "sigma: -1"), {"spec.yaml:13:", "sigma", "at least 0", "-1"}},
      {"a unit that is none", with("100 ms", "100 mV"), {"spec.yaml:8:", "mV", "ms"}},
      {"a duplicate key",
       with("seed: 3", "seed: 3\nseed: 4"),
       {"spec.yaml:3:1: error: key 'seed' is given twice", "first given at spec.yaml:2:1"}},
      {"an unknown plugin",
       with("activation: relu", "activation: rellu"),
       {"spec.yaml:7:15: error: ", "'rellu'", "did you mean 'relu'?", "tanh"}},
      {"a plugin of another kind",
       with("activation: relu", "activation: gaussian"),
       {"spec.yaml:7:15: error: ", "'gaussian' is a pattern source, not an activation"}},
      {"a size that does not fit",
       with("size: 6", "size: 7"),
       {"spec.yaml:3:", "patterns have 7 values, and model 'pc_hopfield' has 6 units"}},
      {"a missing section",
       with("learning: {plugin: predictive_coding, presentation: 1 s, rounds: 2}\n", ""),
       {"learning", "spec.yaml"}},
      {"a topology that does not fit",
       with("layers: [6]", "layers: [4, 2]"),
       {"spec.yaml:", "topology 'single' is one layer that predicts itself, and there are 2 layers"}},
      {"no integrator",
       with("integrator: {plugin: euler, time_step: 1 ms}\n", ""),
       {"spec.yaml:", "moves in continuous time, and the spec names no integrator",
        "integrators: dormand_prince, euler, rk4"}},
      {"a presentation of no whole number of steps",
       with("presentation: 1 s", "presentation: 1.0005 s"),
       {"spec.yaml:9:", "a presentation must be a whole number of time steps"}},
      {"a syntax error", with("layers: [6]", "layers: [6"), {"spec.yaml:", "error: "}},
      {"samples between the steps",
       with("duration: 100 ms", "duration: 100 ms\n    sampling_interval: 1.5 ms"),
       {"spec.yaml:15:", "sampling_interval must be a whole number of the integrator's time steps"}},
      {"a panel that does not say of which case it is",
       std::string(small_spec) + "cases: {a: {}, b: {}}\nfigures:\n  - name: a\n    panels: [{dataset: x}]\n",
       {"spec.yaml:18:", "the panel does not name its case", "cases: a, b"}},
      {"a panel of an analysis that is not there",
       std::string(small_spec) + "figures:\n  - name: a\n    panels: [{dataset: analyses/pertubation/distance}]\n",
       {"spec.yaml:17:", "there is no analysis 'pertubation'", "did you mean 'perturbation'?"}},
      {"a placeholder that stands for nothing",
       std::string(small_spec) +
           "figures:\n  - name: a\n    caption: '{modle.xi}'\n    panels: [{dataset: model/M}]\n",
       {"spec.yaml:17:", "placeholder {modle.xi}: there is no such setting", "did you mean 'model.xi'?"}},
      {"a panel of a case that is not there",
       std::string(small_spec) + "figures:\n  - name: a\n    panels: [{case: one, dataset: x}]\n",
       {"spec.yaml:17:", "there is no case 'one'", "this spec has no cases"}},
  };
}

}  // namespace

TEST_CASE("bad requests: a mistake in a spec is answered with its line, and nothing is run or written") {
  for (const Mistake& mistake : mistakes()) {
    INFO(mistake.name);
    const Workshop workshop;
    workshop.write("spec.yaml", mistake.spec);
    for (const std::string command : {"run spec.yaml -o out.h5", "validate spec.yaml"}) {
      const Outcome outcome = workshop.engram(command);
      INFO(outcome.err);
      CHECK(outcome.code == 2);
      CHECK(outcome.out.empty());
      for (const std::string& text : mistake.expected) {
        CHECK_THAT(outcome.err, Contains(text));
      }
      CHECK_THAT(outcome.err, Contains("nothing was run"));
      CHECK_FALSE(std::filesystem::exists(workshop / "out.h5"));
    }
  }
}

TEST_CASE("bad requests: all mistakes of a spec are reported at once") {
  const Workshop workshop;
  std::string text = with("tau_v", "tau_w");
  text.replace(text.find("rounds: 2"), 9, "rounds: 0");
  text.replace(text.find("sigma"), 5, "sgima");
  text.replace(text.find("size: 6"), 7, "size: 7");
  workshop.write("spec.yaml", text);
  const Outcome outcome = workshop.engram("run spec.yaml");
  INFO(outcome.err);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("'tau_w'") && Contains("rounds") && Contains("'sgima'"));
  CHECK_THAT(outcome.err, Contains("mistakes; nothing was run"));
}

TEST_CASE("bad requests: a model and a rule that do not fit are refused in words") {
  const Workshop workshop;
  std::string text = with("plugin: pc_hopfield\n  layers: [6]\n  activation: relu\n  tau_v: 100 ms",
                          "plugin: plain_model\n  size: 6");
  workshop.write("spec.yaml", text);
  const Outcome outcome = workshop.engram("run spec.yaml --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
  INFO(outcome.err);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err,
             Contains("spec.yaml:7:") &&
                 Contains("learning rule 'predictive_coding' needs error nodes; model 'plain_model' has none") &&
                 Contains("models that have them: pc_dense_memory, pc_hopfield"));
}

TEST_CASE("bad requests: analyses of steps and of close states are refused for networks without them, in words") {
  const Workshop workshop;
  const std::string analysis = "  - plugin: perturbation\n    corruption: {plugin: gaussian_noise, sigma: 0.2}\n";
  workshop.write("adaptive.yaml", [&] {
    std::string text = with(analysis, "  - plugin: step_stability\n");
    const std::string euler = "{plugin: euler, time_step: 1 ms}";
    return text.replace(text.find(euler), euler.size(), "dormand_prince");
  }());
  const Outcome adaptive = workshop.engram("validate adaptive.yaml");
  CHECK(adaptive.code == 2);
  CHECK_THAT(adaptive.err, Contains("adaptive.yaml:12:") &&
                               Contains("step_stability needs steps of one length, and this integrator chooses its "
                                        "own by the error that it allows"));
  const auto hopfield = [&](const std::string& response) {
    workshop.write("signs.yaml",
                   "title: Signs\nseed: 1\npatterns: {plugin: binary, count: 2, size: 6}\n"
                   "model: {plugin: hopfield, units: 6, response: " +
                       response +
                       "}\nlearning: hebbian\nanalyses:\n  - {plugin: lyapunov_exponent, trials: 2, updates: 5}\n");
    return workshop.engram("validate signs.yaml");
  };
  CHECK(hopfield("tanh").code == 0);
  const Outcome signs = hopfield("sign");
  CHECK(signs.code == 2);
  CHECK_THAT(signs.err, Contains("signs.yaml:7:") && Contains("the units of this network take single values only, "
                                                              "such as +1 and -1"));
}

TEST_CASE("bad requests: overrides are checked like the spec, and name themselves") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  Outcome outcome = workshop.engram("run spec.yaml --set model.taw_v=50ms");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("--set model.taw_v=50ms") && Contains("did you mean 'tau_v'?"));
  outcome = workshop.engram("run spec.yaml --set modle.tau_v=50ms");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("--set modle.tau_v=50ms") && Contains("did you mean 'model'?"));
  outcome = workshop.engram("run spec.yaml --set model.tau_v");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("PATH=VALUE"));
}

TEST_CASE("bad requests: a spec that is not there, a folder, an empty file") {
  const Workshop workshop;
  Outcome outcome = workshop.engram("run missing.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("missing.yaml: error: there is no such file"));
  outcome = workshop.engram("run .");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("folder"));
  workshop.write("empty.yaml", "");
  outcome = workshop.engram("run empty.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("empty.yaml") && Contains("empty"));
}

TEST_CASE("bad requests: a result that exists stays unless the user says otherwise") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  workshop.write("spec.h5", "precious");
  Outcome outcome = workshop.engram("run spec.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("spec.h5") && Contains("exists") && Contains("--overwrite"));
  CHECK(engram::test::read(workshop / "spec.h5") == "precious");
  outcome = workshop.engram("run spec.yaml --overwrite");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("spec.h5 is not a result of engram and is not replaced"));
  CHECK(engram::test::read(workshop / "spec.h5") == "precious");
  REQUIRE(workshop.engram("run spec.yaml -o old.h5 -q").code == 0);
  outcome = workshop.engram("run spec.yaml -o old.h5 --overwrite --quiet --set seed=9");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  outcome = workshop.engram("run spec.yaml -o spec.yaml --overwrite");
  CHECK(outcome.code == 2);
  CHECK(engram::test::read(workshop / "spec.yaml") == small_spec);
}

TEST_CASE("bad requests: a result that cannot be written is refused before anything runs") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  workshop.write("file", "precious");
  Outcome outcome = workshop.engram("run spec.yaml -o file/out.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("file"));
  CHECK(engram::test::read(workshop / "file") == "precious");
  outcome = workshop.engram("run spec.yaml -o /proc/out.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("/proc"));
  outcome = workshop.engram("run spec.yaml -o .");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("folder"));
}

TEST_CASE("bad requests: words on the command line") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  Outcome outcome = workshop.engram("rnu spec.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("there is no command 'rnu'") && Contains("did you mean 'run'?"));
  outcome = workshop.engram("run spec.yaml --overwite");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("there is no option '--overwite'") && Contains("did you mean '--overwrite'?"));
  outcome = workshop.engram("run");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("SPEC is missing") && Contains("engram run fig4.yaml"));
  outcome = workshop.engram("run a.yaml b.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("too many arguments"));
  outcome = workshop.engram("run spec.yaml --plugin-path nowhere");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("nowhere"));
  outcome = workshop.engram("describe rellu");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("no plugin 'rellu' was found") && Contains("did you mean 'relu'?"));
  outcome = workshop.engram("describe model/relu");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("no plugin 'model/relu' was found"));
}

TEST_CASE("bad requests: a picture of what is no result") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  workshop.write("text.h5", "not a result");
  Outcome outcome = workshop.engram("plot missing.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("missing.h5"));
  outcome = workshop.engram("plot text.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("text.h5") && Contains("HDF5"));
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  outcome = workshop.engram("plot spec.h5 --format gif");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("gif") && Contains("png"));
  REQUIRE(workshop.shell("head -c 4000 spec.h5 > cut.h5").code == 0);
  outcome = workshop.engram("plot cut.h5");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("cut.h5"));
}

TEST_CASE("bad requests: a parameter of a part within an analysis is underlined itself, whichever analysis it is") {
  const Workshop workshop;
  const std::string head = R"(patterns: {plugin: binary, count: 3, size: 20}
model: {plugin: hopfield, units: 20}
learning: hebbian
analyses:
)";
  const auto error_of = [&](const std::string& analysis) {
    workshop.write("spec.yaml", head + analysis);
    const Outcome outcome = workshop.engram("validate spec.yaml");
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  const std::string words = ": error: sign_flips cannot flip 99 values of a pattern of 20\n";
  for (const std::string analysis : {"recall", "perturbation, updates: 5", "capacity, counts: [1, 2]"}) {
    INFO(analysis);
    CHECK_THAT(error_of("  - {corruption: {plugin: sign_flips, count: 99}, plugin: " + analysis + "}\n"),
               Contains("spec.yaml:5:46" + words));
    CHECK_THAT(
        error_of("  - {corruption: [{plugin: mask, fraction: 0.1}, {plugin: sign_flips, count: 99}], plugin: " +
                 analysis + "}\n"),
        Contains("spec.yaml:5:78" + words));
  }
}
