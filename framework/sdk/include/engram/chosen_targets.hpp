// Trials that start from targets: which ones, and how many from each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <engram/model.hpp>
#include <engram/parameters.hpp>
#include <engram/patterns.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// The parameters of an analysis whose trials start from targets. An analysis derives from it and declares them with
/// `.with<ChosenTargets>()`.
struct ChosenTargets {
  std::vector<Index> targets;
  Index trials_per_target = 1;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&ChosenTargets::targets, "targets", "1", "Targets to start from, counted from 0; all if empty.",
             {.min = 0})
        .add(&ChosenTargets::trials_per_target, "trials_per_target", "1", "Trials from each target.", {.min = 1});
  }

  /// For the author's check().
  void check() const {
    for (auto target = targets.begin(); target != targets.end(); ++target) {
      if (std::find(targets.begin(), target, *target) != target) {
        throw ParameterError("targets", "target " + std::to_string(*target) +
                                            " is given twice; trials_per_target asks for several trials of each");
      }
    }
  }

  /// For the author's check_network().
  void check_network(const NetworkOutline& network) const {
    for (const Index target : targets) {
      if (target >= network.patterns) {
        throw ParameterError("targets", "there is no target " + std::to_string(target) + "; targets are 0 to " +
                                            std::to_string(network.patterns - 1));
      }
    }
  }

  [[nodiscard]] double trial_count(Index patterns) const {
    const auto starts = static_cast<double>(targets.empty() ? patterns : std::ssize(targets));
    return starts * static_cast<double>(trials_per_target);
  }

  /// The target of each trial.
  [[nodiscard]] std::vector<Index> targets_of_trials(Index patterns) const {
    std::vector<Index> chosen = targets;
    if (chosen.empty()) {
      chosen.resize(static_cast<std::size_t>(patterns));
      std::iota(chosen.begin(), chosen.end(), Index{0});
    }
    std::vector<Index> starts;
    for (const Index target : chosen) {
      starts.insert(starts.end(), static_cast<std::size_t>(trials_per_target), target);
    }
    return starts;
  }

  /// The stream of a trial depends on its target and on its number among the trials of that target, so that adding
  /// targets or trials does not change the other trials.
  [[nodiscard]] RandomStream stream_of(const RandomStreams& random, Index target, Index trial) const {
    return random.within("target " + std::to_string(target))
        .stream(static_cast<std::uint64_t>(trial % trials_per_target));
  }

  /// The damaged targets that the trials start from, unit x trial. `damage(pattern, stream)` changes each pattern,
  /// with the stream of its trial.
  template <class Damage>
  [[nodiscard]] Matrix damaged_targets(const Patterns& memories, const RandomStreams& random,
                                       const Damage& damage) const {
    const std::vector<Index> starts = targets_of_trials(memories.cols());
    Matrix patterns(memories.rows(), std::ssize(starts));
    for (Index trial = 0; trial < patterns.cols(); ++trial) {
      const Index target = starts[static_cast<std::size_t>(trial)];
      patterns.col(trial) = memories.col(target);
      RandomStream stream = stream_of(random, target, trial);
      damage(patterns.col(trial), stream);
    }
    return patterns;
  }

  /// Records `target_of_trial`, the coordinate that labels each trial with its target.
  static void record_targets(Recorder& recorder, const std::vector<Index>& starts) {
    recorder.vector("target_of_trial", "trial", starts, "1", "Target that the trial started from.");
  }
};

}  // namespace engram
