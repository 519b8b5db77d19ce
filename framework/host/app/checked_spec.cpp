#include "app/checked_spec.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "spec/read.hpp"

namespace engram::app {

namespace {

run::Plan plan_of(const spec::ExperimentSpec& experiment) {
  run::Plan plan{experiment.label,
                 experiment.seed,
                 experiment.patterns,
                 experiment.model,
                 experiment.learning,
                 experiment.integrator,
                 {}};
  for (const spec::LabelledPart& analysis : experiment.analyses) {
    plan.analyses.push_back({analysis.label, analysis.part});
  }
  return plan;
}

void check_cases_of_panels(const spec::Spec& spec, spec::Problems& problems) {
  std::vector<std::string> labels;
  for (const spec::ExperimentSpec& experiment : spec.cases) {
    labels.push_back(experiment.label);
  }
  for (const spec::Record& figure : spec.figures) {
    for (const spec::Record& panel : figure.children) {
      const Value value = panel.value("case");
      const auto* label = std::get_if<std::string>(&value);
      if (label == nullptr || label->empty()) {
        const Value path = panel.value("dataset");
        const auto* dataset = std::get_if<std::string>(&path);
        if (spec.has_cases && dataset != nullptr && !dataset->starts_with("summary/") &&
            !dataset->starts_with("cases/")) {
          problems.add(panel.mark(), "the panel does not say of which case it is", {"cases: " + join(labels)});
        }
        continue;
      }
      if (std::ranges::find(labels, *label) != labels.end()) {
        continue;
      }
      std::vector<std::string> notes;
      if (const auto near = nearest(*label, labels)) {
        notes.push_back(fmt::format("did you mean '{}'?", *near));
      }
      notes.push_back(spec.has_cases ? "cases: " + join(labels) : "this spec has no cases");
      problems.add(panel.mark_of("case"), fmt::format("there is no case '{}'", *label), notes);
    }
  }
}

/// Gives each declared value of a record to the object that it describes.
template <class T>
T make_from(const spec::Record& record, spec::Problems& problems) {
  T made;
  for (const Parameter& parameter : T::params().list()) {
    parameter.assign(&made, record.value(parameter.name));
  }
  try {
    made.check();
  } catch (const ParameterError& error) {
    problems.add(record.mark_of(error.parameter()), error.what());
  }
  return made;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const spec::Problems& problems,
                         const plugins::Registry& registry) {
  fmt::print(stderr, "{}", spec::render(problems));
  for (const plugins::SearchedFolder& folder : registry.folders()) {
    for (const plugins::FoundLibrary& library : folder.libraries) {
      if (!library.refusal.empty()) {
        fmt::print(stderr, "note: {} was not loaded: it {}\n", library.path.string(), library.refusal);
      }
    }
  }
  throw RequestError(fmt::format("{} has {} {}; nothing was run", file.string(), problems.size(),
                                 problems.size() == 1 ? "mistake" : "mistakes"));
}

}  // namespace

const spec::RecordSchema& figure_schema() {
  static const spec::RecordSchema schema{"figure", figures::Figure::params().list(), "panels",
                                         std::make_shared<const spec::RecordSchema>(spec::RecordSchema{
                                             "panel", figures::Panel::params().list(), "", nullptr})};
  return schema;
}

std::vector<figures::Figure> make_figures(const std::vector<spec::Record>& records, spec::Problems& problems) {
  std::vector<figures::Figure> made;
  for (const spec::Record& record : records) {
    made.push_back(make_from<figures::Figure>(record, problems));
    for (const spec::Record& panel : record.children) {
      made.back().panels.push_back(make_from<figures::Panel>(panel, problems));
    }
  }
  return made;
}

CheckedSpec check_spec(const std::filesystem::path& file, const std::vector<std::string>& sets,
                       const plugins::Registry& registry) {
  spec::Problems problems;
  const std::optional<spec::Node> root = spec::read_file(file, problems);
  if (!root) {
    refuse(file, problems, registry);
  }
  const auto schema = std::make_shared<const spec::RecordSchema>(figure_schema());
  CheckedSpec checked{spec::resolve(*root, registry.catalogue(), {sets, schema}, problems), {}};
  for (const spec::ExperimentSpec& experiment : checked.spec.cases) {
    run::Composition composition = run::compose(plan_of(experiment), registry.catalogue());
    for (const run::Misfit& misfit : composition.misfits) {
      problems.add(experiment.mark_of(misfit.path), misfit.message, misfit.notes);
    }
    checked.experiments.push_back(std::move(composition.experiment));
  }
  check_cases_of_panels(checked.spec, problems);
  make_figures(checked.spec.figures, problems);
  if (!problems.empty()) {
    refuse(file, problems, registry);
  }
  return checked;
}

}  // namespace engram::app
