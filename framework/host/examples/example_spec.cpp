#include "examples/example_spec.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <engram/facets.hpp>

#include "examples/candidate.hpp"
#include "examples/part_text.hpp"

namespace engram::examples {

namespace {

/// If a plugin has many companions, either the first ones fit or no companion does.
constexpr int most_trials = 250;
/// After so many failures with one model, no other example with that model is run.
constexpr int most_failures = 6;

using Plugins = std::vector<const PluginInfo*>;

/// The plugins that one example may choose from. A nullptr among the analyses means that the example has none.
struct Choice {
  const PluginInfo* model;
  Plugins rules;
  Plugins analyses;
};

class Search {
 public:
  Search(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench)
      : plugin_(plugin), catalogue_(catalogue), workbench_(workbench) {}

  /// One for each model.
  std::vector<Example> all() {
    std::vector<Example> found;
    for (const Choice& choice : choices()) {
      std::optional<Example> example = first_of(choice);
      if (example && std::ranges::find(found, example->spec, &Example::spec) == found.end()) {
        found.push_back(std::move(*example));
      }
    }
    return found;
  }

  /// The first example that runs; if none runs, the first example.
  std::optional<Example> best() {
    std::optional<Example> failing;
    for (const Choice& choice : choices()) {
      std::optional<Example> example = first_of(choice);
      if (example && example->runs) {
        return example;
      }
      if (!failing) {
        failing = std::move(example);
      }
    }
    return failing;
  }

 private:
  /// The plugin itself if it is of that kind; otherwise all plugins of the kind.
  [[nodiscard]] Plugins of(Kind kind) const {
    return plugin_.kind == kind ? Plugins{&plugin_} : well_known_first(catalogue_, kind);
  }

  [[nodiscard]] Plugins models() const {
    Plugins models = of(Kind::model);
    if (plugin_.kind == Kind::activation) {
      std::erase_if(models, [](const PluginInfo* model) { return place_for(*model, Kind::activation) == nullptr; });
    }
    if (plugin_.kind == Kind::integrator) {
      std::erase_if(models, [](const PluginInfo* model) { return !contains(model->offers, OffersFlow::facet); });
    }
    return models;
  }

  [[nodiscard]] Plugins rules(const PluginInfo& model) const {
    Plugins rules = of(Kind::learning_rule);
    std::erase_if(rules, [&](const PluginInfo* rule) { return !has_needs_of(model, *rule); });
    return rules;
  }

  [[nodiscard]] Plugins analyses(const PluginInfo& model) const {
    Plugins analyses = of(Kind::analysis);
    const bool takes_damage = plugin_.kind == Kind::corruption;
    std::erase_if(analyses, [&](const PluginInfo* analysis) {
      return !moves(model) || !has_needs_of(model, *analysis) ||
             (takes_damage && place_for(*analysis, Kind::corruption) == nullptr);
    });
    if (plugin_.kind != Kind::analysis && !takes_damage) {
      analyses.push_back(nullptr);
    }
    return analyses;
  }

  [[nodiscard]] Plugins integrators(const PluginInfo& model) const {
    if (!contains(model.offers, OffersFlow::facet)) {
      return {nullptr};
    }
    Plugins integrators = of(Kind::integrator);
    if (plugin_.kind != Kind::integrator && contains(model.offers, OffersUpdates::facet)) {
      integrators.insert(integrators.begin(), nullptr);
    }
    return integrators;
  }

  [[nodiscard]] std::vector<Choice> choices() const {
    std::vector<Choice> choices;
    for (const PluginInfo* model : models()) {
      if (plugin_.kind != Kind::model) {
        choices.push_back({model, rules(*model), analyses(*model)});
        continue;
      }
      for (const PluginInfo* analysis : analyses(*model)) {
        choices.push_back({model, rules(*model), {analysis}});
      }
      for (const PluginInfo* rule : rules(*model)) {
        choices.push_back({model, {rule}, analyses(*model)});
      }
    }
    return choices;
  }

  [[nodiscard]] std::vector<PartText> texts(const PluginInfo* plugin) const {
    return example_parts(*plugin, catalogue_);
  }

  /// The examples of a plugin, or nullopt without a plugin; an analysis with a corruption also gets other
  /// corruptions.
  [[nodiscard]] std::vector<std::optional<PartText>> optional_texts(const PluginInfo* plugin) const {
    if (plugin == nullptr) {
      return {std::nullopt};
    }
    const std::vector<PartText> given = texts(plugin);
    std::vector<std::optional<PartText>> all(given.begin(), given.end());
    if (plugin->kind != Kind::analysis || place_for(*plugin, Kind::corruption) == nullptr) {
      return all;
    }
    // Patterns of +-1 do not allow every corruption, so the analysis needs others than its own example.
    if (plugin_.kind == Kind::corruption) {
      all.clear();
    }
    for (const PartText& part : given) {
      for (const PluginInfo* damage : of(Kind::corruption)) {
        for (const PartText& own : texts(damage)) {
          all.emplace_back(holding(part, own));
        }
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<PartText> model_texts(const PluginInfo* model) const {
    if (plugin_.kind != Kind::activation) {
      return texts(model);
    }
    std::vector<PartText> held;
    for (const PartText& own : texts(&plugin_)) {
      held.push_back(holding(texts(model).front(), own));
    }
    return held;
  }

  /// The examples of a source, and one with more patterns, which analyses of the capacity need.
  [[nodiscard]] std::vector<PartText> source_texts(const PluginInfo* source) const {
    std::vector<PartText> all = texts(source);
    const Parameter* count = source->find("count");
    if (source != &plugin_ && count != nullptr && count->type == ValueType::integer) {
      all.push_back(all.front());
      all.back().set("count", "8");
    }
    return all;
  }

  /// Patterns and a model of the same size; the parts of the documented plugin stay unchanged.
  [[nodiscard]] std::vector<std::pair<PartText, PartText>> sized(const PluginInfo* source,
                                                                 const PartText& model) const {
    std::vector<std::pair<PartText, PartText>> pairs;
    for (PartText patterns : source_texts(source)) {
      const Parameter* size = source->find("size");
      if (source != &plugin_ && size != nullptr && size->type == ValueType::integer) {
        if (const auto units = workbench_.size_of(Kind::model, model.text(), model.plugin->example_files)) {
          patterns.set("size", std::to_string(*units));
          pairs.emplace_back(patterns, model);
        }
      } else if (const auto values =
                     workbench_.size_of(Kind::pattern_source, patterns.text(), source->example_files)) {
        if (const auto fitting = sized_model(model, *values)) {
          pairs.emplace_back(patterns, *fitting);
        }
      }
    }
    return pairs;
  }

  std::optional<Example> first_of(const Choice& choice) {
    trials_ = 0;
    failures_ = 0;
    fitting_.reset();
    for (const PartText& model : model_texts(choice.model)) {
      for (const PluginInfo* source : of(Kind::pattern_source)) {
        for (const auto& [patterns, sized_model] : sized(source, model)) {
          if (first_with(choice, patterns, sized_model)) {
            return std::move(fitting_);
          }
        }
      }
    }
    return std::move(fitting_);
  }

  /// Tries the candidates and returns whether the search is over; its result is `fitting_`.
  bool first_with(const Choice& choice, const PartText& patterns, const PartText& model) {
    for (const PluginInfo* rule : choice.rules) {
      for (const PluginInfo* analysis : choice.analyses) {
        for (const PluginInfo* integrator : integrators(*choice.model)) {
          for (const PartText& rule_text : texts(rule)) {
            for (const auto& analysis_text : optional_texts(analysis)) {
              for (const auto& integrator_text : optional_texts(integrator)) {
                if (is_last({patterns, model, rule_text, integrator_text, analysis_text})) {
                  return true;
                }
              }
            }
          }
        }
      }
    }
    return false;
  }

  bool is_last(const Candidate& parts) {
    if (trials_ == most_trials) {
      return true;
    }
    ++trials_;
    Example example = example_of(parts);
    if (!workbench_.fits(example)) {
      return false;
    }
    const bool gives_up = failures_ == most_failures;
    if (!gives_up) {
      example.runs = workbench_.runs(example);
      failures_ = example.runs ? 0 : failures_ + 1;
    }
    const bool is_found = example.runs || gives_up;
    if (example.runs || !fitting_) {
      fitting_ = std::move(example);
    }
    return is_found;
  }

  const PluginInfo& plugin_;
  const Catalogue& catalogue_;
  const Workbench& workbench_;
  int trials_ = 0;
  int failures_ = 0;                ///< with this model, since an example ran
  std::optional<Example> fitting_;  ///< the first one whose parts fit, or the one that runs
};

}  // namespace

std::vector<Example> example_specs(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench) {
  return Search(plugin, catalogue, workbench).all();
}

std::optional<Example> example_spec(const PluginInfo& plugin, const Catalogue& catalogue,
                                    const Workbench& workbench) {
  return Search(plugin, catalogue, workbench).best();
}

}  // namespace engram::examples
