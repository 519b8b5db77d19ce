// Specs whose figures and claims are checked before a run, with analyses that declare what they record.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/spec_records.hpp"
#include "spec_fixture.hpp"
#include "yaml/read.hpp"

namespace engram::evaluation::test {

using Lines = std::vector<std::string>;

/// An analysis with switches: a flag, and a number that may be missing.
struct Watch : Analysis {
  bool record_states = false;
  std::optional<double> window;

  static auto params() {
    return engram::params<Watch>()
        .add(&Watch::record_states, "record_states", "Whether to keep the states.")
        .add(&Watch::window, "window", "s", "How long to count.", {.above = 0});
  }
  static std::vector<Recorded> records() {
    return {{"states", {"trial", "unit"}, false, "record_states"}, {"counts", {"trial"}, false, "window"}, {"total"}};
  }
  void run(const Question& /*question*/) const override {}
};

/// The plugins of the fixture of specs. Here `perturbation` declares its records, `jacobian_eigenvalues` others with
/// targets that no trial has for its own, `watch` those that need a switch, and `silent` none.
inline const Catalogue& catalogue() {
  static const std::vector<PluginInfo> plugins = [] {
    std::vector<PluginInfo> all;
    for (const Kind kind : all_kinds) {
      for (const PluginInfo* plugin : specification::test::catalogue().of(kind)) {
        all.push_back(*plugin);
        if (plugin->name == "perturbation") {
          all.back().records = {{"time", {"time"}},
                                {"distance", {"trial", "target", "time"}},
                                {"low", {"trial", "target", "time"}},
                                {"high", {"trial", "target", "time"}},
                                {"final_distance", {"trial", "target"}},
                                {"target_of_trial", {"trial"}},
                                {"mean_final_distance"},
                                {"success"}};
        } else if (plugin->name == "jacobian_eigenvalues") {
          all.push_back(*plugin);
          all.back().name = "silent";
          all[all.size() - 2].records = {{"eigenvalues", {"pattern", "mode"}},
                                         {"to_targets", {"pattern", "target", "mode"}},
                                         {"overlap", {"trial", "target", "time"}},
                                         {"largest"}};
        }
      }
    }
    all.push_back(analysis<Watch>("watch", "Counts."));
    return all;
  }();
  static const Catalogue catalogue = [] {
    Catalogue made;
    for (const PluginInfo& plugin : plugins) {
      made.add(plugin);
    }
    return made;
  }();
  return catalogue;
}

inline const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh, tau_v: 100 ms}
learning: predictive_coding
integrator: euler
analyses:
  - {plugin: perturbation, corruption: {plugin: gaussian_noise, sigma: 0.1}}
  - jacobian_eigenvalues
  - silent
  - {plugin: watch, label: off}
  - {plugin: watch, label: on, record_states: true, window: 1 s}
)";

/// A spec and the cells of it. Cells refer to the spec, so that it is not copied.
struct Checked {
  specification::Spec spec;
  yaml::Problems problems;
  std::unique_ptr<CellIndex> cells;
};

/// Resolves a text with its figures and claims, which are not checked yet.
inline std::unique_ptr<Checked> cells_of(const std::string& text) {
  auto made = std::make_unique<Checked>();
  const auto root = yaml::read_text(text, "fig.yaml", made->problems);
  REQUIRE(root);
  made->spec = specification::resolve(*root, catalogue(),
                                      {{},
                                       std::make_shared<const specification::RecordSchema>(figure_schema()),
                                       std::make_shared<const specification::RecordSchema>(claim_schema())},
                                      made->problems);
  made->cells = std::make_unique<CellIndex>(made->spec);
  for (const specification::ExperimentSpec& experiment : made->spec.cases) {
    made->cells->add(experiment);
  }
  return made;
}

/// Messages and notes without places, one problem per line: "message | note | note".
inline Lines words_of(const yaml::Problems& problems) {
  Lines lines;
  for (const yaml::Problem& problem : problems.list()) {
    lines.push_back(problem.message);
    for (const std::string& note : problem.notes) {
      lines.back() += " | " + note;
    }
  }
  return lines;
}

/// The problems of the base with further lines, those of figures and claims among them.
inline Lines problems_of(const std::string& more, const std::string& first = base) {
  const auto checked = cells_of(first + more);
  INFO(yaml::render(checked->problems));
  REQUIRE(checked->problems.empty());
  check_figures(*checked->cells, checked->problems);
  check_claims(*checked->cells, checked->problems);
  return words_of(checked->problems);
}

/// The problems of a figure with one panel, "dataset: analyses/a/b, x: time".
inline Lines panel_problems(const std::string& panel, const std::string& more = "") {
  return problems_of(more + "figures: [{name: f, caption: \"\", panels: [{" + panel + "}]}]\n");
}

inline Lines claim_problems(const std::string& claim, const std::string& more = "") {
  return problems_of(more + "expect: [{claim: Words., value: 1, " + claim + "}]\n");
}

}  // namespace engram::evaluation::test
