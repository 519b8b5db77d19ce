// Completion: part of a target is known and held, and the network fills in the rest.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <engram/chosen_targets.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Completion : Analysis, Observation, ChosenTargets {
  std::vector<Index> known_layers;
  std::optional<double> known_fraction;
  std::vector<Index> asked_layers;
  bool hold = true;
  double start_scale = 0.0;

  static std::vector<Recorded> records() {
    return Observation::records({{"mean_final_distance"}, {"target_of_trial", {"trial"}}});
  }

  static auto params() {
    return engram::params<Completion>()
        .add(&Completion::known_layers, "known_layers", "1", "Layers, counted from 0, whose units are known.",
             {.min = 0})
        .add(&Completion::known_fraction, "known_fraction", "1",
             "Fraction of all units that are known, others in each trial; in place of known_layers.",
             {.max = 1, .above = 0})
        .add(&Completion::asked_layers, "asked_layers", "1",
             "Layers over which distances are taken; all unknown units if empty.", {.min = 0})
        .add(&Completion::hold, "hold", "Whether known units are held at their values, or may move.")
        .add(&Completion::start_scale, "start_scale", "1",
             "Standard deviation of the normal values at which unknown units start; 0 starts them at 0.", {.min = 0})
        .with<ChosenTargets>()
        .with<Observation>();
  }

  void check() const {
    Observation::check();
    ChosenTargets::check();
    if (known_layers.empty() == !known_fraction) {
      throw ParameterError("known_fraction", "give either known_layers or known_fraction");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    ChosenTargets::check_network(network);
    Observation::check_network(network, trial_count(network.patterns), "trials_per_target");
    const auto layers = static_cast<Index>(network.layers.size());
    for (const auto& [name, list] :
         {std::pair{"known_layers", &known_layers}, std::pair{"asked_layers", &asked_layers}}) {
      for (const Index layer : *list) {
        if (layer >= layers) {
          throw ParameterError(
              name, "there is no layer " + std::to_string(layer) + "; layers are 0 to " + std::to_string(layers - 1));
        }
      }
    }
    check_asked(network.units(), layers);
  }
  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const std::vector<Index> starts = targets_of_trials(memories.cols());
    const std::vector<Index> layers = question.system.layers();
    const Index units = memories.rows();
    Matrix patterns(units, std::ssize(starts));
    Mask known(units, patterns.cols());
    Mask counted(units, patterns.cols());
    for (Index trial = 0; trial < patterns.cols(); ++trial) {
      const Index target = starts[static_cast<std::size_t>(trial)];
      RandomStream random = stream_of(question.random, target, trial);
      known.col(trial) = known_fraction ? some_units(units, random) : units_of(known_layers, layers);
      counted.col(trial) = asked_layers.empty() ? (!known.col(trial)).eval() : units_of(asked_layers, layers);
      for (Index unit = 0; unit < units; ++unit) {
        patterns(unit, trial) = known(unit, trial) ? memories(unit, target) : start_scale * random.normal();
      }
    }
    const auto trajectory = question.system.start(patterns, question.random.within("motion"), hold ? known : Mask());
    Observed seen = follow(
        question, *trajectory,
        [&](Index trial) {
          return "trial " + std::to_string(trial) + ", from a part of target " +
                 std::to_string(starts[static_cast<std::size_t>(trial)]);
        },
        counted);
    double mean = 0.0;
    for (Index trial = 0; trial < seen.trials; ++trial) {
      mean += seen.final_distance(trial, starts[static_cast<std::size_t>(trial)]);
    }
    question.recorder.scalar("mean_final_distance", mean / static_cast<double>(seen.trials), distance_unit(),
                             "Mean distance to the own target at the end, over the units that are asked for.");
    record_targets(question.recorder, starts);
    Observation::record(question, std::move(seen), {"target_of_trial"});
  }

 private:
  [[nodiscard]] Index known_count(Index units) const {
    return std::lround(*known_fraction * static_cast<double>(units));
  }

  /// Units that are known and held, or that nobody asks for, have a distance of 0 in any network.
  void check_asked(Index units, Index layers) const {
    std::vector<Index> asked = asked_layers;
    if (asked.empty()) {
      asked.resize(static_cast<std::size_t>(layers));
      std::iota(asked.begin(), asked.end(), Index{0});
    }
    const bool all_known = known_fraction && known_count(units) == units;
    const auto is_known = [&](Index layer) {
      return all_known || std::find(known_layers.begin(), known_layers.end(), layer) != known_layers.end();
    };
    if (std::all_of(asked.begin(), asked.end(), is_known) && (hold || asked_layers.empty())) {
      throw ParameterError(!asked_layers.empty() ? "asked_layers"
                           : known_fraction      ? "known_fraction"
                                                 : "known_layers",
                           "every unit that is asked for is known, so that its distance is 0 in any network; leave "
                           "some of them unknown");
    }
  }

  using Units = Eigen::Array<bool, Eigen::Dynamic, 1>;

  [[nodiscard]] Units some_units(Index units, RandomStream& random) const {
    std::vector<Index> order(static_cast<std::size_t>(units));
    std::iota(order.begin(), order.end(), Index{0});
    random.shuffle(order);
    Units chosen = Units::Constant(units, false);
    const auto count = static_cast<std::size_t>(known_count(units));
    for (std::size_t at = 0; at < count; ++at) {
      chosen[order[at]] = true;
    }
    return chosen;
  }

  static Units units_of(const std::vector<Index>& wanted, const std::vector<Index>& layers) {
    std::vector<bool> chosen;
    for (Index layer = 0; layer < std::ssize(layers); ++layer) {
      const bool is_wanted = std::find(wanted.begin(), wanted.end(), layer) != wanted.end();
      chosen.insert(chosen.end(), static_cast<std::size_t>(layers[static_cast<std::size_t>(layer)]), is_wanted);
    }
    Units units(std::ssize(chosen));
    std::copy(chosen.begin(), chosen.end(), units.begin());
    return units;
  }
};

ENGRAM_PLUGINS(analysis<Completion>(
                   "completion",
                   "Distance to every target over time, when part of a target is known and the rest is filled in.")
                   .with_example("known_fraction: 0.5, duration: 500 ms")
                   .with_example("known_fraction: 0.5, updates: 10"));
