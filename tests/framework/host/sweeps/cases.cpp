// Cases and --set.
#include <string>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh}
learning: predictive_coding
analyses:
  - {plugin: perturbation, corruption: sign_flips, label: flips}
  - jacobian_eigenvalues
)";

Resolved with_cases(const std::string& cases, std::vector<std::string> sets = {}) {
  return resolve_text(base + "cases:\n" + cases, std::move(sets));
}

Lines lines_with_cases(const std::string& cases, std::vector<std::string> sets = {}) {
  return lines_of(with_cases(cases, std::move(sets)).problems);
}

Lines lines_with_sets(std::vector<std::string> sets) {
  return lines_of(resolve_text(base, std::move(sets)).problems);
}

Spec good(const Resolved& resolved) {
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  return resolved.spec;
}

Value activation_value(const ExperimentSpec& run, const std::string& name) {
  return std::get<PartPointer>(run.model->value("activation"))->value(name);
}

}  // namespace

TEST_CASE("cases: each case is the base with its own overrides") {
  const Spec spec = good(with_cases(R"(  plain:
  steep: {model.activation.gain: 2, seed: 9}
  linear: {model.activation: relu}
  deep:
    analyses.flips.corruption.count: 4
    analyses[1].label: spectrum
    patterns: {plugin: gaussian, count: 3, size: 30}
)"));
  CHECK(spec.has_cases);
  REQUIRE(spec.cases.size() == 4);
  CHECK(spec.cases[0].label == "plain");
  CHECK(spec.cases[0].seed == 1);
  CHECK(activation_value(spec.cases[0], "gain") == Value{1.0});
  CHECK(spec.cases[1].seed == 9);
  CHECK(activation_value(spec.cases[1], "gain") == Value{2.0});
  CHECK(activation_value(spec.cases[2], "gain") == Value{});
  const ExperimentSpec& deep = spec.cases[3];
  CHECK(std::get<PartPointer>(deep.analyses[0].part.value("corruption"))->value("count") == Value{std::int64_t{4}});
  CHECK(deep.analyses[1].label == "spectrum");
  CHECK(deep.patterns->value("size") == Value{std::int64_t{30}});
  CHECK(deep.mark_of("analyses.flips.corruption.count").where() == "fig.yaml:12:38");
  CHECK(deep.mark_of("analyses.flips.duration").where() == "fig.yaml:5:14");
}

TEST_CASE("cases: the base need not be complete where cases complete it") {
  const Resolved resolved = resolve_text(
      "patterns: {plugin: gaussian, count: 1, size: 1}\nlearning: predictive_coding\n"
      "cases:\n  a: {model: pc_hopfield}\n  b: {model: {plugin: pc_hopfield, layers: 3}}\n");
  CHECK(good(resolved).cases.size() == 2);
  CHECK(
      lines_of(resolve_text(replaced("patterns: {plugin: gaussian, count: 1, size: 1}\nlearning: predictive_coding\n"
                                     "cases:\n  a: {model: pc_hopfield}\n  b: {x: 1}\n",
                                     "x: 1", "seed: 2"))
                   .problems) ==
      Lines{"fig.yaml:5:3: case 'b' has no 'model' | write `model: {plugin: NAME}` | models: pc_hopfield"});
}

TEST_CASE("cases: a case takes an optional section away with null") {
  const Spec spec = good(resolve_text(base + "integrator: euler\ncases:\n  a: {integrator: null}\n  b: {}\n"));
  CHECK_FALSE(spec.cases[0].integrator);
  CHECK(spec.cases[1].integrator);
}

TEST_CASE("cases: a mistake that cases share is reported once") {
  CHECK(lines_with_cases("  a: {seed: 1}\n  b: {seed: 2}\n", {"model.tau_w=1"}) ==
        Lines{"--set model.tau_w=1: model 'pc_hopfield' has no parameter 'tau_w' | did you mean 'tau_v'? | allowed: "
              "layers, topology, activation, tau_v, noise"});
}

TEST_CASE("cases: mistakes in cases") {
  const std::string allowed = "allowed: seed, patterns, model, initial, learning, integrator, analyses";
  CHECK(lines_with_cases("  a: {modl.tau_v: 3}\n") ==
        Lines{"fig.yaml:8:7: there is no 'modl' to change in a case | did you mean 'model'? | " + allowed});
  CHECK(lines_with_cases("  a: {title: x}\n") ==
        Lines{"fig.yaml:8:7: a case cannot change 'title', which belongs to the whole spec | " + allowed});
  CHECK(lines_with_cases("  a: {cases.b.seed: 1}\n") ==
        Lines{"fig.yaml:8:7: a case cannot change 'cases', which belongs to the whole spec | " + allowed});
  CHECK(lines_with_cases("  a: {model: {tau_v: 1}}\n") ==
        Lines{"fig.yaml:8:7: this replaces the whole of 'model' without naming a plugin | write `model.PARAMETER: "
              "VALUE` to change one parameter"});
  CHECK(lines_with_cases("  a: {model.tau_v: 1, model: pc_hopfield}\n") ==
        Lines{"fig.yaml:8:7: 'model.tau_v' has no effect: 'model' after it replaces the whole | write it after that, "
              "or put the value inside"});
  CHECK(lines_with_cases("  a: {'analyses[0].duration': 2, analyses.flips.duration: 3}\n") ==
        Lines{"fig.yaml:8:7: 'analyses[0].duration' has no effect: 'analyses.flips.duration' after it replaces it | "
              "write it after that, or put the value inside"});
  CHECK(lines_with_cases(
            "  a: {analyses.flips.duration: 2, 'analyses[0]': {plugin: perturbation, corruption: sign_flips}}\n") ==
        Lines{"fig.yaml:8:7: 'analyses.flips.duration' has no effect: 'analyses[0]' after it replaces the whole | "
              "write it after that, or put the value inside"});
  CHECK(lines_with_cases("  a b: {}\n") ==
        Lines{"fig.yaml:8:3: 'a b' cannot be the label of a case | a label is made of letters, digits, '_' and '-'"});
  CHECK(lines_with_cases("  a: 3\n") ==
        Lines{"fig.yaml:8:6: case 'a' takes paths and values; found '3' | write {PATH: VALUE}, such as "
              "{model.activation: tanh}, or {} to change nothing"});
  CHECK(
      lines_of(resolve_text(base + "cases: {}\n").problems) ==
      Lines{"fig.yaml:7:8: 'cases' takes a mapping of labels, each with what it changes; found none | write `cases: "
            "{LABEL: {PATH: VALUE}}`, or leave 'cases' out"});
  CHECK(lines_of(resolve_text(base + "cases: [a]\n").problems)[0].find("found a list") != std::string::npos);
}

TEST_CASE("cases: paths that lead nowhere") {
  CHECK(lines_with_cases("  a: {analyses.flipz.duration: 3}\n") ==
        Lines{"fig.yaml:8:7: 'analyses' has no item named 'flipz' | did you mean 'flips'? | there are: flips, "
              "jacobian_eigenvalues"});
  CHECK(lines_with_sets({"analyses[2].duration=3"}) ==
        Lines{"--set analyses[2].duration=3: 'analyses' has no item [2] | its items are [0] to [1]"});
  CHECK(lines_with_sets({"model[0]=3"}) == Lines{"--set model[0]=3: 'model' is not a list, so it has no item [0]"});
  CHECK(lines_with_sets({"patterns.count.x=3"}) ==
        Lines{"--set patterns.count.x=3: 'patterns.count' is '10', with nothing inside to set"});
  CHECK(lines_with_sets({"analyses=[]", "analyses.x.y=3"}) ==
        Lines{"--set analyses.x.y=3: 'analyses' has no item named 'x' | it is empty"});
  CHECK(lines_with_sets({"analyses[1].label=flips", "analyses.flips.duration=3"})[0] ==
        "--set analyses.flips.duration=3: 'analyses' has 2 items named 'flips' | write 'analyses[0]' for the "
        "first one, or give each a label");
  for (const std::string path : {"model..x", "model.", "model.x y", "analyses[]", "analyses[0", "analyses[-1]",
                                 "analyses[0]x", "model[99999999999999999999]"}) {
    INFO(path);
    const Resolved resolved = resolve_text(base, {path + "=1"});
    REQUIRE(resolved.problems.size() == 1);
    const yaml::Problem& problem = resolved.problems.list()[0];
    CHECK(problem.mark.where() == "--set " + path + "=1");
    CHECK(problem.message == "'" + path + "' is not a path");
    CHECK(problem.notes == Lines{"a path is written like model.activation.gain, analyses[0].duration or "
                                 "analyses.perturbation.duration"});
  }
  std::string deep = "model";
  for (int step = 0; step < 1000; ++step) {
    deep += ".x";
  }
  CHECK(resolve_text(base, {deep + "=1"}).problems.list()[0].message == "a path has at most 64 steps");
}

TEST_CASE("cases: option --set wins over the spec and over cases, and the last one wins") {
  const Spec single = good(resolve_text(base, {"model.tau_v=50ms", "seed=4", "seed=5", "title=A title"}));
  CHECK(single.cases[0].model->value("tau_v") == Value{0.05});
  CHECK(single.cases[0].seed == 5);
  CHECK(single.title == "A title");
  const Spec cases = good(with_cases("  a: {seed: 2}\n  b: {seed: 3}\n", {"seed=8", "cases.b.seed=9"}));
  CHECK(cases.cases[0].seed == 8);
  CHECK(cases.cases[1].seed == 9);
}

TEST_CASE("cases: option --set makes what is not there yet, checked like everything else") {
  const Spec spec = good(resolve_text(base, {"integrator=euler", "integrator.time_step=2 ms", "model.layers=[3, 4]",
                                             "model.activation={plugin: tanh, gain: 3}"}));
  CHECK(spec.cases[0].integrator->value("time_step") == Value{0.002});
  CHECK(spec.cases[0].model->value("layers") == Value{std::vector<std::int64_t>{3, 4}});
  CHECK(activation_value(spec.cases[0], "gain") == Value{3.0});
  CHECK(lines_with_sets({"integrator.time_step=1ms"}) ==
        Lines{"--set integrator.time_step=1ms: 'integrator' does not say which integrator it takes | write `plugin: "
              "NAME` beside its parameters | integrators: euler"});
  CHECK(lines_with_sets({"model.activatoin.gain=2"}) ==
        Lines{"--set model.activatoin.gain=2: model 'pc_hopfield' has no parameter 'activatoin' | did you mean "
              "'activation'? | allowed: layers, topology, activation, tau_v, noise"});
}

TEST_CASE("cases: mistakes in --set name the option") {
  CHECK(errors_of(base, {"model.tau_v=-1"}) ==
        "--set model.tau_v=-1: error: parameter 'tau_v' of model 'pc_hopfield' must be above 0 s, not '-1'\n");
  CHECK(lines_with_sets({"seed"}) == Lines{"--set seed: --set takes PATH=VALUE | such as --set model.tau_v=50ms"});
  CHECK(lines_with_sets({"seed=[1"}) == Lines{"--set seed=[1: a ']' or a ',' is missing"});
  CHECK(lines_with_sets({"seed="}) ==
        Lines{"--set seed=: 'seed' takes a whole number from 0 to 2^63 - 1; found nothing"});
  CHECK(lines_with_sets({"sed=1"}) ==
        Lines{"--set sed=1: a spec has no 'sed' to set | did you mean 'seed'? | allowed: seed, patterns, model, "
              "initial, learning, integrator, analyses, title, description, source, author, labels, folder, sweep, "
              "timeout, keep, figures, expect, cases"});
  CHECK(lines_with_sets({"cases.a.seed=1"}) == Lines{"--set cases.a.seed=1: the spec has no cases"});
  const std::string cases = "  first: {}\n";
  CHECK(lines_with_cases(cases, {"cases.frist.seed=1"}) ==
        Lines{"--set cases.frist.seed=1: there is no case 'frist' | did you mean 'first'? | cases: first"});
  CHECK(lines_with_cases(cases, {"cases.first=1"}) ==
        Lines{"--set cases.first=1: this does not name a setting of a case | write cases.LABEL.PATH=VALUE"});
  CHECK(lines_with_cases(cases, {"cases[0].seed=1"}) ==
        Lines{"--set cases[0].seed=1: this does not name a setting of a case | write cases.LABEL.PATH=VALUE"});
  CHECK(lines_with_cases(cases, {"cases.first.titel=1"}) ==
        Lines{"--set cases.first.titel=1: there is no 'titel' to change in a case | allowed: seed, patterns, model, "
              "initial, learning, integrator, analyses"});
}

}  // namespace engram::specification::test
