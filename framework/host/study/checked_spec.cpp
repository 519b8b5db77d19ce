#include "study/checked_spec.hpp"

#include <memory>
#include <optional>

#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "spec/read.hpp"
#include "system/print.hpp"

namespace engram::study {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const spec::Problems& problems,
                         const plugins::Registry& registry) {
  system::print(stderr, "{}", spec::render(problems));
  for (const plugins::SearchedFolder& folder : registry.folders()) {
    for (const plugins::FoundLibrary& library : folder.libraries) {
      if (!library.refusal.empty()) {
        system::print(stderr, "note: {} was not loaded: it {}\n", library.path.string(), library.refusal);
      }
    }
  }
  throw RequestError(fmt::format("{} has {}; nothing was run", file.string(), counted(problems.size(), "mistake")));
}

}  // namespace

run::Plan plan_of(const spec::ExperimentSpec& experiment) {
  run::Plan plan{
      experiment.label, experiment.seed, experiment.patterns, experiment.model, experiment.integrator, {}, {}};
  for (const spec::LabelledPart& rule : experiment.learning) {
    plan.learning.push_back({rule.label, rule.part});
  }
  for (const spec::LabelledPart& analysis : experiment.analyses) {
    plan.analyses.push_back({analysis.label, analysis.part});
  }
  return plan;
}

spec::Spec compose_spec(const spec::Node& root, const std::vector<std::string>& sets, const Catalogue& catalogue,
                        spec::Problems& problems) {
  const auto figures = std::make_shared<const spec::RecordSchema>(evaluation::figure_schema());
  const auto claims = std::make_shared<const spec::RecordSchema>(evaluation::claim_schema());
  spec::Spec checked = spec::resolve(root, catalogue, {sets, figures, claims}, problems);
  evaluation::CellIndex cells(checked);
  for (const spec::ExperimentSpec& experiment : checked.cases) {
    cells.add(experiment);
    for (const run::Misfit& misfit : run::compose(plan_of(experiment), catalogue).misfits) {
      problems.add(experiment.mark_of(misfit.path), misfit.message, misfit.notes);
    }
  }
  evaluation::check_figures(cells, problems);
  evaluation::check_claims(cells, problems);
  return checked;
}

spec::Spec check_spec(const std::filesystem::path& file, const std::vector<std::string>& sets,
                      const plugins::Registry& registry) {
  spec::Problems problems;
  const std::optional<spec::Node> root = spec::read_file(file, problems);
  if (!root) {
    refuse(file, problems, registry);
  }
  spec::Spec checked = compose_spec(*root, sets, registry.catalogue(), problems);
  if (!problems.empty()) {
    refuse(file, problems, registry);
  }
  return checked;
}

run::Experiment make_experiment(const spec::ExperimentSpec& experiment, const Catalogue& catalogue) {
  return run::compose(plan_of(experiment), catalogue).experiment;
}

}  // namespace engram::study
