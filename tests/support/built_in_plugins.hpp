// The built-in plugins as libraries, and small experiments of any model with any learning rules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/catalogue.hpp>

#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "run/compose.hpp"

namespace engram::test {

using Values = std::vector<std::pair<std::string, Value>>;

/// A part with every default, but for the values given.
inline Part part_of(const PluginInfo& plugin, Values values = {}) {
  Part part{&plugin, std::move(values)};
  for (const Parameter& parameter : plugin.parameters) {
    const bool given =
        std::ranges::any_of(part.values, [&](const auto& each) { return each.first == parameter.name; });
    if (!given) {
      part.values.emplace_back(parameter.name, parameter.default_value);
    }
  }
  return part;
}

inline PartPointer pointer(Part part) {
  return std::make_shared<const Part>(std::move(part));
}

inline constexpr std::int64_t units = 8;

/// The built-in plugins, as a user's program loads them.
struct World {
  plugins::Registry registry = plugins::load(plugins::search_path({ENGRAM_TEST_PLUGINS}));
  const Catalogue& catalogue = registry.catalogue();
  std::vector<const PluginInfo*> rules = catalogue.of(Kind::learning_rule);
  std::vector<const PluginInfo*> models = catalogue.of(Kind::model);

  [[nodiscard]] const PluginInfo& plugin(Kind kind, std::string_view name) const {
    return *catalogue.find(kind, name);
  }

  [[nodiscard]] Part part(Kind kind, std::string_view name, Values values = {}) const {
    return part_of(plugin(kind, name), std::move(values));
  }

  [[nodiscard]] Part model_part(const PluginInfo& plugin) const {
    if (plugin.name == "pc_hopfield") {
      return part_of(plugin,
                     {{"layers", std::vector{units}}, {"activation", pointer(part(Kind::activation, "tanh"))}});
    }
    if (plugin.name == "linear_layer") {
      return part_of(plugin, {{"units", units}, {"outputs", std::int64_t{3}}});
    }
    if (plugin.name == "pc_dense_memory") {
      return part_of(plugin, {{"units", units}, {"hidden", std::int64_t{3}}});
    }
    const bool is_list = plugin.find("units")->type == ValueType::integers;
    return part_of(plugin, {{"units", is_list ? Value{std::vector{units}} : Value{units}}});
  }

  [[nodiscard]] Part rule_part(const PluginInfo& plugin) const {
    if (plugin.name == "anti_hebbian") {
      return part_of(plugin, {{"repetitions", std::int64_t{5}}});
    }
    if (plugin.name == "predictive_coding") {
      return part_of(plugin, {{"presentation", 0.05}});
    }
    return plugin.find("epochs") == nullptr ? part_of(plugin) : part_of(plugin, {{"epochs", std::int64_t{3}}});
  }

  [[nodiscard]] std::vector<LabelledPart> analyses(bool flows, bool with_energy) const {
    const Value flip = pointer(part(Kind::corruption, "sign_flips", {{"count", std::int64_t{1}}}));
    const Value masked = pointer(part(Kind::corruption, "mask", {{"fraction", 0.5}}));
    if (flows) {
      return {{"perturbation", part(Kind::analysis, "perturbation",
                                    {{"corruption", masked},
                                     {"duration", 0.05},
                                     {"sampling_interval", 0.01},
                                     {"record_energy", with_energy}})},
              {"eigenvalues", part(Kind::analysis, "jacobian_eigenvalues")},
              {"fixed_points",
               part(Kind::analysis, "fixed_points", {{"random_starts", std::int64_t{1}}, {"settle", 0.01}})}};
    }
    std::vector<LabelledPart> all{
        {"recall", part(Kind::analysis, "recall",
                        {{"corruption", flip},
                         {"updates", std::int64_t{4}},
                         {"record_state", true},
                         {"record_energy", with_energy}})},
        {"perturbation",
         part(Kind::analysis, "perturbation",
              {{"corruption", masked}, {"updates", std::int64_t{2}}, {"record_energy", with_energy}})},
        {"capacity", part(Kind::analysis, "capacity",
                          {{"corruption", flip},
                           {"counts", std::vector<std::int64_t>{1, 2}},
                           {"trials", std::int64_t{2}},
                           {"updates", std::int64_t{2}}})}};
    return all;
  }

  [[nodiscard]] Plan plan(const PluginInfo& model, const std::vector<const PluginInfo*>& learning,
                          bool with_energy) const {
    const bool flows = model.name == "pc_hopfield" || model.name == "pc_dense_memory";
    Plan plan{"",
              1,
              part(Kind::pattern_source, "binary", {{"count", std::int64_t{3}}, {"size", units}}),
              model_part(model),
              {},
              {},
              {}};
    if (flows) {
      plan.integrator = part(Kind::integrator, "euler", {{"time_step", 0.001}});
    }
    for (const PluginInfo* rule : learning) {
      plan.learning.push_back({learning.size() > 1 ? rule->name : "", rule_part(*rule)});
    }
    plan.analyses = analyses(flows, with_energy);
    return plan;
  }
};

inline const World& world() {
  static const World whole;
  return whole;
}

/// Whether all parts of a plan fit each other.
inline bool fits(const Plan& plan) {
  return run::compose(plan, world().catalogue).misfits.empty();
}

}  // namespace engram::test
