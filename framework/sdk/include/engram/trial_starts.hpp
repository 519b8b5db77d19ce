// The starts of trials: random states, targets, or probes, whole or damaged.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/corruption.hpp>
#include <engram/parameters.hpp>
#include <engram/probes.hpp>
#include <engram/random_patterns.hpp>

namespace engram {

/// The parameters of an analysis whose trials start from random states, from targets or from probes. An analysis
/// derives from it and declares them with `.with<TrialStarts>()`.
struct TrialStarts : RandomPatterns, TargetsOrProbes {
  enum class Start { random, targets };

  Start start = Start::random;
  Index trials = 10;
  std::vector<std::shared_ptr<const Corruption>> corruptions;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return TargetsOrProbes::declare(RandomPatterns::declare(
        std::move(parameters)
            .choice(&TrialStarts::start, "start", {{"random", Start::random}, {"targets", Start::targets}},
                    "Whether trials start from random states or from targets; `starts` takes precedence.")
            .add(&TrialStarts::trials, "trials", "1", "Random states to start from.", {.min = 1})
            .add(&TrialStarts::corruptions, "corruptions",
                 "Damage done to a target or a pattern of `starts` before each trial, in this order; none if "
                 "empty.")));
  }

  /// For the author's check().
  void check() const {
    TargetsOrProbes::check();
    if (has_probes() && start == Start::targets) {
      throw ParameterError("start", "give either `start: targets` or `starts`, which are patterns of another source");
    }
    if (is_random()) {
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
    TargetsOrProbes::check_network(network);
    for (const auto& corruption : corruptions) {
      corruption->check_units(network.units());
    }
  }

  [[nodiscard]] bool is_random() const { return start == Start::random && !has_probes(); }

  /// Trials in all, for a network with so many patterns.
  [[nodiscard]] double trial_count(Index patterns) const {
    return is_random() ? static_cast<double>(trials) : TargetsOrProbes::trial_count(patterns);
  }

  /// The parameter that decides how many trials there are.
  [[nodiscard]] std::string how_many() const { return is_random() ? "trials" : TargetsOrProbes::how_many(); }

  /// The patterns from which the trials start, unit x trial. A trial depends on its own number alone, or on its
  /// target and its number among the trials of that target.
  [[nodiscard]] Matrix patterns(const Question& question) const {
    if (is_random()) {
      return draw(question.system.units(), trials, question.random);
    }
    return changed_starts(question, [&](VectorView pattern, RandomStream& stream) {
      for (const auto& corruption : corruptions) {
        corruption->apply(pattern, stream);
      }
    });
  }

  /// "trial 3, from a random state".
  [[nodiscard]] std::string name(const System& system, Index trial) const {
    return is_random() ? "trial " + std::to_string(trial) + ", from a random state"
                       : TargetsOrProbes::name(system.memories().cols(), trial);
  }

  /// Records `target_of_trial` where trials start from targets; returns the names of the coordinates that label the
  /// trials.
  [[nodiscard]] std::vector<std::string> record_starts(const Question& question) const {
    if (start == Start::random) {
      return {};
    }
    return record_targets(question.recorder, targets_of_trials(question.system.memories().cols()));
  }

  /// For the author's records(): `own` and what record_starts() keeps.
  static std::vector<Recorded> records(std::vector<Recorded> own) {
    own.push_back({"target_of_trial", {"trial"}, false});
    return own;
  }
};

}  // namespace engram
