// The law of models that take weights of a stored result.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engram/facets.hpp>
#include <engram/stored_weights.hpp>

#include "conformance/law.hpp"
#include "conformance/model_laws.hpp"
#include "conformance/network.hpp"
#include "conformance/settings.hpp"

namespace engram::conformance {

namespace {

constexpr Index probe_count = 5;
constexpr const char* cure = "record() stores everything that the network has learned, and restore() takes all of it";

/// The states after a short motion with the same random numbers.
Matrix states_after(const Network& network) {
  const run::NetworkSystem system = network.system();
  const auto trajectory = system.start(network.starts(probe_count), RandomStreams(1, "motion"), {});
  trajectory->advance_to(system.time_unit() == "s" ? 0.1 : 3.0);
  return trajectory->states();
}

Matrix start_energies(const Network& network) {
  const auto* offers = dynamic_cast<const OffersEnergy*>(&network.model());
  Matrix energies(probe_count, offers == nullptr ? 0 : 1);
  if (offers != nullptr) {
    Matrix states(network.model().state_size(), probe_count);
    network.model().start(network.starts(probe_count), states);
    offers->energies(states, energies.col(0));
  }
  return energies;
}

/// Throws Broken if two networks differ; `which` names the restored one.
void compare_networks(const Network& original, const Network& restored, const std::string& which) {
  if (const std::string apart = difference(weights_of(restored.model()), weights_of(original.model()), 0.0);
      !apart.empty()) {
    throw Broken(fmt::format("{} records something else than the original: {}; {}", which, apart, cure));
  }
  if (const double apart = largest_difference(states_after(restored), states_after(original)); apart > 0.0) {
    throw Broken(fmt::format("{} moves otherwise than the original, by {:.1e}; {}", which, apart, cure));
  }
  if (const double apart = largest_difference(start_energies(restored), start_energies(original)); apart > 0.0) {
    throw Broken(fmt::format("{} has other energies than the original, by {:.1e}; {}", which, apart, cure));
  }
}

/// A new network of the same plan with the weights that another one recorded.
Network copied(const Specimen& specimen, const Plan& plan, const Network& original) {
  MemoryRecorder recorder;
  original.model().record(recorder);
  Network copy = untrained(specimen, plan);
  dynamic_cast<OffersStoredWeights&>(*copy.experiment.model).restore(StoredWeights(recorder.datasets));
  return copy;
}

void train_on(Network& network) {
  const run::Experiment& experiment = network.experiment;
  SilentMonitor monitor;
  for (const run::LabelledRule& rule : experiment.learning) {
    MemoryRecorder unheard;
    rule.rule->train(*experiment.model,
                     {network.patterns, step_of(experiment), RandomStreams(2, "learning"), unheard, monitor});
  }
}

std::string hold_restored(const Specimen& specimen) {
  const Plan& plan = first_plan(specimen);
  Network fresh = untrained(specimen, plan);
  if (dynamic_cast<const OffersStoredWeights*>(&fresh.model()) == nullptr) {
    throw Skipped("it does not take weights of a stored result (OffersStoredWeights)");
  }
  const std::map<std::string, Dataset> at_first = weights_of(fresh.model());
  if (const std::string apart = difference(weights_of(copied(specimen, plan, fresh).model()), at_first, 0.0);
      !apart.empty()) {
    throw Broken(fmt::format("an untrained network that was restored records something else: {}; {}", apart, cure));
  }
  Network original = trained(specimen, plan);
  Network restored = copied(specimen, plan, original);
  compare_networks(original, restored, "a trained network that was restored");
  train_on(original);
  train_on(restored);
  compare_networks(original, restored, "a restored network that learned on");
  return "the same bits, also after more learning";
}

}  // namespace

std::vector<Law> model_restored_laws() {
  return {{"restored", "a network continues from the weights that it recorded", in_every_setting<hold_restored>}};
}

}  // namespace engram::conformance
