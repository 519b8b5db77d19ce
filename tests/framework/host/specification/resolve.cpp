// From a tree and a catalogue to a complete experiment, or to all of its mistakes.
#include <cstdint>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/model.hpp>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

using Lines = std::vector<std::string>;

Lines lines_with(const std::string& from, const std::string& to) {
  return lines_of(resolve_text(replaced(good_spec, from, to)).problems);
}

const Part& nested(const Part& part, const std::string& name) {
  return *std::get<PartPointer>(part.value(name));
}

}  // namespace

TEST_CASE("resolve: a good spec becomes a complete experiment") {
  const Resolved resolved = resolve_text(good_spec);
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  const Spec& spec = resolved.spec;
  CHECK(spec.title == "Perturbed targets");
  CHECK(spec.original == good_spec);
  CHECK_FALSE(spec.has_cases);
  REQUIRE(spec.cases.size() == 1);
  const ExperimentSpec& run = spec.cases[0];
  CHECK(run.label.empty());
  CHECK(run.seed == 7);
  CHECK(run.patterns->plugin->name == "gaussian");
  CHECK(run.patterns->value("count") == Value{std::int64_t{10}});
  CHECK(run.model->value("layers") == Value{std::vector<std::int64_t>{50, 30, 20}});
  CHECK(run.model->value("topology") == Value{std::string("loop")});
  CHECK(run.model->value("tau_v") == Value{0.1});
  CHECK(run.model->value("noise") == Value{});
  CHECK(nested(*run.model, "activation").value("gain") == Value{0.5});
  CHECK(run.learning.at(0).part.value("gamma_M") == Value{0.2});
  CHECK(run.integrator->value("time_step") == Value{0.001});
  REQUIRE(run.analyses.size() == 2);
  CHECK(run.analyses[0].label == "perturbation");
  CHECK(parts_of(run).back().path == "analyses.jacobian_eigenvalues");
  CHECK(run.analyses[0].part.value("duration") == Value{120.0});
  CHECK(run.analyses[0].part.value("horizons") == Value{std::vector<double>{0.5, 1.0}});
  CHECK(run.analyses[0].part.value("record_state") == Value{true});
  CHECK(run.analyses[1].part.plugin->name == "jacobian_eigenvalues");
}

TEST_CASE("resolve: the values of a resolved part make the plugin's object") {
  const Resolved resolved = resolve_text(good_spec);
  REQUIRE(resolved.problems.empty());
  CHECK(make<Model>(*resolved.spec.cases[0].model) != nullptr);
  CHECK(make<Analysis>(resolved.spec.cases[0].analyses[0].part) != nullptr);
}

TEST_CASE("resolve: a parameter that is not written has its default") {
  const Resolved resolved = resolve_text(
      "patterns: {plugin: gaussian, count: 1, size: 1}\nmodel: pc_hopfield\nlearning: predictive_coding\n");
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  const ExperimentSpec& run = resolved.spec.cases[0];
  CHECK(run.seed == 1);
  CHECK_FALSE(run.integrator);
  CHECK(run.analyses.empty());
  CHECK(nested(*run.model, "activation").plugin->name == "relu");
}

TEST_CASE("resolve: a part without a name is the default one, where there is a default") {
  CHECK(lines_with("{plugin: tanh, gain: 0.5}", "{}").empty());
  CHECK(
      lines_with("{plugin: gaussian_noise, sigma: 0.1}", "{sigma: 0.1}") ==
      Lines{
          "fig.yaml:14:17: parameter 'corruption' of analysis 'perturbation' does not say which corruption it takes "
          "| write `plugin: NAME` beside its parameters | corruptions: gaussian_noise, sign_flips"});
}

TEST_CASE("resolve: an optional number may be none") {
  for (const std::string word : {"none", "null", "~", ""}) {
    const Resolved resolved = resolve_text(replaced(good_spec, "tau_v: 100 ms", "noise: " + word));
    CHECK(yaml::render(resolved.problems).empty());
    CHECK(resolved.spec.cases[0].model->value("noise") == Value{});
  }
  CHECK(lines_with("tau_v: 100 ms", "tau_v: none") ==
        Lines{"fig.yaml:9:10: parameter 'tau_v' of model 'pc_hopfield' takes a number above 0, in s; found 'none'"});
  CHECK(lines_with("tau_v: 100 ms", "tau_v:") ==
        Lines{"fig.yaml:9:3: parameter 'tau_v' of model 'pc_hopfield' takes a number above 0, in s; found nothing"});
}

TEST_CASE("an unknown parameter: the line, the nearest match, what is allowed") {
  CHECK(errors_of(replaced(good_spec, "tau_v: 100 ms", "tau_w: 100 ms")) ==
        "fig.yaml:9:3: error: model 'pc_hopfield' has no parameter 'tau_w'\n"
        "     9 |   tau_w: 100 ms\n"
        "       |   ^~~~~\n"
        "  did you mean 'tau_v'?\n"
        "  allowed: layers, topology, activation, tau_v, noise\n");
  CHECK(lines_with("  - jacobian_eigenvalues", "  - {plugin: jacobian_eigenvalues, x: 1}") ==
        Lines{"fig.yaml:21:36: analysis 'jacobian_eigenvalues' has no parameter 'x' | it has no parameters at all"});
}

TEST_CASE("an unknown plugin: the nearest match and what there is") {
  CHECK(lines_with("plugin: pc_hopfield", "plugin: pc_hopfeild") ==
        Lines{"fig.yaml:5:11: there is no model 'pc_hopfeild' | did you mean 'pc_hopfield'? | models: pc_hopfield"});
  CHECK(lines_with("plugin: pc_hopfield\n", "plugin: tanh\n")[0] ==
        "fig.yaml:5:11: 'tanh' is an activation, not a model | models: pc_hopfield");
  CHECK(lines_with("plugin: tanh", "plugin: gaussian_noise") ==
        Lines{"fig.yaml:8:24: 'gaussian_noise' is a corruption, not an activation | activations: relu, tanh"});
}

TEST_CASE("resolve: a kind without any plugin says where to look") {
  yaml::Problems problems;
  const auto root = yaml::read_text("patterns: gaussian\nmodel: hopfield\n", "fig.yaml", problems);
  REQUIRE(root);
  resolve(*root, Catalogue(), {}, problems);
  CHECK(
      lines_of(problems) ==
      Lines{"fig.yaml:1:11: there is no pattern source 'gaussian' | no pattern source was found; `engram plugins` "
            "shows what was found, and where",
            "fig.yaml:2:8: there is no model 'hopfield' | no model was found; `engram plugins` shows what was found, "
            "and where",
            "fig.yaml: the spec has no 'learning' | write `learning: {plugin: NAME}` | no learning rule was found; "
            "`engram plugins` shows what was found, and where"});
}

TEST_CASE("resolve: a default that was not found is reported at the part that needs it") {
  static const PluginInfo* model = catalogue().find(Kind::model, "pc_hopfield");
  Catalogue without_relu;
  without_relu.add(*model);
  yaml::Problems problems;
  const auto root = yaml::read_text("model: pc_hopfield\n", "fig.yaml", problems);
  REQUIRE(root);
  resolve(*root, without_relu, {}, problems);
  CHECK(
      lines_of(problems)[1] ==
      "fig.yaml:1:8: there is no activation 'relu' | no activation was found; `engram plugins` shows what was found, "
      "and where");
}

TEST_CASE("resolve: parts that are no parts") {
  CHECK(lines_with("{plugin: euler, time_step: 1 ms}", "[euler]") ==
        Lines{"fig.yaml:11:13: 'integrator' takes an integrator; found a list | write its name, or {plugin: NAME, "
              "PARAMETER: VALUE} | integrators: euler"});
  CHECK(lines_with("plugin: euler", "plugin: [euler]") ==
        Lines{"fig.yaml:11:22: 'plugin' takes the name of an integrator; found a list | integrators: euler"});
  CHECK(
      lines_with("plugin: euler", "plugn: euler") ==
      Lines{"fig.yaml:11:13: 'integrator' does not say which integrator it takes | did you mean 'plugin' by 'plugn'? "
            "| write `plugin: NAME` beside its parameters | integrators: euler"});
}

TEST_CASE("resolve: required parameters and sections") {
  CHECK(lines_with("count: 10, ", "") ==
        Lines{"fig.yaml:3:20: pattern source 'gaussian' needs a 'count' | it takes a whole number of at least 1"});
  CHECK(lines_of(resolve_text("title: Nothing else\n").problems) ==
        Lines{"fig.yaml: the spec has no 'patterns' | write `patterns: {plugin: NAME}` | pattern sources: gaussian",
              "fig.yaml: the spec has no 'model' | write `model: {plugin: NAME}` | models: pc_hopfield",
              "fig.yaml: the spec has no 'learning' | write `learning: {plugin: NAME}` | learning rules: "
              "predictive_coding"});
}

TEST_CASE("resolve: keys at the top") {
  CHECK(lines_with("title:", "titel:") ==
        Lines{"fig.yaml:1:1: a spec has no key 'titel' | did you mean 'title'? | allowed: extends, title, "
              "description, "
              "source, author, labels, folder, seed, "
              "patterns, model, initial, learning, integrator, analyses, cases, sweep, timeout, keep, fragments, "
              "figures"});
  CHECK(
      lines_with("Perturbed targets", "{a: b}") ==
      Lines{
          "fig.yaml:1:8: 'title' takes a text; found a mapping | put a text that holds ': ' or begins with one of [ "
          "{ & * ! | > % @ in quotes"});
  CHECK(lines_with("seed: 7", "seed: -1") ==
        Lines{"fig.yaml:2:7: 'seed' takes a whole number from 0 to 2^63 - 1; found '-1'"});
  CHECK(lines_with("seed: 7", "seed: 007") ==
        Lines{"fig.yaml:2:7: 'seed' takes a whole number from 0 to 2^63 - 1; found '007' | '007' has a leading zero; "
              "write 7"});
  CHECK(
      lines_of(resolve_text("- a\n").problems) ==
      Lines{"fig.yaml:1:1: a spec is a mapping of keys; found a list | allowed: extends, title, description, source, "
            "author, labels, folder, seed, "
            "patterns, "
            "model, initial, learning, integrator, analyses, cases, sweep, timeout, keep, fragments, figures"});
}

TEST_CASE("resolve: labels of analyses") {
  CHECK(lines_with("  - jacobian_eigenvalues", "  - jacobian_eigenvalues\n  - jacobian_eigenvalues") ==
        Lines{"fig.yaml:22:5: two analyses are labelled 'jacobian_eigenvalues' | the first one is at fig.yaml:21:5 | "
              "give each its own `label:`"});
  CHECK(lines_with("  - jacobian_eigenvalues", "  - {plugin: jacobian_eigenvalues, label: a b}") ==
        Lines{"fig.yaml:21:43: 'a b' cannot be a label | a label is made of letters, digits, '_' and '-'"});
  const Resolved resolved =
      resolve_text(replaced(good_spec, "  - jacobian_eigenvalues",
                            "  - jacobian_eigenvalues\n  - {plugin: jacobian_eigenvalues, label: later-1}"));
  REQUIRE(resolved.problems.empty());
  CHECK(resolved.spec.cases[0].analyses[2].label == "later-1");
  CHECK(
      lines_with("  - jacobian_eigenvalues", "  - [a]") ==
      Lines{
          "fig.yaml:21:5: an item of 'analyses' takes an analysis; found a list | write its name, or {plugin: NAME, "
          "PARAMETER: VALUE} | analyses: jacobian_eigenvalues, perturbation"});
}

TEST_CASE("resolve: all mistakes are found at once, and what is whole stays to be checked further") {
  const std::string text =
      replaced(replaced(replaced(good_spec, "count: 10", "count: 0"), "rounds: 50", "rounds: 1e4"), "sigma: 0.1",
               "sgima: 0.1");
  const Resolved resolved = resolve_text(text);
  CHECK(
      lines_of(resolved.problems) ==
      Lines{"fig.yaml:3:37: parameter 'count' of pattern source 'gaussian' must be at least 1, not '0'",
            "fig.yaml:10:67: parameter 'rounds' of learning rule 'predictive_coding' must be from 1 to 1000, not "
            "'1e4'",
            "fig.yaml:14:42: corruption 'gaussian_noise' has no parameter 'sgima' | did you mean 'sigma'? | allowed: "
            "sigma",
            "fig.yaml:14:26: corruption 'gaussian_noise' needs a 'sigma' | it takes a number of at least 0"});
  const ExperimentSpec& run = resolved.spec.cases[0];
  CHECK_FALSE(run.patterns);
  CHECK(run.model);
  CHECK(run.learning.empty());
  CHECK(run.integrator);
  CHECK(run.analyses.size() == 1);
  CHECK(run.resolved.empty());
  CHECK(resolved.spec.resolved.empty());
}

TEST_CASE("resolve: a place for every path, for problems that are found elsewhere") {
  const Resolved resolved = resolve_text(good_spec);
  REQUIRE(resolved.problems.empty());
  const ExperimentSpec& run = resolved.spec.cases[0];
  CHECK(run.mark_of("model.layers").where() == "fig.yaml:6:11");
  CHECK(run.mark_of("model").where() == "fig.yaml:5:11");
  CHECK(run.mark_of("model.noise").where() == "fig.yaml:5:11");
  CHECK(run.mark_of("model.activation.gain").where() == "fig.yaml:8:36");
  CHECK(run.mark_of("analyses.perturbation.corruption.sigma").where() == "fig.yaml:14:49");
  CHECK(run.mark_of("analyses[0].duration").where() == "fig.yaml:15:15");
  CHECK(run.mark_of("analyses.jacobian_eigenvalues.x").where() == "fig.yaml:21:5");
  CHECK(run.mark_of("analyses[9]").where() == "fig.yaml:13:3");
  CHECK(run.mark_of("no..path").where() == "fig.yaml:1:1");
}

TEST_CASE("resolve: figures are read by the schema of those who draw them") {
  const Resolved resolved = resolve_text(good_spec);
  REQUIRE(resolved.spec.figures.size() == 1);
  const Record& figure = resolved.spec.figures[0];
  CHECK(figure.value("name") == Value{std::string("fig4")});
  CHECK(figure.value("columns") == Value{std::int64_t{3}});
  REQUIRE(figure.children.size() == 2);
  CHECK(figure.children[0].value("from") == Value{0.5});
  CHECK(figure.children[1].value("from") == Value{});
  CHECK(figure.children[1].value("title") == Value{std::string("Two")});
  CHECK(figure.mark_of("columns").where() == "fig.yaml:24:14");
  CHECK(figure.mark_of("caption").where() == "fig.yaml:23:5");
}

TEST_CASE("resolve: mistakes in figures") {
  CHECK(lines_with("name: fig4", "nam: fig4") ==
        Lines{"fig.yaml:23:5: a figure has no key 'nam' | did you mean 'name'? | allowed: name, columns, panels",
              "fig.yaml:23:5: a figure needs a 'name' | it takes a text"});
  CHECK(lines_with("columns: 3", "columns: 0") ==
        Lines{"fig.yaml:24:14: 'columns' of a figure must be at least 1, not '0'"});
  CHECK(lines_with("from: 0.5", "form: 0.5") ==
        Lines{"fig.yaml:26:22: a panel has no key 'form' | did you mean 'from'? | allowed: title, case, from"});
  CHECK(lines_with("- title: Two", "- Two") ==
        Lines{"fig.yaml:27:9: a panel is a mapping of keys and values; found 'Two'"});
  CHECK(lines_of(resolve_text("figures: {name: x}\n").problems)[0] ==
        "fig.yaml:1:10: found a mapping where a list belongs, each item a figure | write each item after a '-'");
}

TEST_CASE("resolve: without a schema there are no figures") {
  yaml::Problems problems;
  const auto root = yaml::read_text(good_spec, "fig.yaml", problems);
  REQUIRE(root);
  resolve(*root, catalogue(), {}, problems);
  CHECK(lines_of(problems)[0].find("a spec has no key 'figures'") != std::string::npos);
}

}  // namespace engram::specification::test
