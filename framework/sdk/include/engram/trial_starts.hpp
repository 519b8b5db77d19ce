// The starts of trials: random states, or targets, whole or damaged.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/chosen_targets.hpp>
#include <engram/corruption.hpp>
#include <engram/parameters.hpp>
#include <engram/random_patterns.hpp>

namespace engram {

/// The parameters of an analysis whose trials start from random states or from targets. An analysis derives from it
/// and declares them with `.with<TrialStarts>()`.
struct TrialStarts : RandomPatterns, ChosenTargets {
  enum class Start { random, targets };

  Start start = Start::random;
  Index trials = 10;
  std::vector<std::shared_ptr<const Corruption>> corruptions;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return ChosenTargets::declare(RandomPatterns::declare(
        std::move(parameters)
            .choice(&TrialStarts::start, "start", {{"random", Start::random}, {"targets", Start::targets}},
                    "Whether trials start from random states or from targets.")
            .add(&TrialStarts::trials, "trials", "1", "Random states to start from.", {.min = 1})
            .add(&TrialStarts::corruptions, "corruptions",
                 "Damage done to a target before each trial, in this order; none if empty.")));
  }

  /// For the author's check().
  void check() const {
    ChosenTargets::check();
    if (start == Start::random) {
      const std::string reason = " is for trials that start from targets; give `start: targets` beside it";
      if (!targets.empty()) {
        throw ParameterError("targets", "targets" + reason);
      }
      if (!corruptions.empty()) {
        throw ParameterError("corruptions", "corruptions" + reason);
      }
      if (trials_per_target != 1) {
        throw ParameterError("trials_per_target", "trials_per_target" + reason);
      }
    }
  }

  /// For the author's check_network().
  void check_network(const NetworkOutline& network) const {
    ChosenTargets::check_network(network);
    for (const auto& corruption : corruptions) {
      corruption->check_units(network.units());
    }
  }

  /// Trials in all, for a network with so many patterns.
  [[nodiscard]] double trial_count(Index patterns) const {
    return start == Start::random ? static_cast<double>(trials) : ChosenTargets::trial_count(patterns);
  }

  /// Which parameter decides how many trials there are.
  [[nodiscard]] std::string how_many() const { return start == Start::random ? "trials" : "trials_per_target"; }

  /// The patterns from which the trials start, unit x trial. A trial depends on its own number alone, or on its
  /// target and its number among the trials of that target.
  [[nodiscard]] Matrix patterns(const Question& question) const {
    if (start == Start::random) {
      return draw(question.system.units(), trials, question.random);
    }
    return damaged_targets(question.system.memories(), question.random,
                           [&](VectorView pattern, RandomStream& stream) {
                             for (const auto& corruption : corruptions) {
                               corruption->apply(pattern, stream);
                             }
                           });
  }

  /// "trial 3, from a random state".
  [[nodiscard]] std::string name(const System& system, Index trial) const {
    const std::string number = "trial " + std::to_string(trial);
    if (start == Start::random) {
      return number + ", from a random state";
    }
    const std::vector<Index> starts = targets_of_trials(system.memories().cols());
    return number + ", from target " + std::to_string(starts[static_cast<std::size_t>(trial)]);
  }

  /// Records `target_of_trial` where trials start from targets; returns the names of the coordinates that label the
  /// trials.
  [[nodiscard]] std::vector<std::string> record_starts(const Question& question) const {
    if (start == Start::random) {
      return {};
    }
    record_targets(question.recorder, targets_of_trials(question.system.memories().cols()));
    return {"target_of_trial"};
  }

  /// For the author's records(): `own` and what record_starts() keeps.
  static std::vector<Recorded> records(std::vector<Recorded> own) {
    own.push_back({"target_of_trial", {"trial"}, false});
    return own;
  }
};

}  // namespace engram
