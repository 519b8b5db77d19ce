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

#include "built_in_plugins.hpp"
#include "catch.hpp"
#include "conformance/settings.hpp"
#include "run/run.hpp"

using namespace engram;
using test::fits;
using test::units;
using test::Values;
using test::world;

namespace {

class MemoryOutput : public run::Output {
 public:
  Recorder& group(const std::string& path) override { return groups[path]; }
  Monitor& begin(const std::string& /*work*/) override { return monitor_; }
  std::map<std::string, MemoryRecorder> groups;

 private:
  SilentMonitor monitor_;
};

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
std::string trouble_of(const Plan& plan) {
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

void check_each(const std::vector<conformance::Setting>& settings, const PluginInfo& plugin) {
  for (const conformance::Setting& setting : settings) {
    CAPTURE(plugin.name, setting.words);
    CHECK_THAT(trouble_of(setting.plan), Catch::Matchers::Equals(""));
  }
}

/// Runs a plan in every setting of a model.
std::size_t check_settings(const Plan& plan, const PluginInfo& model) {
  const std::vector<conformance::Setting> settings = conformance::settings_of(plan, model, world().catalogue);
  check_each(settings, model);
  return settings.size();
}

/// The same with every setting of a rule in each of them; where these are too many, with one of both at a time.
void check_settings(const Plan& plan, const PluginInfo& model, const PluginInfo& rule) {
  constexpr std::size_t most_runs = 5000;
  const std::vector<conformance::Setting> of_model = conformance::settings_of(plan, model, world().catalogue);
  const std::vector<conformance::Setting> of_rule = conformance::settings_of(plan, rule, world().catalogue);
  if (of_model.size() * of_rule.size() > most_runs) {
    check_each(of_model, model);
    check_each(of_rule, rule);
    return;
  }
  for (const conformance::Setting& setting : of_model) {
    CAPTURE(model.name, setting.words);
    check_each(conformance::settings_of(setting.plan, rule, world().catalogue), rule);
  }
}

}  // namespace

TEST_CASE("combinations: every model alone, before it has learned anything") {
  for (const PluginInfo* model : world().models) {
    const Plan plan = world().plan(*model, {}, false);
    REQUIRE(fits(plan));
    CHECK(check_settings(plan, *model) >= 1);
  }
}

TEST_CASE("combinations: every learning rule with every model that fits it, in all their settings") {
  std::size_t pairs = 0;
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const Plan plan = world().plan(*model, {rule}, false);
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
      const Plan plan = world().plan(*model, {rule}, true);
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
        const Plan plan = world().plan(*model, {first, second}, false);
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
    Plan plan = world().plan(hopfield, {&anti_hebbian}, true);
    plan.model = plan.model->with(name, value);
    CHECK(trouble_of(plan).empty());
  }
}

TEST_CASE("combinations: batches without trials") {
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const Plan plan = world().plan(*model, {rule}, false);
      if (!fits(plan)) {
        continue;
      }
      for (const conformance::Setting& setting : conformance::settings_of(plan, *model, world().catalogue)) {
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
