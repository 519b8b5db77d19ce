// The laws of models about their state, batches, and const functions.
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "conformance/law.hpp"
#include "conformance/model_laws.hpp"
#include "conformance/network.hpp"
#include "conformance/settings.hpp"

namespace engram::conformance {

namespace {

constexpr Index trial_count = 5;

std::vector<RandomStream> streams(Index count) {
  std::vector<RandomStream> all;
  for (Index trial = 0; trial < count; ++trial) {
    all.push_back(RandomStreams(1, "motion").stream(static_cast<std::uint64_t>(trial)));
  }
  return all;
}

std::vector<RandomStream> stream_of(Index trial) {
  return {RandomStreams(1, "motion").stream(static_cast<std::uint64_t>(trial))};
}

/// The states after one update, or dx/dt for a flow.
Matrix moved(const Model& model, const ConstMatrixView& states, std::vector<RandomStream> random,
             const Mask& held = {}) {
  if (const auto* flow = dynamic_cast<const OffersFlow*>(&model)) {
    Matrix derivatives(states.rows(), states.cols());
    flow->flow(states.cols())->derivative(states, derivatives);
    return derivatives;
  }
  const auto* updates = dynamic_cast<const OffersUpdates*>(&model);
  if (updates == nullptr) {
    throw Skipped("it offers neither a flow nor updates");
  }
  Matrix next = states;
  updates->updates(states.cols())->update(next, held, random);
  return next;
}

Matrix started(const Network& network, Index count) {
  Matrix states(network.model().state_size(), count);
  network.model().start(network.starts(count), states);
  return states;
}

std::string hold_start(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const Matrix patterns = network.starts(trial_count);
  Fenced states(network.model().state_size(), trial_count);
  states.inside().setConstant(std::numeric_limits<double>::quiet_NaN());
  network.model().start(patterns, states.inside());
  if (states.broken()) {
    throw Broken("start() writes outside of the states that it was given");
  }
  if (!states.inside().allFinite()) {
    throw Broken("start() leaves parts of the state unset; it must set all state_size() numbers of every trial");
  }
  if (states.inside().topRows(network.model().units()) != patterns) {
    throw Broken("after start() the first units() numbers of a state are not the pattern");
  }
  Index sum = 0;
  for (const Index layer : network.model().layers()) {
    sum += layer;
  }
  if (sum != network.model().units()) {
    throw Broken(fmt::format("layers() add up to {} and units() is {}", sum, network.model().units()));
  }
  return fmt::format("{}, {} of state", counted(network.model().units(), "unit"),
                     counted(network.model().state_size(), "number"));
}

std::string hold_batch(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const Matrix states = started(network, trial_count);
  const Matrix together = moved(network.model(), states, streams(trial_count));
  double largest = 0.0;
  for (Index trial = 0; trial < trial_count; ++trial) {
    const Matrix alone = moved(network.model(), states.col(trial), stream_of(trial));
    const double apart = largest_difference(together.col(trial), alone);
    if (apart > 1e-9) {
      throw Broken(
          fmt::format("trial {} moves differently in a batch than alone (by {:.1e}); trials must not influence each "
                      "other, and chance in a trial comes from that trial's own stream",
                      trial, apart));
    }
    largest = std::max(largest, apart);
  }
  return fmt::format("largest difference {:.1e}", largest);
}

std::string hold_const(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const auto before = weights_of(network.model());
  const Matrix states = started(network, trial_count);
  const Matrix first = moved(network.model(), states, streams(trial_count));
  if (const auto* energy = dynamic_cast<const OffersEnergy*>(&network.model())) {
    Vector energies(trial_count);
    energy->energies(states, energies);
  }
  const std::string changed = difference(before, weights_of(network.model()), 0.0);
  if (!changed.empty()) {
    throw Broken("functions that are const changed the model: " + changed);
  }
  if (largest_difference(moved(network.model(), states, streams(trial_count)), first) > 0.0) {
    throw Broken("the same states move differently the second time; something is kept between calls");
  }
  return fmt::format("{} unchanged", counted(before.size(), "dataset"));
}

std::string hold_threads(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const Matrix states = started(network, trial_count);
  const Matrix alone = moved(network.model(), states, streams(trial_count));
  std::array<bool, 4> same{};
  {
    std::vector<std::jthread> threads;
    for (bool& mine : same) {
      threads.emplace_back([&] {
        try {
          mine = true;
          for (int round = 0; round < 20; ++round) {
            mine = mine && largest_difference(moved(network.model(), states, streams(trial_count)), alone) == 0.0;
          }
        } catch (...) {
          mine = false;  // it did not throw for this trial alone
        }
      });
    }
  }
  for (const bool each : same) {
    if (!each) {
      throw Broken(
          "flows or updates of several threads disturb each other; scratch space belongs to the Flow or Updates that "
          "is "
          "handed out, never to the model");
    }
  }
  return "four threads, the same bits";
}

std::string hold_held(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  if (dynamic_cast<const OffersUpdates*>(&network.model()) == nullptr ||
      dynamic_cast<const OffersFlow*>(&network.model()) != nullptr) {
    throw Skipped("it moves along a flow, in which the host holds units");
  }
  const Matrix states = started(network, trial_count);
  Mask held(network.model().units(), trial_count);
  for (Index trial = 0; trial < trial_count; ++trial) {
    for (Index unit = 0; unit < held.rows(); ++unit) {
      held(unit, trial) = (unit + trial) % 3 == 0;
    }
  }
  const Matrix next = moved(network.model(), states, streams(trial_count), held);
  for (Index trial = 0; trial < trial_count; ++trial) {
    for (Index unit = 0; unit < held.rows(); ++unit) {
      if (held(unit, trial) && next(unit, trial) != states(unit, trial)) {
        throw Broken(fmt::format("unit {} of trial {} is held and went from {} to {}", unit, trial,
                                 states(unit, trial), next(unit, trial)));
      }
    }
  }
  return fmt::format("{} held units", held.count());
}

std::string hold_nan(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const Matrix states = started(network, trial_count);
  const Matrix healthy = moved(network.model(), states, streams(trial_count));
  Matrix ill = states;
  ill(0, 1) = std::numeric_limits<double>::quiet_NaN();
  Matrix next;
  try {
    next = moved(network.model(), ill, streams(trial_count));
  } catch (const RunError& error) {
    return fmt::format("NaN is refused: {}", error.what());
  }
  for (Index trial = 0; trial < trial_count; ++trial) {
    if (trial != 1 && largest_difference(next.col(trial), healthy.col(trial)) > 1e-9) {
      throw Broken(fmt::format("NaN in trial 1 changes trial {}; trials must not influence each other", trial));
    }
  }
  if (next.col(1).allFinite()) {
    throw Broken(
        "a state with NaN in it moves on as if nothing were wrong; a comparison with NaN is false, so code that "
        "decides by one must let NaN through");
  }
  return "NaN stays visible, in its own trial";
}

/// Throws Broken if an untrained network gives NaN or infinite numbers; RunError if the network itself reports them.
void look_at_untrained(const Network& network) {
  const Model& model = network.model();
  const Matrix states = started(network, trial_count);
  const auto check = [](const Matrix& numbers, const char* what) {
    if (!numbers.allFinite()) {
      throw Broken(fmt::format(
          "{} of a network that has learned nothing hold numbers that are not finite; look at what is empty or zero "
          "then, or throw RunError",
          what));
    }
  };
  check(moved(model, states, streams(trial_count)), "the states");
  if (const auto* energy = dynamic_cast<const OffersEnergy*>(&model)) {
    Vector energies = Vector::Zero(trial_count);
    energy->energies(states, energies);
    // A state that units cannot take has infinite energy, so only NaN is wrong.
    if (energy->energy_never_rises() && energies.hasNaN()) {
      throw Broken("the energy of a network that has learned nothing is not a number, and it promises never to rise");
    }
  }
  if (const auto* jacobian = dynamic_cast<const OffersJacobian*>(&model)) {
    Matrix matrix = Matrix::Zero(model.state_size(), model.state_size());
    jacobian->jacobian(states.col(0), matrix);
    check(matrix, "the Jacobian's elements");
  }
  if (const auto* reduced = dynamic_cast<const OffersReducedSpectrum*>(&model)) {
    Eigen::VectorXcd eigenvalues = Eigen::VectorXcd::Zero(model.state_size());
    reduced->reduced_spectrum()->eigenvalues(network.patterns.col(0), eigenvalues);
    check(eigenvalues.real(), "the eigenvalues");
  }
  MemoryRecorder recorder;
  model.record(recorder);
}

std::string hold_untrained(const Specimen& specimen) {
  try {
    look_at_untrained(untrained(specimen, first_plan(specimen)));
  } catch (const RunError& error) {
    return fmt::format("it is refused: {}", error.what());
  }
  return "its values stay finite";
}

/// The states of trials after some time; nullopt if this value of the parameter does not fit the experiment.
std::optional<Matrix> end_of_motion(const Specimen& specimen, const std::string& parameter, const std::string& word) {
  try {
    const Network network = trained(specimen, with(specimen, first_plan(specimen), parameter, Value{word}));
    const auto system = network.system();
    const auto trajectory = system.start(network.starts(trial_count), RandomStreams(1, "motion"), {});
    // One second is long compared with a network's time constants, and so are ten updates.
    trajectory->advance_to(system.time_unit() == "s" ? 1.0 : 10.0);
    return trajectory->values();
  } catch (const Broken&) {
    return std::nullopt;
  }
}

std::string hold_alternatives(const Specimen& specimen) {
  if (specimen.plugin->alternatives.empty()) {
    throw Skipped("it declares no ways of computing one thing");
  }
  std::size_t comparisons = 0;
  double largest = 0.0;
  for (const Alternatives& each : specimen.plugin->alternatives) {
    std::optional<Matrix> reference;
    std::string reference_word;
    for (const std::string& word : each.words) {
      std::optional<Matrix> end = end_of_motion(specimen, each.parameter, word);
      if (!end) {
        continue;
      }
      if (!reference) {
        reference = std::move(end);
        reference_word = word;
        continue;
      }
      ++comparisons;
      const double apart = largest_difference(*end, *reference);
      if (apart > 1e-8) {
        throw Broken(
            fmt::format("{}: {} ends elsewhere than {}, by {:.1e}", each.parameter, word, reference_word, apart));
      }
      largest = std::max(largest, apart);
    }
  }
  if (comparisons == 0) {
    throw Skipped("fewer than two of its ways fit one experiment");
  }
  return fmt::format("{} compared, largest difference {:.1e}", comparisons, largest);
}

std::string hold_companion(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const auto system = network.system();
  const auto pairs = system.start_pairs(network.starts(trial_count), RandomStreams(1, "motion"));
  for (int sample = 1; sample <= 3; ++sample) {
    pairs->advance_to(system.time_unit() == "s" ? 0.1 * sample : sample);
    const double apart = largest_difference(pairs->companions(), pairs->states());
    if (apart > 0.0) {
      throw Broken(fmt::format(
          "two trials in the same state, with the same random numbers, differ by {:.1e} before time {} {}; chance "
          "comes from the stream that is handed in, and one Flow or Updates knows nothing of another",
          apart, system.time_unit() == "s" ? 0.1 * sample : sample, system.time_unit()));
    }
  }
  return "they stay together, to the last bit";
}

std::string hold_discrete(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  if (!network.model().discrete_values()) {
    throw Skipped("it does not say that its units take single values only (discrete_values())");
  }
  const auto system = network.system();
  const auto trajectory = system.start(network.starts(trial_count), RandomStreams(1, "motion"), {});
  trajectory->advance_to(system.time_unit() == "s" ? 0.1 : 1.0);
  const Matrix values = trajectory->values();
  const std::set<double> different(values.reshaped().begin(), values.reshaped().end());
  constexpr std::size_t most = 8;
  if (different.size() > most) {
    throw Broken(
        fmt::format("it says that its units take single values only, and after {} {} they have {} different ones, "
                    "such as {}; discrete_values() is for units such as those of +1 and -1",
                    system.time_unit() == "s" ? 0.1 : 1.0, system.time_unit(), different.size(), *different.begin()));
  }
  return fmt::format("{} of the units", counted(different.size(), "value"));
}

}  // namespace

std::vector<Law> model_laws() {
  std::vector<Law> laws{
      {"start", "a trial starts at its pattern, with everything else set", in_every_setting<hold_start>},
      {"batch", "a batch of trials moves as each of them would alone", in_every_setting<hold_batch>},
      {"const", "looking and moving leave the model as it was", in_every_setting<hold_const>},
      {"threads", "several threads may use one model", hold_threads},
      {"held", "held units keep their values", in_every_setting<hold_held>},
      {"nan", "NaN stays visible, in its own trial", in_every_setting<hold_nan>},
      {"companion", "trials in the same state, with the same random numbers, stay together",
       in_every_setting<hold_companion>},
      {"discrete", "units that take single values only do so", in_every_setting<hold_discrete>},
      {"alternatives", "ways of computing one thing give the same", in_every_setting<hold_alternatives>},
      {"untrained", "a network that has learned nothing moves, or says why not", in_every_setting<hold_untrained>},
  };
  for (const std::vector<Law>& further : {model_restored_laws(), model_equation_laws()}) {
    laws.insert(laws.end(), further.begin(), further.end());
  }
  return laws;
}

}  // namespace engram::conformance
