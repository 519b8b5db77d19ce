#include "run/compose.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/plan.hpp>
#include <engram/probes.hpp>
#include <engram/words.hpp>

#include "run/file_patterns.hpp"
#include "run/find_part.hpp"

namespace engram::run {

namespace {

class Composer {
 public:
  Composer(const Plan& plan, const Catalogue& catalogue) : plan_(plan), catalogue_(catalogue) {}

  Composition compose() && {
    make_parts();
    check_facets();
    check_integrator();
    check_sizes();
    return std::move(composition_);
  }

  Experiment parts() && {
    make_parts();
    return std::move(composition_.experiment);
  }

 private:
  void make_parts() {
    Experiment& experiment = composition_.experiment;
    experiment.label = plan_.label;
    experiment.seed = plan_.seed;
    experiment.patterns = make_part<PatternSource>(plan_.patterns, "patterns");
    experiment.model = make_part<Model>(plan_.model, "model");
    if (experiment.model) {
      experiment.model_part = *plan_.model;
    }
    for (const auto& [label, part] : plan_.learning) {
      if (auto rule = make_part<LearningRule>(part, path_of_rule(label))) {
        experiment.learning.push_back({label, std::move(rule)});
      }
    }
    experiment.integrator = make_part<Integrator>(plan_.integrator, "integrator");
    for (const auto& [label, part] : plan_.analyses) {
      if (auto analysis = make_part<Analysis>(part, "analyses." + label)) {
        experiment.analyses.push_back({label, std::move(analysis)});
      }
    }
  }

  static const Part& part_of(const std::vector<LabelledPart>& parts, const std::string& label) {
    return std::ranges::find(parts, label, &LabelledPart::label)->part;
  }

  static std::string path_of_rule(const std::string& label) {
    return label.empty() ? "learning" : "learning." + label;
  }

  /// Runs `work` and notes an error that it throws at the part's place in the spec.
  void attempt(const std::string& path, const auto& work) {
    try {
      work();
    } catch (const ParameterError& error) {
      add(path + "." + error.parameter(), error.what());
    } catch (const std::exception& error) {
      add(path, error.what());
    } catch (...) {
      add(path, "the plugin threw something that is not a std::exception");
    }
  }

  /// The same for a part's check of a network. A part passes on the errors of its nested parts, with or without their
  /// paths.
  void attempt_check(const Part& part, const std::string& path, Index units, const auto& work) {
    attempt(path, [&] {
      try {
        work();
      } catch (const ParameterError& error) {
        const std::string parameter = path_of_parameter(part, error, units);
        add(path + "." + parameter, error.what(), advice_for_nested(part, parameter, units));
      }
    });
  }

  /// Advice for a source of patterns within a part, if its parameter is at fault and its patterns have another size.
  static std::vector<std::string> advice_for_nested(const Part& part, const std::string& parameter, Index units) {
    for (const NestedPart& nested : parts_within(part)) {
      if (nested.path == parameter && nested.part->plugin->kind == Kind::pattern_source &&
          make<PatternSource>(*nested.part)->pattern_size() != units) {
        return with_advice(*nested.part, units);
      }
    }
    return {};
  }

  static std::vector<std::string> with_advice(const Part& source, Index units, std::vector<std::string> notes = {}) {
    if (std::string advice = advice_on_axes(source, units); !advice.empty()) {
      notes.push_back(std::move(advice));
    }
    return notes;
  }

  void add(std::string path, std::string message, std::vector<std::string> notes = {}) {
    composition_.misfits.push_back({std::move(path), std::move(message), std::move(notes)});
  }

  /// For a part that cannot be made, the path of the part at fault: itself or a nested part.
  static std::string path_at_fault(const Part& part, const std::string& path) {
    for (const NestedPart& nested : parts_within(part)) {
      try {
        (void)nested.part->plugin->create(*nested.part);
      } catch (...) {
        return path_at_fault(*nested.part, fmt::format("{}.{}", path, nested.path));
      }
    }
    return path;
  }

  template <class Base>
  std::shared_ptr<Base> make_part(const std::optional<Part>& part, const std::string& path) {
    std::shared_ptr<Base> made;
    if (part) {
      try {
        made = make<Base>(*part);
      } catch (const ParameterError& error) {
        add(path + "." + error.parameter(), error.what());
      } catch (...) {
        attempt(path_at_fault(*part, path), [] { throw; });
      }
    }
    return made;
  }

  /// The part needs at least one of `facets`. Returns whether the model has one, and notes a misfit if it has none.
  bool check_need(const Part& part, const std::string& path, const std::vector<Facet>& facets) {
    const PluginInfo& model = *plan_.model->plugin;
    const auto has_one = [&](const PluginInfo& plugin) {
      return std::ranges::any_of(facets, [&](const Facet& facet) { return contains(plugin.offers, facet); });
    };
    if (has_one(model)) {
      return true;
    }
    std::vector<std::string> others;
    for (const PluginInfo* other : catalogue_.of(Kind::model)) {
      if (has_one(*other)) {
        others.push_back(other->name);
      }
    }
    std::vector<std::string> words;
    std::ranges::transform(facets, std::back_inserter(words),
                           [](const Facet& facet) { return std::string(facet.words); });
    add(path,
        fmt::format("{} '{}' needs {}; model '{}' has none", words_of(part.plugin->kind).words, part.plugin->name,
                    join(words, " or "), model.name),
        {others.empty() ? "no model that was found has them" : "models that have them: " + join(others)});
    return false;
  }

  void check_initial() {
    if (!plan_.initial || contains(plan_.model->plugin->offers, OffersStoredWeights::facet)) {
      return;
    }
    std::vector<std::string> others;
    for (const PluginInfo* other : catalogue_.of(Kind::model)) {
      if (contains(other->offers, OffersStoredWeights::facet)) {
        others.push_back(other->name);
      }
    }
    add("initial", fmt::format("model '{}' cannot take weights of another result", plan_.model->plugin->name),
        {others.empty() ? "no model that was found can" : "models that can: " + join(others)});
  }

  void check_facets() {
    if (!plan_.model) {
      return;
    }
    check_initial();
    std::vector<Facet> used;
    for (const auto& [label, part] : plan_.learning) {
      for (const Facet& facet : part.plugin->needs) {
        learning_fits_ = check_need(part, path_of_rule(label), {facet}) && learning_fits_;
        used.push_back(facet);
      }
    }
    for (const auto& [label, part] : plan_.analyses) {
      // Every analysis sees the network as a System that moves.
      check_need(part, "analyses." + label, {OffersFlow::facet, OffersUpdates::facet});
      for (const Facet& facet : part.plugin->needs) {
        check_need(part, "analyses." + label, {facet});
        used.push_back(facet);
      }
    }
    for (const auto& [label, analysis] : composition_.experiment.analyses) {
      for (const Facet& facet : analysis->further_needs()) {
        check_need(part_of(plan_.analyses, label), "analyses." + label, {facet});
        used.push_back(facet);
      }
    }
    if (composition_.experiment.model && learning_fits_) {
      attempt("model", [&] { composition_.experiment.model->check_use(used); });
    }
    if (plan_.integrator) {
      check_need(*plan_.integrator, "integrator", {OffersFlow::facet});
    }
  }

  void check_integrator() {
    if (plan_.model && !plan_.integrator && contains(plan_.model->plugin->offers, OffersFlow::facet) &&
        !contains(plan_.model->plugin->offers, OffersUpdates::facet)) {
      std::vector<std::string> names;
      for (const PluginInfo* integrator : catalogue_.of(Kind::integrator)) {
        names.push_back(integrator->name);
      }
      add("model",
          fmt::format("model '{}' moves in continuous time, and the spec names no integrator",
                      plan_.model->plugin->name),
          {"integrators: " + join(names), "for example: integrator: {plugin: euler, time_step: 1 ms}"});
    }
  }

  void check_sizes() {
    const Experiment& experiment = composition_.experiment;
    if (!experiment.patterns || (plan_.integrator && !experiment.integrator)) {
      return;
    }
    const Index size = experiment.patterns->pattern_size();
    if (experiment.model && size != experiment.model->units()) {
      add("patterns.size",
          fmt::format("patterns have {}, and model '{}' has {}", counted(size, "value"), plan_.model->plugin->name,
                      counted(experiment.model->units(), "unit")),
          with_advice(*plan_.patterns, experiment.model->units(),
                      {"the size of a pattern is the number of units, over all layers"}));
    } else if (reads_files(*plan_.patterns)) {
      check_file_patterns();
    }
    const NetworkOutline network = outline();
    // If the model does not fit the rule at all, further complaints of the rule would only hide that.
    for (const auto& [label, rule] : experiment.learning) {
      if (learning_fits_) {
        attempt_check(part_of(plan_.learning, label), path_of_rule(label), network.units(),
                      [&, &each = rule] { each->check_network(network); });
      }
    }
    // Without a model and an integrator it is unknown whether the network moves in seconds or in updates.
    if (!plan_.model && !plan_.integrator) {
      return;
    }
    for (const LabelledAnalysis& analysis : experiment.analyses) {
      attempt_check(part_of(plan_.analyses, analysis.label), "analyses." + analysis.label, network.units(),
                    [&] { analysis.analysis->check_network(network); });
    }
  }

  /// Patterns of files are known before anything runs, so that a model's complaint need not wait for it.
  void check_file_patterns() {
    const Experiment& experiment = composition_.experiment;
    if (std::string words = doubt_about_axes(*plan_.patterns, *experiment.patterns); !words.empty()) {
      composition_.doubts.push_back({"patterns", std::move(words), "patterns.transpose"});
    }
    attempt("patterns", [&] {
      const Patterns patterns = experiment.patterns->patterns(RandomStreams(plan_.seed, "patterns"));
      if (std::string words = doubt_about_values(*plan_.patterns, patterns.matrix()); !words.empty()) {
        composition_.doubts.push_back({"patterns", std::move(words), ""});
      }
      if (experiment.model) {
        experiment.model->check_patterns(patterns);
      }
    });
  }

  /// The facts known about the network. If the model could not be made, its size comes from the patterns.
  [[nodiscard]] NetworkOutline outline() const {
    const Experiment& experiment = composition_.experiment;
    const auto model_offers = [&](const Facet& facet) {
      return plan_.model && contains(plan_.model->plugin->offers, facet);
    };
    const bool follows_flow = plan_.integrator && model_offers(OffersFlow::facet);
    const bool moves_in_updates = model_offers(OffersUpdates::facet) && !follows_flow;
    const Integrator* integrator = moves_in_updates ? nullptr : experiment.integrator.get();
    return {
        .layers = experiment.model ? experiment.model->layers() : std::vector{experiment.patterns->pattern_size()},
        .patterns = experiment.patterns->pattern_count(),
        .continuous = !moves_in_updates,
        .time_step = integrator != nullptr ? integrator->time_step() : std::nullopt,
        .discrete_values = experiment.model && experiment.model->discrete_values(),
        .learns = !plan_.learning.empty() || !plan_.initial,
        .declares_stability = integrator != nullptr && integrator->stability(0.0).has_value(),
        .check_unit_values = [model = experiment.model](const ConstMatrixView& patterns) {
          if (model) {
            model->check_unit_values(patterns);
          }
        }};
  }

  const Plan& plan_;
  const Catalogue& catalogue_;
  Composition composition_;
  bool learning_fits_ = true;  ///< the model has the facets that the rule needs
};

}  // namespace

Experiment make_parts(const Plan& plan, const Catalogue& catalogue) {
  return Composer(plan, catalogue).parts();
}

Composition compose(const Plan& plan, const Catalogue& catalogue) {
  return Composer(plan, catalogue).compose();
}

}  // namespace engram::run
