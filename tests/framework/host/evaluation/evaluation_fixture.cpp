#include "evaluation_fixture.hpp"

#include <optional>

#include <engram/plugin.hpp>

#include "yaml/read.hpp"

namespace engram::evaluation::test {

namespace {

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

}  // namespace

const Catalogue& catalogue() {
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

std::unique_ptr<Checked> cells_of(const std::string& text) {
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

Lines words_of(const yaml::Problems& problems) {
  Lines lines;
  for (const yaml::Problem& problem : problems.list()) {
    lines.push_back(problem.message);
    for (const std::string& note : problem.notes) {
      lines.back() += " | " + note;
    }
  }
  return lines;
}

Lines problems_of(const std::string& more, const std::string& first) {
  const auto checked = cells_of(first + more);
  INFO(yaml::render(checked->problems));
  REQUIRE(checked->problems.empty());
  check_figures(*checked->cells, checked->problems);
  check_claims(*checked->cells, checked->problems);
  return words_of(checked->problems);
}

Lines panel_problems(const std::string& panel, const std::string& more) {
  return problems_of(more + "figures: [{name: f, caption: \"\", panels: [{" + panel + "}]}]\n");
}

Lines claim_problems(const std::string& claim, const std::string& more) {
  return problems_of(more + "expect: [{claim: Words., value: 1, " + claim + "}]\n");
}

}  // namespace engram::evaluation::test
