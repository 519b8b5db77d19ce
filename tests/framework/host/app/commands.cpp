// The commands with correct requests.
#include "catch.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

TEST_CASE("commands: help teaches by example") {
  const Workshop workshop;
  for (const std::string command : {"--help", "help"}) {
    const Outcome outcome = workshop.engram(command);
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Contains("engram run fig4.yaml") && Contains("exit codes"));
  }
  for (const std::string command : {"run", "validate", "plot", "plugins", "describe"}) {
    const Outcome outcome = workshop.engram(command + " --help");
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Contains("usage: engram " + command) && Contains("for example:\n  engram " + command));
  }
  CHECK_THAT(workshop.engram("--version").out, Contains("engram 0."));
}

TEST_CASE("commands: plugins lists what a spec can name, and where it came from") {
  const Workshop workshop;
  Outcome outcome = workshop.engram("plugins");
  CHECK(outcome.code == 0);
  for (const char* name :
       {"relu", "tanh", "logistic", "identity", "gaussian", "binary", "gaussian_noise", "sign_flips", "pc_hopfield",
        "hopfield", "predictive_coding", "hebbian", "storkey", "pseudo_inverse", "euler", "perturbation"}) {
    CHECK_THAT(outcome.out, Contains(name));
  }
  outcome = workshop.engram("plugins --verbose");
  CHECK_THAT(outcome.out, Contains("lib/engram/plugins") && Contains("relu.so"));
  outcome = workshop.shell(
      "'" ENGRAM_TEST_PROGRAM
      "' plugins --json | /usr/bin/python3 -c '"
      "import json,sys; print([p[\"default\"] for m in json.load(sys.stdin) if m[\"name\"]==\"pc_hopfield\""
      " for p in m[\"parameters\"] if p[\"name\"]==\"tau_v\"])'");
  CHECK(outcome.out == "['0.1 s']\n");
}

TEST_CASE("commands: describe lists every parameter of a plugin") {
  const Workshop workshop;
  Outcome outcome = workshop.engram("describe pc_hopfield");
  CHECK(outcome.code == 0);
  for (const char* text : {"tau_v dv/dt", "arXiv 2406.14723", "error nodes", "layers", "required", "single", "loop",
                           "default: 0.1 s", "in a spec"}) {
    CHECK_THAT(outcome.out, Contains(text));
  }
  outcome = workshop.engram("describe activation/tanh");
  CHECK_THAT(outcome.out, Contains("f(v) = tanh(gain v)"));
  outcome = workshop.engram("describe panel");
  CHECK_THAT(outcome.out, Contains("dataset") && Contains("Path of a stored dataset"));
}

TEST_CASE("commands: validate runs nothing, and writes out the defaults when asked") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  Outcome outcome = workshop.engram("validate spec.yaml");
  CHECK(outcome.code == 0);
  CHECK(outcome.out == "spec.yaml: no mistakes\n");
  outcome = workshop.engram("validate spec.yaml --resolved --set model.xi=2");
  CHECK_THAT(outcome.out, Contains("xi: 2") && Contains("tau_e: 0.1 s") && Contains("method: auto"));
  workshop.write("resolved.yaml", outcome.out);
  CHECK(workshop.engram("validate resolved.yaml --resolved").out == outcome.out);
}

TEST_CASE("commands: validate checks each of several specs, also after one with mistakes") {
  const Workshop workshop;
  workshop.write("first.yaml", small_spec);
  workshop.write("wrong.yaml", "model: hopfeld\n");
  workshop.write("last.yaml", small_spec);
  Outcome outcome = workshop.engram("validate first.yaml wrong.yaml last.yaml missing.yaml");
  CHECK(outcome.code == 2);
  CHECK(outcome.out == "first.yaml: no mistakes\nlast.yaml: no mistakes\n");
  CHECK_THAT(outcome.err, Contains("wrong.yaml:1:8: error: ") && Contains("did you mean 'hopfield'?") &&
                              Contains("missing.yaml: error: there is no such file"));
  outcome = workshop.engram("validate first.yaml last.yaml --set model.xi=oops");
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Contains("first.yaml has 1 mistake") && Contains("last.yaml has 1 mistake"));
  const std::string one = workshop.engram("validate first.yaml --resolved").out;
  CHECK(workshop.engram("validate first.yaml wrong.yaml last.yaml --resolved").out == "---\n" + one + "---\n" + one);
}

TEST_CASE("commands: a run leaves one file, and the same seed gives the same numbers") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  const Outcome outcome = workshop.engram("run spec.yaml");
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, Contains("spec.h5: 1 run in "));
  REQUIRE(workshop.engram("run spec.yaml -o again.h5 -q").code == 0);
  REQUIRE(workshop.engram("run spec.yaml -o other.h5 -q --set seed=4").code == 0);
  CHECK(workshop.engram("diff spec.h5 again.h5").code == 0);
  CHECK(workshop.engram("diff spec.h5 other.h5").code == 1);
  const Outcome listing = workshop.shell("ls -A");
  CHECK(listing.out == "again.h5\nother.h5\nspec.h5\nspec.yaml\n");
}

TEST_CASE("commands: h5diff too sees the same numbers for the same seed") {
  ENGRAM_NEEDS_PROGRAM("h5diff");
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec);
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  REQUIRE(workshop.engram("run spec.yaml -o again.h5 -q").code == 0);
  REQUIRE(workshop.engram("run spec.yaml -o other.h5 -q --set seed=4").code == 0);
  // h5diff compares every dataset; only attributes of the provenance may differ.
  const auto differ = [&](const std::string& other) {
    return workshop
        .shell("for g in /patterns /training /model /analyses; do h5diff spec.h5 " + other + " $g || exit 1; done")
        .code;
  };
  CHECK(differ("again.h5") == 0);
  CHECK(differ("other.h5") == 1);
}

TEST_CASE("commands: the plugins of the user's own folder are found first") {
  const Workshop workshop;
  const Outcome outcome = workshop.engram("plugins --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
  CHECK_THAT(outcome.out, Contains("plain_model"));
  const Outcome environment =
      workshop.shell("ENGRAM_PLUGIN_PATH=" ENGRAM_TEST_SUPPORT_PLUGINS " '" ENGRAM_TEST_PROGRAM "' plugins");
  CHECK_THAT(environment.out, Contains("plain_model"));
  CHECK_THAT(workshop.engram("plugins").out, !Contains("plain_model"));
}

TEST_CASE("commands: the summary holds varied numbers as numbers, with their unit") {
  const Workshop workshop;
  workshop.write("spec.yaml", std::string(small_spec) +
                                  "cases:\n"
                                  "  slow: {model.tau_v: 200 ms, model.activation: tanh}\n"
                                  "  fast: {}\n");
  REQUIRE(workshop.engram("run spec.yaml -q").code == 0);
  workshop.write(
      "look.py",
      "import h5py\n"
      "s = h5py.File('spec.h5')['summary']\n"
      "print(s['model.tau_v'][:], s['model.tau_v'].attrs['units'].decode(), s['model.activation'][0].decode())\n");
  CHECK(workshop.shell("/usr/bin/python3 look.py").out == "[0.2 0.1] s tanh\n");
}

TEST_CASE("commands: help of a command is its --help, and an unknown one is answered with the nearest") {
  const Workshop workshop;
  CHECK(workshop.engram("help plot").out == workshop.engram("plot --help").out);
  const Outcome outcome = workshop.engram("help plto");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("there is no command 'plto'") && Contains("did you mean 'plot'?"));
}

TEST_CASE("commands: describe explains the parts of a spec that are no plugins, by examples that are correct") {
  const Workshop workshop;
  for (const std::string topic : {"spec", "cases", "sweep"}) {
    const Outcome outcome = workshop.engram("describe " + topic);
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Contains(topic + "\n") && Contains("for example\n"));
  }
  // The whole example is a spec.
  CHECK(workshop
            .shell("'" ENGRAM_TEST_PROGRAM
                   "' describe spec | sed -n '/^for example/,/^$/p' | sed 1d > spec.yaml && '" ENGRAM_TEST_PROGRAM
                   "' validate spec.yaml")
            .out == "spec.yaml: no mistakes\n");
  const std::string rest = R"(patterns: {plugin: binary, count: 5, size: 100}
model: {plugin: hopfield, units: 100}
learning: hebbian
analyses: [{plugin: recall, corruption: {plugin: sign_flips, fraction: 0.2}}]
)";
  for (const std::string topic : {"cases", "sweep"}) {
    workshop.write("rest.yaml", rest);
    std::string command = "(cat rest.yaml; '" ENGRAM_TEST_PROGRAM "' describe ";
    command.append(topic).append(" | sed -n '/^for example/,/^$/p' | sed -e 1d -e 's/^  //') > ").append(topic);
    command.append(".yaml && '" ENGRAM_TEST_PROGRAM "' validate ").append(topic).append(".yaml");
    const Outcome outcome = workshop.shell(command);
    CHECK_THAT(outcome.out + outcome.err, Catch::StartsWith(topic + ".yaml: no mistakes"));
  }
  CHECK_THAT(workshop.engram("describe sweep --json").err, Contains("--json has no meaning for 'sweep'"));
}

TEST_CASE("commands: new spec writes a spec that validates, runs, is drawn and keeps its claims") {
  const Workshop workshop;
  const Outcome written = workshop.engram("new spec my_recall");
  CHECK(written.code == 0);
  CHECK_THAT(written.out, Contains("my_recall.yaml\n") && Contains("engram run my_recall.yaml"));
  CHECK_THAT(engram::test::read(workshop / "my_recall.yaml"), Contains("# The patterns to store"));
  CHECK(workshop.engram("validate my_recall.yaml").out == "my_recall.yaml: no mistakes, 30 cells\n");
  CHECK(workshop.engram("run -q my_recall.yaml").code == 0);
  CHECK(workshop.engram("plot my_recall.h5 -f svg").out == "my_recall_recall.svg\n");
  CHECK(workshop.engram("check my_recall.h5").code == 0);
  const auto refused = [&](const std::string& arguments) { return workshop.engram("new spec " + arguments).err; };
  CHECK_THAT(refused("my_recall"), Contains("'my_recall.yaml' exists, and nothing was written"));
  CHECK_THAT(refused("a/b"), Contains("'a/b' cannot name a spec"));
  CHECK_THAT(refused(""), Contains("the name is missing"));
  CHECK_THAT(workshop.engram("new spce x").err,
             Contains("there is no kind 'spce'") && Contains("did you mean 'spec'?"));
  CHECK(workshop.engram("new spec other.yaml -o folder").code == 0);
  CHECK(workshop.engram("validate folder/other.yaml").code == 0);
}
