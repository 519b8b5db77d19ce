// Specs that extend other specs: what is taken over, and what replaces what.
#include "specification/overlay.hpp"

#include <string>

#include "catch.hpp"
#include "extending_specs.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

TEST_CASE("extends: a spec has everything of its base, and its own keys in their place") {
  const Desk desk;
  const Spec spec = resolved(extends + "title: Mine\nmodel: {activation: {gain: 2}, layers: [10, 10]}\nseed: 9\n");
  CHECK(spec.title == "Mine");
  CHECK(setting(spec, "seed") == "9");
  CHECK(setting(spec, "model.layers") == "[10, 10]");
  CHECK(setting(spec, "model.activation") == "tanh");
  CHECK(setting(spec, "model.activation.gain") == "2");
  CHECK(setting(spec, "model.tau_v") == "0.1 s");
  CHECK(setting(spec, "learning.rounds") == "50");
  CHECK(spec.figures.size() == 1);
  CHECK(spec.original == extends + "title: Mine\nmodel: {activation: {gain: 2}, layers: [10, 10]}\nseed: 9\n");
  const ExperimentSpec run = spec.cases.front();
  CHECK(run.origin_of("model.activation.gain") == "mine.yaml:3:28");
  CHECK(run.origin_of("model.tau_v") == "base.yaml:9:10");
  CHECK(run.origin_of("model") == "base.yaml:5:11");
  CHECK(run.origin_of("learning.gamma_M") == "default");
}

TEST_CASE("extends: null removes a key") {
  const Desk desk;
  const WrittenSpec written =
      read_good(extends + "integrator: ~\nmodel: {tau_v: ~, activation: ~}\nfigures: ~\ndescription: ~\n");
  CHECK(text_at(written, "integrator") == "absent");
  CHECK(text_at(written, "model.tau_v") == "absent");
  CHECK(text_at(written, "model.activation") == "absent");
  CHECK(text_at(written, "model.layers") == "[50, 30, 20]");
  CHECK(text_at(written, "figures") == "absent");
  // Nothing is there to be removed, so the usual message about the key can appear.
  CHECK(text_at(written, "description") == "none");
  CHECK(resolved_mistakes(extends + "modle: ~\n") ==
        Lines{"mine.yaml:2:1: a spec has no key 'modle' | did you mean 'model'? | allowed: extends, title, "
              "description, source, author, labels, folder, seed, patterns, model, initial, learning, integrator, "
              "analyses, "
              "cases, sweep, timeout, keep, fragments, figures"});
}

TEST_CASE("extends: a part of another plugin replaces the whole part") {
  const Desk desk;
  const Spec spec = resolved(extends + "model: {activation: {plugin: relu}}\n");
  CHECK(setting(spec, "model.activation") == "relu");
  CHECK(setting(spec, "model.layers") == "[50, 30, 20]");
  CHECK(setting(resolved(extends + "model: {activation: relu}\n"), "model.activation") == "relu");
  CHECK(setting(resolved(extends + "model: {activation: {plugin: tanh}}\n"), "model.activation.gain") == "0.5");
  // A name alone replaces the part, as any other scalar does.
  CHECK(setting(resolved(extends + "model: {activation: tanh}\n"), "model.activation.gain") == "1");
  Desk::write("names.yaml", extends + "model: {activation: tanh}\n");
  CHECK(setting(resolved("extends: names.yaml\nmodel: {activation: {gain: 3}}\n"), "model.activation.gain") == "3");
}

TEST_CASE("extends: items of a list are changed by their names, and a list replaces a list") {
  const Desk desk;
  const WrittenSpec written = read_good(extends +
                                        "analyses:\n  perturbation: {corruption: {sigma: 0.2}, duration: 1 s}\n"
                                        "  jacobian_eigenvalues: ~\n"
                                        "  flips: {plugin: perturbation, corruption: sign_flips}\n"
                                        "figures: {fig4: {columns: 1}, fig5: {panels: [{title: New}]}}\n");
  CHECK(text_at(written, "analyses.perturbation.corruption.sigma") == "0.2");
  CHECK(text_at(written, "analyses.perturbation.corruption.plugin") == "gaussian_noise");
  CHECK(text_at(written, "analyses.perturbation.distance") == "hamming");
  CHECK(text_at(written, "analyses.jacobian_eigenvalues") == "absent");
  CHECK(text_at(written, "analyses.flips.corruption") == "sign_flips");
  CHECK(text_at(written, "figures.fig4.columns") == "1");
  CHECK(text_at(written, "figures[0].panels[1].title") == "Two");
  CHECK(text_at(written, "figures.fig5.panels[0].title") == "New");
  CHECK(read_good(extends + "analyses: [jacobian_eigenvalues]\n").root.find("analyses")->value.items().size() == 1);
  CHECK(read_good(extends + "analyses: []\n").root.find("analyses")->value.items().empty());
}

TEST_CASE("extends: an item keeps its label where its plugin changes") {
  const Desk desk;
  Desk::write("labelled.yaml",
              extends + "analyses: [{plugin: perturbation, label: first, corruption: sign_flips}]\n");
  const WrittenSpec written =
      read_good("extends: labelled.yaml\nanalyses: {first: {plugin: jacobian_eigenvalues}}\n");
  CHECK(text_at(written, "analyses.first.plugin") == "jacobian_eigenvalues");
}

TEST_CASE("extends: an item that a list does not have is a mistake") {
  const Desk desk;
  CHECK(
      mistakes(extends + "analyses: {perturbtion: {duration: 1 s}}\n") ==
      Lines{"mine.yaml:2:12: 'analyses' of the spec that this extends has no item named 'perturbtion' | did you mean "
            "'perturbation'? | there are: perturbation, jacobian_eigenvalues; `- ` begins a whole new list | a new "
            "one names its `plugin`"});
  CHECK(
      mistakes(extends + "figures: {fig: {columns: 1}}\n") ==
      Lines{
          "mine.yaml:2:11: 'figures' of the spec that this extends has no item named 'fig' | did you mean 'fig4'? | "
          "there are: fig4; `- ` begins a whole new list | a new one has `panels`"});
  Desk::write("twice.yaml", extends + "analyses: [spectrum, spectrum]\n");
  CHECK(
      mistakes("extends: twice.yaml\nanalyses: {spectrum: ~}\n") ==
      Lines{"mine.yaml:2:12: 'analyses' has 2 items named 'spectrum' in the spec that this extends | write the whole "
            "list"});
}

TEST_CASE("extends: cases are merged by their names and paths") {
  const Desk desk;
  Desk::write("cases.yaml",
              extends + "cases:\n  a: {model.activation.gain: 2, seed: 1}\n  b: {model.tau_v: 1 s}\n  c: {}\n");
  const Spec spec =
      resolved("extends: cases.yaml\ncases: {a: {model.activation: relu, seed: ~}, b: ~, d: {seed: 3}}\n");
  REQUIRE(spec.cases.size() == 3);
  CHECK(spec.cases[0].label == "a");
  CHECK(texts_of(settings_of(spec.cases[0])).at("model.activation") == "relu");
  CHECK(spec.cases[0].seed == 7);
  CHECK(spec.cases[1].label == "c");
  CHECK(spec.cases[2].label == "d");
  CHECK(resolved("extends: cases.yaml\ncases: ~\n").has_cases == false);
  CHECK(resolved("extends: cases.yaml\ncases: {a: ~, b: ~, c: ~}\n").has_cases == false);
  CHECK(resolved("extends: cases.yaml\n", {"cases.b.model.tau_v=2 s"}).cases.size() == 3);
}

TEST_CASE("extends: sweeps are merged by their paths, and ranges by their ends") {
  const Desk desk;
  Desk::write("sweep.yaml",
              extends +
                  "sweep:\n  seed: {from: 1, to: 20}\n  model.tau_v: {from: 10 ms, to: 1 s, step: 10 ms}\n"
                  "  exclude: {seed: 1}\n");
  const Spec spec =
      resolved("extends: sweep.yaml\nsweep: {seed: {to: 3}, model.tau_v: {count: 2}, exclude: {seed: 2}}\n");
  CHECK(spec.cases.size() == 4);
  CHECK(spec.cases.label(0) == "seed=1,tau_v=0.01s");
  CHECK(resolved("extends: sweep.yaml\nsweep: {model.tau_v: ~, exclude: ~}\n").cases.size() == 20);
  CHECK(resolved("extends: sweep.yaml\nsweep: ~\n").has_cases == false);
  CHECK(resolved("extends: sweep.yaml\nsweep: {seed: ~, model.tau_v: ~, exclude: ~}\n").has_cases == false);
  CHECK(resolved("extends: sweep.yaml\nsweep: {model.tau_v: [1 s]}\n", {"sweep.seed.to=2", "sweep.exclude.seed=1"})
            .cases.size() == 1);
  CHECK(resolved_mistakes("extends: sweep.yaml\nsweep: {seed: {to: 0}}\n")
            .front()
            .starts_with("mine.yaml:2:20: 'to' must not be below 'from'"));
}

TEST_CASE("extends: a value that the base replaces again is a mistake") {
  const Desk desk;
  Desk::write("sweep.yaml",
              extends + "sweep:\n  model.tau_v: [1 s, 2 s]\n  zip: {seed: [1, 2], patterns.count: [1, 2]}\n");
  CHECK(
      mistakes("extends: sweep.yaml\nmodel: {tau_v: 50 ms}\nseed: 4\n") ==
      Lines{
          "mine.yaml:2:16: 'model.tau_v' has no effect here: the sweep of the spec that this extends gives it other "
          "values | they are at sweep.yaml:3:3 | `sweep: {model.tau_v: ~}` removes it from the sweep",
          "mine.yaml:3:7: 'seed' has no effect here: the sweep of the spec that this extends gives it other values | "
          "they are at sweep.yaml:4:9 | `sweep: {zip: ~}` removes the zip"});
  read_good("extends: sweep.yaml\nmodel: {tau_v: 50 ms}\nsweep: {model.tau_v: ~}\n");
  Desk::write("cases.yaml", extends + "cases: {a: {model.tau_v: 1 s}, b: {model.tau_v: 2 s, seed: 3}}\n");
  CHECK(mistakes("extends: cases.yaml\nmodel: {tau_v: 50 ms}\nseed: 4\n") ==
        Lines{"mine.yaml:2:16: 'model.tau_v' has no effect here: each of the cases of the spec that this extends "
              "gives it "
              "other values | they are at cases.yaml:2:13 | set it in the cases, or remove it there by ~"});
}

}  // namespace engram::specification::test
