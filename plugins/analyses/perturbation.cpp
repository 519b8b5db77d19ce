// Perturbation: lets the network move freely from damaged targets or from probes, and follows its distance to every
// target.
#include <string>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/probes.hpp>

using namespace engram;

struct Perturbation : Analysis, Observation, DamagedStarts {
  static std::vector<Recorded> records() {
    return DamagedStarts::records(
        Observation::records({{"mean_initial_distance"}, {"mean_final_distance"}, {"fraction_nearer"}}));
  }

  static auto params() { return engram::params<Perturbation>().with<DamagedStarts>().with<Observation>(); }

  void check() const {
    Observation::check();
    DamagedStarts::check();
  }

  void check_network(const NetworkOutline& network) const override {
    DamagedStarts::check_network(network);
    Observation::check_network(network, trial_count(network.patterns), how_many());
  }

  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Index memories = question.system.memories().cols();
    const Matrix patterns = damaged(question);
    const auto trajectory =
        question.system.start(patterns, question.random.within("motion"), mask(question, patterns.cols()));
    Observed seen = follow(question, *trajectory, [&](Index trial) { return name(memories, trial); });
    const std::vector<Index> own = own_targets(memories, seen.nearest_targets());
    const std::vector<std::string> coordinates = record_targets(question.recorder, own);
    record_means(question.recorder, seen, own);
    Observation::record(question, std::move(seen), coordinates);
  }

 private:
  void record_means(Recorder& recorder, const Observed& seen, const std::vector<Index>& of_trials) const {
    double at_start = 0.0;
    double at_end = 0.0;
    double nearer = 0.0;
    for (Index trial = 0; trial < seen.trials; ++trial) {
      const Index own = of_trials[static_cast<std::size_t>(trial)];
      const double share = 1.0 / static_cast<double>(seen.trials);
      at_start += seen.distance(trial, own, 0) * share;
      at_end += seen.final_distance(trial, own) * share;
      nearer += seen.final_distance(trial, own) < seen.distance(trial, own, 0) ? 1.0 : 0.0;
    }
    recorder.scalar("mean_initial_distance", at_start, distance_unit(),
                    "Mean distance to " + target_words() + " at the start.");
    recorder.scalar("mean_final_distance", at_end, distance_unit(),
                    "Mean distance to " + target_words() + " at the end.");
    recorder.scalar("fraction_nearer", nearer / static_cast<double>(seen.trials), "1",
                    "Trials that ended nearer to " + target_words() + " than they began.");
  }
};

ENGRAM_PLUGINS(analysis<Perturbation>("perturbation", "Distance to every target over time, from damaged targets.")
                   .with_example("corruption: {plugin: gaussian_noise, sigma: 0.2}, duration: 500 ms")
                   .with_example("corruption: {plugin: sign_flips, count: 2}, updates: 10"));
