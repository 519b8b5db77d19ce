// Perturbation: damages targets, lets the network move freely from there, and follows its distance to every target.
#include <string>
#include <vector>

#include <engram/chosen_targets.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Perturbation : Analysis, Observation, ChosenTargets {
  std::shared_ptr<const Corruption> corruption;

  static std::vector<Recorded> records() {
    return Observation::records(
        {{"mean_initial_distance"}, {"mean_final_distance"}, {"fraction_nearer"}, {"target_of_trial", {"trial"}}});
  }

  static auto params() {
    return engram::params<Perturbation>()
        .add(&Perturbation::corruption, "corruption", "Damage done to a target before each trial.")
        .with<ChosenTargets>()
        .with<Observation>();
  }

  void check() const {
    Observation::check();
    ChosenTargets::check();
  }

  void check_network(const NetworkOutline& network) const override {
    corruption->check_units(network.units());
    ChosenTargets::check_network(network);
    Observation::check_network(network, trial_count(network.patterns), "trials_per_target");
  }

  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const std::vector<Index> starts = targets_of_trials(memories.cols());
    const Matrix perturbed =
        damaged_targets(memories, question.random,
                        [&](VectorView pattern, RandomStream& stream) { corruption->apply(pattern, stream); });
    const auto trajectory = question.system.start(perturbed, question.random.within("motion"));
    Observed seen = follow(question, *trajectory, [&](Index trial) {
      return "trial " + std::to_string(trial) + ", perturbed from target " +
             std::to_string(starts[static_cast<std::size_t>(trial)]);
    });
    record_targets(question.recorder, starts);
    record_means(question.recorder, seen, starts);
    Observation::record(question, std::move(seen), {"target_of_trial"});
  }

 private:
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

ENGRAM_PLUGINS(analysis<Perturbation>("perturbation", "Distance to every target over time, from damaged targets.")
                   .with_example("corruption: {plugin: gaussian_noise, sigma: 0.2}, duration: 500 ms")
                   .with_example("corruption: {plugin: sign_flips, count: 2}, updates: 10"));
