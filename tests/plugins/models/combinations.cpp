// Every model with every learning rule that fits it, in every choice of both and with more than one value of their
// numbers: trained, moved, measured. What comes out is finite, or a sentence says why not.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/catalogue.hpp>

#include "catch.hpp"
#include "laws/settings.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "run/run.hpp"

using namespace engram;

namespace {

class MemoryOutput : public run::Output {
 public:
  Recorder& group(const std::string& path) override { return groups[path]; }
  Monitor& begin(const std::string& /*work*/) override { return monitor_; }
  std::map<std::string, MemoryRecorder> groups;

 private:
  SilentMonitor monitor_;
};

using Values = std::vector<std::pair<std::string, Value>>;

/// A part with every default, but for the values given.
Part part_of(const PluginInfo& plugin, Values values = {}) {
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

PartPointer pointer(Part part) {
  return std::make_shared<const Part>(std::move(part));
}

constexpr std::int64_t units = 8;

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

  [[nodiscard]] std::vector<run::LabelledPart> analyses(bool flows, bool with_energy) const {
    const Value flip = pointer(part(Kind::corruption, "sign_flips", {{"count", std::int64_t{1}}}));
    const Value masked = pointer(part(Kind::corruption, "mask", {{"fraction", 0.5}}));
    if (flows) {
      return {
          {"perturbation", part(Kind::analysis, "perturbation",
                                {{"corruption", masked},
                                 {"duration", 0.05},
                                 {"sampling_interval", 0.01},
                                 {"record_energy", with_energy}})},
          {"eigenvalues", part(Kind::analysis, "jacobian_eigenvalues")},
          {"fixed_points", part(Kind::analysis, "fixed_points", {{"starts", std::int64_t{1}}, {"settle", 0.01}})}};
    }
    std::vector<run::LabelledPart> all{
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

  [[nodiscard]] run::Plan plan(const PluginInfo& model, const std::vector<const PluginInfo*>& learning,
                               bool with_energy) const {
    const bool flows = model.name == "pc_hopfield" || model.name == "pc_dense_memory";
    run::Plan plan{"",
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

const World& world() {
  static const World whole;
  return whole;
}

/// A number that a dataset may not hold. Where nothing was found there is no number to give, and a state that units
/// cannot take has an infinite energy.
bool is_wrong(const std::string& name, double number) {
  const std::vector<std::string> may_be_none{"capacity", "capacity_per_unit", "lowest_spurious_energy",
                                             "steepest_spurious_abscissa"};
  if (name == "energy") {
    return std::isnan(number) || number == -HUGE_VAL;
  }
  return !std::isfinite(number) && std::ranges::find(may_be_none, name) == may_be_none.end();
}

/// Runs a plan; returns what is wrong with it, or "".
std::string trouble_of(const run::Plan& plan) {
  run::Composition composition = run::compose(plan, world().catalogue);
  for (const run::Misfit& misfit : composition.misfits) {
    if (misfit.message.size() < 20) {
      return "a misfit without words: " + misfit.message;
    }
  }
  if (!composition.misfits.empty()) {
    return "";
  }
  MemoryOutput output;
  run::run(std::move(composition.experiment), output);
  bool failed = false;
  for (const auto& [path, recorder] : output.groups) {
    for (const std::string& failure : recorder.failures) {
      failed = true;
      if (failure.size() < 20 || failure.find("std::") != std::string::npos) {
        return std::string(path).append(": a failure without words: ").append(failure);
      }
    }
  }
  for (const auto& [path, recorder] : output.groups) {
    for (const Dataset& dataset : recorder.datasets) {
      const auto* numbers = std::get_if<std::vector<double>>(&dataset.values);
      if (!failed && numbers != nullptr &&
          std::ranges::any_of(*numbers, [&](double number) { return is_wrong(dataset.name, number); })) {
        return path + "/" + dataset.name + " holds numbers that are not finite";
      }
    }
  }
  return "";
}

bool fits(const run::Plan& plan) {
  return run::compose(plan, world().catalogue).misfits.empty();
}

void check_each(const std::vector<laws::Setting>& settings, const PluginInfo& plugin) {
  for (const laws::Setting& setting : settings) {
    CAPTURE(plugin.name, setting.words);
    CHECK_THAT(trouble_of(setting.plan), Catch::Matchers::Equals(""));
  }
}

/// Runs a plan in every setting of a model.
std::size_t check_settings(const run::Plan& plan, const PluginInfo& model) {
  const std::vector<laws::Setting> settings = laws::settings_of(plan, model, world().catalogue);
  check_each(settings, model);
  return settings.size();
}

/// The same with every setting of a rule in each of them; where these are too many, with one of both at a time.
void check_settings(const run::Plan& plan, const PluginInfo& model, const PluginInfo& rule) {
  constexpr std::size_t most_runs = 5000;
  const std::vector<laws::Setting> of_model = laws::settings_of(plan, model, world().catalogue);
  const std::vector<laws::Setting> of_rule = laws::settings_of(plan, rule, world().catalogue);
  if (of_model.size() * of_rule.size() > most_runs) {
    check_each(of_model, model);
    check_each(of_rule, rule);
    return;
  }
  for (const laws::Setting& setting : of_model) {
    CAPTURE(model.name, setting.words);
    check_each(laws::settings_of(setting.plan, rule, world().catalogue), rule);
  }
}

}  // namespace

TEST_CASE("combinations: every model alone, before it has learned anything") {
  for (const PluginInfo* model : world().models) {
    const run::Plan plan = world().plan(*model, {}, false);
    REQUIRE(fits(plan));
    CHECK(check_settings(plan, *model) >= 1);
  }
}

TEST_CASE("combinations: every learning rule with every model that fits it, in all their settings") {
  std::size_t pairs = 0;
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const run::Plan plan = world().plan(*model, {rule}, false);
      if (fits(plan)) {
        CAPTURE(rule->name);
        check_settings(plan, *model, *rule);
        ++pairs;
      }
    }
  }
  // Four rules for hopfield, one for each of both modern ones, three for linear_layer, one for each network with
  // error nodes.
  CHECK(pairs == 11);
}

TEST_CASE("combinations: energies, in every setting in which one is known") {
  std::size_t count = 0;
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const run::Plan plan = world().plan(*model, {rule}, true);
      if (fits(plan)) {
        CAPTURE(rule->name);
        count += check_settings(plan, *model);
      }
    }
  }
  CHECK(count > 300);
}

TEST_CASE("combinations: lists of two learning rules, in both orders") {
  std::size_t pairs = 0;
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* first : world().rules) {
      for (const PluginInfo* second : world().rules) {
        const run::Plan plan = world().plan(*model, {first, second}, false);
        if (first != second && fits(plan)) {
          CAPTURE(first->name, second->name);
          CHECK(check_settings(plan, *model) >= 1);
          ++pairs;
        }
      }
    }
  }
  // Of the four rules for hopfield and the three for linear_layer.
  CHECK(pairs == 12 + 6);
}

TEST_CASE("combinations: unlearning comes first where units are graded, or have a threshold") {
  const PluginInfo& hopfield = world().plugin(Kind::model, "hopfield");
  const PluginInfo& anti_hebbian = world().plugin(Kind::learning_rule, "anti_hebbian");
  for (const auto& [name, value] :
       Values{{"response", std::string("tanh")}, {"response", std::string("logistic")}, {"threshold", 0.5}}) {
    run::Plan plan = world().plan(hopfield, {&anti_hebbian}, true);
    plan.model = plan.model->with(name, value);
    CHECK(trouble_of(plan).empty());
  }
}

TEST_CASE("combinations: batches without trials") {
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const run::Plan plan = world().plan(*model, {rule}, false);
      if (!fits(plan)) {
        continue;
      }
      for (const laws::Setting& setting : laws::settings_of(plan, *model, world().catalogue)) {
        CAPTURE(model->name, rule->name, setting.words);
        run::Experiment experiment = run::compose(setting.plan, world().catalogue).experiment;
        RandomStream initial = RandomStreams(1, "model").stream(0);
        experiment.model->initialise(initial);
        Matrix patterns(units, 3);
        experiment.patterns->generate(RandomStreams(1, "patterns"), patterns);
        MemoryRecorder recorder;
        SilentMonitor monitor;
        experiment.learning.front().rule->train(*experiment.model,
                                                {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
        Matrix states(experiment.model->state_size(), 0);
        experiment.model->start(Matrix(units, 0), states);
        if (const auto* flow = dynamic_cast<const OffersFlow*>(experiment.model.get())) {
          Matrix derivatives(states.rows(), 0);
          CHECK_NOTHROW(flow->flow(0)->derivative(states, derivatives));
        }
        if (const auto* updates = dynamic_cast<const OffersUpdates*>(experiment.model.get())) {
          std::vector<RandomStream> random;
          CHECK_NOTHROW(updates->updates(0)->update(states, {}, random));
        }
        if (const auto* energy = dynamic_cast<const OffersEnergy*>(experiment.model.get())) {
          Vector energies(0);
          CHECK_NOTHROW(energy->energies(states, energies));
        }
      }
    }
  }
}
