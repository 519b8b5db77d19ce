// The laws of learning rules.
#include <algorithm>
#include <limits>
#include <memory>
#include <typeinfo>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "conformance/contain.hpp"
#include "conformance/law.hpp"
#include "conformance/network.hpp"
#include "conformance/probe.hpp"
#include "conformance/settings.hpp"

namespace engram::conformance {

namespace {

/// The experiment of the first plan, with patterns and initial weights.
struct Lesson {
  run::Experiment experiment;
  Matrix patterns;
  std::shared_ptr<const LearningRule> rule;  ///< the rule under test

  explicit Lesson(const Specimen& specimen, const Plan& plan) : experiment(composed(specimen, plan)) {
    patterns.resize(experiment.patterns->pattern_size(), experiment.patterns->pattern_count());
    experiment.patterns->generate(RandomStreams(experiment.seed, "patterns"), patterns);
    RandomStream initial = RandomStreams(experiment.seed, "model").stream(0);
    experiment.model->initialise(initial);
    for (std::size_t at = 0; at < plan.learning.size(); ++at) {
      if (plan.learning[at].part.plugin == specimen.plugin) {
        rule = experiment.learning[at].rule;
      }
    }
    if (!rule) {
      throw Broken("its example teaches nothing by it");
    }
  }

  MemoryRecorder teach(Model& model, const Matrix& what) const {
    MemoryRecorder recorder;
    SilentMonitor monitor;
    rule->train(model, {what, step_of(experiment), RandomStreams(experiment.seed, "learning"), recorder, monitor});
    return recorder;
  }
};

template <class Probe>
std::shared_ptr<ProbeModel> probe(const std::shared_ptr<Model>& model, bool moving) {
  if (moving) {
    return std::make_shared<Moving<Probe>>(model);
  }
  return std::make_shared<Probe>(model);
}

/// The probe, of those listed, that offers a facet; nullptr if there is none.
template <class... Probes>
std::shared_ptr<ProbeModel> probe_with(const Facet& facet, const std::shared_ptr<Model>& model, bool moving) {
  std::shared_ptr<ProbeModel> made;
  (..., (facet == Probes::facet ? void(made = probe<Probes>(model, moving)) : void()));
  return made;
}

/// A model with exactly the facets that the rule needs.
std::shared_ptr<ProbeModel> probe_for(const std::vector<Facet>& needs, const std::shared_ptr<Model>& model) {
  std::vector<Facet> rest = needs;
  const bool moving = std::erase(rest, OffersUpdates::facet) > 0;
  if (rest.size() != 1) {
    throw Skipped("it needs a combination of facets for which there is no probe");
  }
  std::shared_ptr<ProbeModel> made =
      probe_with<ProbeWeights, ProbeOuterProducts, ProbeMemories, ProbeFeatures, ProbeErrorNodes>(rest.front(), model,
                                                                                                  moving);
  if (!made) {
    throw Skipped(fmt::format("it learns through {}, for which there is no probe", rest.front().words));
  }
  return made;
}

std::string hold_changes(const Specimen& specimen) {
  const Lesson lesson(specimen, first_plan(specimen));
  const auto before = weights_of(*lesson.experiment.model);
  lesson.teach(*lesson.experiment.model, lesson.patterns);
  if (difference(before, weights_of(*lesson.experiment.model), 0.0).empty()) {
    throw Broken("after training the model records what it recorded before; a rule that teaches nothing");
  }
  return "training changes the weights";
}

std::string hold_elsewhere(const Specimen& specimen) {
  const Lesson lesson(specimen, first_plan(specimen));
  const Lesson other(specimen, first_plan(specimen));
  const Matrix patterns = lesson.patterns;
  lesson.teach(*lesson.experiment.model, lesson.patterns);
  if (lesson.patterns != patterns) {
    throw Broken("it changes the patterns that it is to learn");
  }
  const auto stand_in = probe_for(specimen.plugin->needs, other.experiment.model);
  try {
    other.teach(*stand_in, patterns);
  } catch (const std::bad_cast&) {
    std::vector<std::string> names;
    std::ranges::transform(specimen.plugin->needs, std::back_inserter(names),
                           [](const Facet& facet) { return std::string(facet.words); });
    throw Broken("it uses facets of the model that it does not list; `needs` has " + join(names) +
                 " only, and a model that offers no more than that fails in the middle of a run");
  }
  if (stand_in->finish()) {
    throw Broken(
        "it writes outside of the weights; columns may be apart by more than their length, so never count "
        "through data()");
  }
  const std::string differs =
      difference(weights_of(*lesson.experiment.model), weights_of(*other.experiment.model), 1e-12);
  if (!differs.empty()) {
    throw Broken("weights that lie elsewhere in memory, of a model that offers nothing else, come out differently: " +
                 differs);
  }
  return "patterns, fences and other facets untouched";
}

std::string hold_rule_alternatives(const Specimen& specimen) {
  if (specimen.plugin->alternatives.empty()) {
    throw Skipped("it declares no ways of computing one thing, such as exact and stepwise");
  }
  for (const Alternatives& each : specimen.plugin->alternatives) {
    std::map<std::string, Dataset> reference;
    for (const std::string& word : each.words) {
      const Lesson lesson(specimen, with(specimen, first_plan(specimen), each.parameter, Value{word}));
      lesson.teach(*lesson.experiment.model, lesson.patterns);
      if (word == each.words.front()) {
        reference = weights_of(*lesson.experiment.model);
        continue;
      }
      const std::string differs = difference(weights_of(*lesson.experiment.model), reference, 1e-9);
      if (!differs.empty()) {
        throw Broken(
            fmt::format("{}: {} and {} give other weights: {}", each.parameter, word, each.words.front(), differs));
      }
    }
  }
  return "the same weights to a billionth";
}

bool holds_nan(const std::map<std::string, Dataset>& datasets) {
  return std::ranges::any_of(datasets, [](const auto& each) {
    const auto* numbers = std::get_if<std::vector<double>>(&each.second.values);
    return numbers != nullptr && std::ranges::any_of(*numbers, [](double x) { return !std::isfinite(x); });
  });
}

std::string hold_rule_nan(const Specimen& specimen) {
  const Lesson lesson(specimen, first_plan(specimen));
  Matrix patterns = lesson.patterns;
  patterns(0, 0) = std::numeric_limits<double>::quiet_NaN();
  try {
    const MemoryRecorder recorder = lesson.teach(*lesson.experiment.model, patterns);
    if (!recorder.failures.empty()) {
      return "NaN is noted as a failure";
    }
  } catch (const RunError& error) {
    return fmt::format("NaN is refused: {}", error.what());
  }
  if (holds_nan(weights_of(*lesson.experiment.model))) {
    throw Broken(
        "a pattern with NaN leaves NaN in the weights, and nothing says so; end the training with "
        "`if (!weights.allFinite()) throw engram::RunError(...)`");
  }
  throw Broken(
      "a pattern with NaN is learned as if nothing were wrong; throw engram::RunError where a pattern is not finite");
}

/// Trains the network of a plan by the specimen only, as if it were the first rule of a list.
void teach_alone(const Specimen& specimen, const Plan& plan) {
  const Lesson lesson(specimen, plan);
  lesson.teach(*lesson.experiment.model, lesson.patterns);
  if (holds_nan(weights_of(*lesson.experiment.model))) {
    throw Broken("it leaves weights that are not finite, and nothing says so");
  }
}

std::string hold_any_network(const Specimen& specimen) {
  std::size_t taught = 0;
  for (const Plan& plan : specimen.plans) {
    std::vector<Setting> settings = settings_of(plan, *specimen.plugin, *specimen.catalogue);
    std::vector<Setting> of_model = settings_of(plan, *plan.model->plugin, *specimen.catalogue);
    settings.insert(settings.end(), of_model.begin() + 1, of_model.end());
    for (const Setting& setting : settings) {
      const std::string where = fmt::format("with model '{}'{}{}", plan.model->plugin->name,
                                            setting.words.empty() ? "" : " and ", setting.words);
      note_work(where);
      try {
        teach_alone(specimen, setting.plan);
        ++taught;
      } catch (const RunError&) {
        // The message says why the rule cannot train this network.
      } catch (const std::exception& error) {
        throw Broken(fmt::format("{}, {}", where, error.what()));
      }
    }
  }
  if (taught == 0) {
    throw Broken("it cannot teach any network, whatever its settings");
  }
  return fmt::format("{} networks and settings", taught);
}

}  // namespace

std::vector<Law> learning_rule_laws() {
  return {{"changes", "training changes what the model records", hold_changes},
          {"elsewhere", "nothing changes that is not in the rule: patterns, neighbours in memory, facets not named",
           in_every_setting<hold_elsewhere>},
          {"alternatives", "ways of computing one thing give the same weights", hold_rule_alternatives},
          {"any_network", "it teaches every network that fits it, whatever the settings, or says why not",
           hold_any_network},
          {"nan", "a pattern that is not finite is reported", in_every_setting<hold_rule_nan>}};
}

}  // namespace engram::conformance
