#include "study/checked_spec.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "specification/extend.hpp"
#include "study/initial_weights.hpp"
#include "system/print.hpp"

namespace engram::study {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const yaml::Problems& problems,
                         const plugins::Registry& registry) {
  system::print(stderr, "{}", yaml::render(problems));
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

specification::Spec compose_spec(const yaml::Node& root, const std::vector<std::string>& sets,
                                 const Catalogue& catalogue, yaml::Problems& problems) {
  const auto figures = std::make_shared<const specification::RecordSchema>(evaluation::figure_schema());
  const auto claims = std::make_shared<const specification::RecordSchema>(evaluation::claim_schema());
  specification::Spec checked = specification::resolve(root, catalogue, {sets, figures, claims}, problems);
  evaluation::CellIndex cells(checked);
  StoredNetworks networks;
  for (const specification::ExperimentSpec& experiment : checked.cases) {
    cells.add(experiment);
    run::Composition composition = run::compose(experiment, catalogue);
    if (experiment.initial) {
      networks.check(experiment, composition);
    }
    for (const run::Misfit& misfit : composition.misfits) {
      problems.add(experiment.mark_of(misfit.path), misfit.message, misfit.notes);
    }
    for (const run::Doubt& doubt : composition.doubts) {
      if (doubt.setting.empty() || experiment.origin_of(doubt.setting) == "default") {
        checked.doubts.add(experiment.mark_of(doubt.path), doubt.message);
      }
    }
  }
  evaluation::check_figures(cells, problems);
  evaluation::check_claims(cells, problems);
  return checked;
}

specification::Spec check_spec(const std::filesystem::path& file, const std::vector<std::string>& sets,
                               const plugins::Registry& registry) {
  yaml::Problems problems;
  std::optional<specification::WrittenSpec> written = specification::read_spec(file, problems);
  if (!written) {
    refuse(file, problems, registry);
  }
  specification::Spec checked = compose_spec(written->root, sets, registry.catalogue(), problems);
  checked.extended = std::move(written->extended);
  if (!problems.empty()) {
    refuse(file, problems, registry);
  }
  return checked;
}

run::Experiment make_experiment(const Plan& plan, const Catalogue& catalogue) {
  run::Experiment experiment = run::make_parts(plan, catalogue);
  if (plan.initial) {
    experiment.initial = [initial = *plan.initial] { return StoredNetworks().find(initial)->weights; };
  }
  return experiment;
}

}  // namespace engram::study
