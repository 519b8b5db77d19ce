// Perturbation: damages targets, lets the network move freely from there, and follows its distance to every target.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct Perturbation : Analysis, Observation {
  std::shared_ptr<const Corruption> corruption;
  std::vector<Index> targets;
  Index trials_per_target = 1;

  static auto params() {
    return observed(
        engram::params<Perturbation>()
            .add(&Perturbation::corruption, "corruption", "Damage done to a target before each trial.")
            .add(&Perturbation::targets, "targets", "1", "Targets to start from, counted from 0; all if empty.",
                 {.min = 0})
            .add(&Perturbation::trials_per_target, "trials_per_target", "1", "Trials from each target.", {.min = 1}));
  }

  void check() const {
    Observation::check();
    for (auto target = targets.begin(); target != targets.end(); ++target) {
      if (std::find(targets.begin(), target, *target) != target) {
        throw ParameterError("targets", "target " + std::to_string(*target) +
                                            " stands twice; trials_per_target asks for several trials of each");
      }
    }
  }

  void check_network(const NetworkOutline& network) const override {
    try {
      corruption->check_units(network.units());
    } catch (const ParameterError& error) {
      throw ParameterError("corruption." + error.parameter(), error.what());
    }
    for (const Index target : targets) {
      if (target >= network.patterns) {
        throw ParameterError("targets", "there is no target " + std::to_string(target) + "; targets are 0 to " +
                                            std::to_string(network.patterns - 1));
      }
    }
    const auto starts = static_cast<double>(targets.empty() ? network.patterns : std::ssize(targets));
    Observation::check_network(network, starts * static_cast<double>(trials_per_target), "trials_per_target");
  }

  [[nodiscard]] std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const std::vector<Index> starts = targets_of_trials(memories.cols());
    const auto trajectory =
        question.system.start(perturb(memories, starts, question.random), question.random.within("motion"));
    Observed seen = follow(question, *trajectory, [&](Index trial) {
      return "trial " + std::to_string(trial) + ", perturbed from target " +
             std::to_string(starts[static_cast<std::size_t>(trial)]);
    });
    question.recorder.record({"target_of_trial",
                              {"trial"},
                              {seen.trials},
                              std::vector<std::int64_t>(starts.begin(), starts.end()),
                              "1",
                              "Target that the trial was perturbed from."});
    record_means(question.recorder, seen, starts);
    Observation::record(question, std::move(seen), {"target_of_trial"});
  }

 private:
  [[nodiscard]] std::vector<Index> targets_of_trials(Index memories) const {
    std::vector<Index> chosen = targets;
    if (chosen.empty()) {
      chosen.resize(static_cast<std::size_t>(memories));
      std::iota(chosen.begin(), chosen.end(), Index{0});
    }
    std::vector<Index> starts;
    for (const Index target : chosen) {
      starts.insert(starts.end(), static_cast<std::size_t>(trials_per_target), target);
    }
    return starts;
  }

  /// Each trial's damage depends on its target and its number among the trials of that target, so that asking for
  /// more of either leaves the others as they were.
  [[nodiscard]] Matrix perturb(const Matrix& memories, const std::vector<Index>& starts,
                               const RandomStreams& random) const {
    Matrix perturbed(memories.rows(), static_cast<Index>(starts.size()));
    for (Index trial = 0; trial < perturbed.cols(); ++trial) {
      const Index target = starts[static_cast<std::size_t>(trial)];
      perturbed.col(trial) = memories.col(target);
      RandomStream stream = random.within("target " + std::to_string(target))
                                .stream(static_cast<std::uint64_t>(trial % trials_per_target));
      corruption->apply(perturbed.col(trial), stream);
    }
    return perturbed;
  }

  void record_means(Recorder& recorder, const Observed& seen, const std::vector<Index>& starts) const {
    double at_start = 0.0;
    double at_end = 0.0;
    double nearer = 0.0;
    for (Index trial = 0; trial < seen.trials; ++trial) {
      const Index own = starts[static_cast<std::size_t>(trial)];
      const double share = 1.0 / static_cast<double>(seen.trials);
      at_start += seen.distance(trial, own, 0) * share;
      at_end += seen.final_distance(trial, own) * share;
      nearer += seen.final_distance(trial, own) < seen.distance(trial, own, 0) ? 1.0 : 0.0;
    }
    recorder.scalar("mean_initial_distance", at_start, distance_unit(),
                    "Mean distance to the own target at the start.");
    recorder.scalar("mean_final_distance", at_end, distance_unit(), "Mean distance to the own target at the end.");
    recorder.scalar("fraction_nearer", nearer / static_cast<double>(seen.trials), "1",
                    "Trials that ended nearer to their own target than they began.");
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::analysis<engram::plugins::Perturbation>(
    "perturbation", "Distance to every target over time, from damaged targets."));
