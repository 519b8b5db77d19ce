// Random initial states: where a network goes from random states, or from probes, and whether it comes to rest there.
#include <string>
#include <utility>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/probes.hpp>
#include <engram/random_patterns.hpp>

using namespace engram;

struct RandomInitialStates : Analysis, Observation, RandomPatterns, Probes, HeldUnits {
  Index trials = 10;
  double still_below = 0.01;
  double reached_within = 1.0;

  static std::vector<Recorded> records() {
    return Observation::records({{"final_speed", {"trial"}},
                                 {"nearest_target", {"trial"}},
                                 {"nearest_distance", {"trial"}},
                                 {"fraction_still"},
                                 {"fraction_reached"},
                                 {"mean_final_speed"}});
  }

  static auto params() {
    return engram::params<RandomInitialStates>()
        .add(&RandomInitialStates::trials, "trials", "1", "Random states to start from.", {.min = 1})
        .add(&RandomInitialStates::still_below, "still_below", "1",
             "Euclidean length of the way per second (per update) between the last two samples below which a "
             "trial counts as at rest.",
             {.above = 0})
        .add(&RandomInitialStates::reached_within, "reached_within", "1",
             "Final distance up to which a trial counts as having reached a target.", {.min = 0})
        .with<Observation>()
        .with<RandomPatterns>()
        .with<Probes>()
        .with<HeldUnits>();
  }

  void check() const {
    Observation::check();
    if (has_probes() && trials != RandomInitialStates().trials) {
      throw ParameterError("trials", "trials is the number of random states, and `starts` gives other patterns");
    }
  }
  void check_network(const NetworkOutline& network) const override {
    Probes::check_network(network);
    HeldUnits::check_network(network, static_cast<double>(trial_count()));
    Observation::check_network(network, static_cast<double>(trial_count()), has_probes() ? "starts" : "trials");
  }
  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Matrix patterns = has_probes() ? probes(question) : draw(question.system.units(), trials, question.random);
    const auto trajectory =
        question.system.start(patterns, question.random.within("motion"), mask(question, patterns.cols()));
    Observed seen = follow(question, *trajectory, [&](Index trial) {
      return has_probes() ? name_of_probe(trial) : "trial " + std::to_string(trial) + ", from a random state";
    });
    record_ends(question, seen);
    Observation::record(question, std::move(seen));
  }

 private:
  [[nodiscard]] Index trial_count() const { return has_probes() ? probe_count() : trials; }

  void record_ends(const Question& question, const Observed& seen) const {
    std::vector<double> speeds;
    std::vector<double> distances;
    const std::vector<Index> targets = seen.nearest_targets();
    double still = 0.0;
    double reached = 0.0;
    double mean_speed = 0.0;
    const auto count = static_cast<double>(seen.trials);
    for (Index trial = 0; trial < seen.trials; ++trial) {
      distances.push_back(seen.final_distance(trial, targets[static_cast<std::size_t>(trial)]));
      speeds.push_back(seen.final_speed(trial));
      still += speeds.back() < still_below ? 1.0 : 0.0;
      reached += distances.back() <= reached_within ? 1.0 : 0.0;
      mean_speed += speeds.back() / count;
    }
    Recorder& recorder = question.recorder;
    const std::string per_time = "1/" + std::string(question.system.time_unit());
    recorder.vector("final_speed", "trial", speeds, per_time,
                    "Euclidean length of the way between the last two samples, per unit of time.");
    recorder.vector("nearest_target", "trial", targets, "1", "Target that the trial ended nearest to.");
    recorder.vector("nearest_distance", "trial", distances, distance_unit(), "Distance to that target, at the end.");
    recorder.scalar("fraction_still", still / count, "1", "Trials that were at rest at the end.");
    recorder.scalar("fraction_reached", reached / count, "1", "Trials that ended at a target.");
    recorder.scalar("mean_final_speed", mean_speed, per_time, "Mean of the trials' final speeds.");
  }
};

ENGRAM_PLUGINS(
    analysis<RandomInitialStates>("random_initial_states",
                                  "Distance to every target over time, from random states, and whether motion ends.")
        .with_example("trials: 10, duration: 500 ms")
        .with_example("trials: 10, distribution: binary, updates: 10"));
