// The laws of analyses.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "conformance/law.hpp"
#include "conformance/lost_trial.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

/// The specimen among the analyses of an experiment.
const run::LabelledAnalysis& own_analysis(const Specimen& specimen, const Plan& plan,
                                          const run::Experiment& experiment) {
  for (std::size_t at = 0; at < plan.analyses.size(); ++at) {
    if (plan.analyses[at].part.plugin == specimen.plugin) {
      return experiment.analyses[at];
    }
  }
  throw Broken("its example asks nothing by it");
}

/// A system that can also train networks on other patterns.
run::NetworkSystem whole_system(const Network& network) {
  return {*network.experiment.model, network.experiment.integrator.get(), network.patterns,
          [&network](Model& model, const Matrix& patterns, const RandomStreams& random) {
            RandomStream initial = random.within("model").stream(0);
            model.initialise(initial);
            SilentMonitor monitor;
            for (const run::LabelledRule& rule : network.experiment.learning) {
              MemoryRecorder recorder;
              rule.rule->train(model,
                               {patterns, step_of(network.experiment), random.within("learning"), recorder, monitor});
            }
          },
          [&network] { return make<Model>(network.experiment.model_part); }};
}

MemoryRecorder asked(const Analysis& analysis, const System& system, std::uint64_t seed) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  analysis.run({system, RandomStreams(seed, "analysis"), recorder, monitor});
  return recorder;
}

std::string dimensions_text(const std::vector<std::string>& dimensions) {
  return dimensions.empty() ? "no dimension" : join(dimensions, " x ");
}

void check_records(const Specimen& specimen, const MemoryRecorder& recorder, const std::string& where) {
  std::set<std::string> seen;
  for (const Dataset& dataset : recorder.datasets) {
    seen.insert(dataset.name);
    const auto declared = std::ranges::find(specimen.plugin->records, dataset.name, &Recorded::name);
    if (declared == specimen.plugin->records.end()) {
      std::vector<std::string> names;
      std::ranges::transform(specimen.plugin->records, std::back_inserter(names), &Recorded::name);
      const std::string near = did_you_mean(dataset.name, names);
      throw Broken(fmt::format("{} it records '{}', which records() does not declare{}", where, dataset.name,
                               near.empty() ? "" : "; " + near));
    }
    if (declared->dimensions != dataset.dimensions) {
      throw Broken(fmt::format("{} it records '{}' along {}, and records() declares {}", where, dataset.name,
                               dimensions_text(dataset.dimensions), dimensions_text(declared->dimensions)));
    }
    if (dataset.description.empty()) {
      throw Broken(fmt::format("'{}' has no sentence that says what it is", dataset.name));
    }
  }
  for (const Recorded& declared : specimen.plugin->records) {
    if (!declared.with.empty() && (declared.always || specimen.plugin->find(declared.with) == nullptr)) {
      throw Broken(fmt::format("records() declares '{}' as recorded with '{}', {}", declared.name, declared.with,
                               declared.always ? "and also as always there" : "which is not one of its parameters"));
    }
    if (declared.always && !seen.contains(declared.name)) {
      throw Broken(
          fmt::format("{} it does not record '{}', which records() declares as always there", where, declared.name));
    }
  }
}

std::string hold_records(const Specimen& specimen) {
  const Plan& plan = first_plan(specimen);
  const Network network = trained(specimen, plan);
  const auto system = whole_system(network);
  const MemoryRecorder recorder =
      asked(*own_analysis(specimen, plan, network.experiment).analysis, system, network.experiment.seed);
  check_records(specimen, recorder, "in its example");
  return fmt::format("{}, {} declared", counted(recorder.datasets.size(), "dataset"),
                     specimen.plugin->records.size());
}

std::string hold_any_model(const Specimen& specimen) {
  std::vector<std::string> models;
  for (const Plan& plan : specimen.plans) {
    const Network network = trained(specimen, plan);
    const auto system = whole_system(network);
    const std::string where = fmt::format("with model '{}'", plan.model->plugin->name);
    try {
      const MemoryRecorder recorder =
          asked(*own_analysis(specimen, plan, network.experiment).analysis, system, network.experiment.seed);
      if (!recorder.failures.empty()) {
        throw Broken(fmt::format("{} it notes a failure: {}", where, recorder.failures.front()));
      }
      check_records(specimen, recorder, where);
    } catch (const Broken&) {
      throw;
    } catch (const std::exception& error) {
      throw Broken(fmt::format("{} it fails: {}", where, error.what()));
    }
    if (std::ranges::find(models, plan.model->plugin->name) == models.end()) {
      models.push_back(plan.model->plugin->name);
    }
  }
  return "works with " + join(models);
}

std::string hold_again(const Specimen& specimen) {
  const Plan& plan = first_plan(specimen);
  const Network network = trained(specimen, plan);
  const auto system = whole_system(network);
  const Analysis& analysis = *own_analysis(specimen, plan, network.experiment).analysis;
  const auto before = weights_of(network.model());
  const auto first = by_name(asked(analysis, system, 1).datasets);
  const auto second = by_name(asked(analysis, system, 1).datasets);
  const std::string differs = difference(first, second, 0.0);
  if (!differs.empty()) {
    throw Broken("asked twice it gives two answers: " + differs + "; an analysis keeps nothing between questions");
  }
  const std::string changed = difference(before, weights_of(network.model()), 0.0);
  if (!changed.empty()) {
    throw Broken("it changes the network that it looks at: " + changed);
  }
  return "two questions, one answer";
}

std::string hold_alternatives(const Specimen& specimen) {
  if (specimen.plugin->alternatives.empty()) {
    throw Skipped("it declares no ways of computing one thing");
  }
  std::size_t comparisons = 0;
  for (const Alternatives& each : specimen.plugin->alternatives) {
    std::map<std::string, Dataset> reference;
    for (const std::string& word : each.words) {
      const Plan plan = with(specimen, first_plan(specimen), each.parameter, Value{word});
      const Network network = trained(specimen, plan);
      const auto system = whole_system(network);
      const auto answer =
          by_name(asked(*own_analysis(specimen, plan, network.experiment).analysis, system, 1).datasets);
      if (word == each.words.front()) {
        reference = answer;
        continue;
      }
      ++comparisons;
      const std::string differs = difference(answer, reference, 1e-6);
      if (!differs.empty()) {
        throw Broken(
            fmt::format("{}: {} and {} give other answers: {}", each.parameter, word, each.words.front(), differs));
      }
    }
  }
  return fmt::format("{} compared, the same to a millionth", comparisons);
}

bool shows_nan(const MemoryRecorder& recorder) {
  return std::ranges::any_of(recorder.datasets, [](const Dataset& dataset) {
    const auto* numbers = std::get_if<std::vector<double>>(&dataset.values);
    return numbers != nullptr && std::ranges::any_of(*numbers, [](double x) { return std::isnan(x); });
  });
}

std::string hold_analysis_nan(const Specimen& specimen) {
  const Plan& plan = first_plan(specimen);
  const Network network = trained(specimen, plan);
  const auto system = whole_system(network);
  const LostTrialSystem lost(system);
  MemoryRecorder recorder;
  try {
    recorder = asked(*own_analysis(specimen, plan, network.experiment).analysis, lost, network.experiment.seed);
  } catch (const RunError& error) {
    return fmt::format("a lost trial is reported: {}", error.what());
  }
  if (!lost.was_started()) {
    throw Skipped("it starts no trials");
  }
  if (!recorder.failures.empty()) {
    return fmt::format("a lost trial is reported: {}", recorder.failures.front());
  }
  if (shows_nan(recorder)) {
    return "a lost trial shows as NaN";
  }
  throw Broken(
      "a trial becomes infinite or NaN, and neither a failure nor a NaN shows it; look at Trajectory::divergences() "
      "and call Recorder::failure()");
}

}  // namespace

std::vector<Law> analysis_laws() {
  return {{"records", "what it records is what it declares", hold_records},
          {"any_model", "it works with every model with which an example could be put together", hold_any_model},
          {"again", "asked twice it answers the same and leaves the network alone", hold_again},
          {"alternatives", "ways of computing one thing give the same answer", hold_alternatives},
          {"nan", "a trial that becomes infinite or NaN is reported", hold_analysis_nan}};
}

}  // namespace engram::conformance
