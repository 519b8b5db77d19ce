// Completion: part of a target, or of a probe, is known and held, and the network fills in the rest.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/probes.hpp>

using namespace engram;

struct Completion : Analysis, Observation, TargetsOrProbes {
  std::vector<Index> known_layers;
  std::optional<double> known_fraction;
  std::shared_ptr<const PatternSource> known;
  std::vector<Index> asked_layers;
  bool hold = true;
  double start_scale = 0.0;

  static std::vector<Recorded> records() {
    return TargetsOrProbes::records(Observation::records({{"mean_final_distance"}}));
  }

  static auto params() {
    return engram::params<Completion>()
        .add(&Completion::known_layers, "known_layers", "1", "Layers, counted from 0, whose units are known.",
             {.min = 0})
        .add(&Completion::known_fraction, "known_fraction", "1",
             "Fraction of all units that are known, others in each trial; in place of known_layers.",
             {.max = 1, .above = 0})
        .add_optional(&Completion::known, "known",
                      "Which units are known: those where a pattern of this source is above 0; one pattern for all "
                      "trials, or one for each. In place of known_layers.")
        .add(&Completion::asked_layers, "asked_layers", "1",
             "Layers over which distances are taken; all unknown units if empty.", {.min = 0})
        .add(&Completion::hold, "hold", "Whether known units are held at their values, or may move.")
        .add(&Completion::start_scale, "start_scale", "1",
             "Standard deviation of the normal values at which unknown units start; 0 starts them at 0.", {.min = 0})
        .with<TargetsOrProbes>()
        .with<Observation>();
  }

  void check() const {
    Observation::check();
    TargetsOrProbes::check();
    const int given = (known_layers.empty() ? 0 : 1) + (known_fraction ? 1 : 0) + (known ? 1 : 0);
    if (given != 1) {
      throw ParameterError("known_fraction", "give one of known_layers, known_fraction and known");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    TargetsOrProbes::check_network(network);
    Observation::check_network(network, trial_count(network.patterns), how_many());
    if (known) {
      HeldUnits::check_mask(*known, "known", network, trial_count(network.patterns));
    }
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
    if (known) {
      check_asked(HeldUnits::mask_of(*known, RandomStreams(0, "known"), known->pattern_count()), network.layers);
    } else {
      check_asked(network.units(), layers);
    }
  }
  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Index targets_of_system = question.system.memories().cols();
    const std::vector<Index> layers = question.system.layers();
    const Index units = question.system.units();
    const auto trials = static_cast<Index>(trial_count(targets_of_system));
    Mask known_units =
        known ? HeldUnits::mask_of(*known, question.random.within("known"), trials) : Mask(units, trials);
    Mask counted(units, trials);
    Index trial = 0;
    const Matrix patterns = changed_starts(question, [&](VectorView pattern, RandomStream& random) {
      if (!known) {
        known_units.col(trial) = known_fraction ? some_units(units, random) : units_of(known_layers, layers);
      }
      counted.col(trial) = asked_layers.empty() ? (!known_units.col(trial)).eval() : units_of(asked_layers, layers);
      for (Index unit = 0; unit < units; ++unit) {
        pattern[unit] = known_units(unit, trial) ? pattern[unit] : start_scale * random.normal();
      }
      ++trial;
    });
    const auto trajectory =
        question.system.start(patterns, question.random.within("motion"), hold ? known_units : Mask());
    Observed seen = follow(
        question, *trajectory, [&](Index of_trial) { return name(targets_of_system, of_trial); }, counted);
    const std::vector<Index> own = own_targets(targets_of_system, seen.nearest_targets());
    double mean = 0.0;
    for (Index of_trial = 0; of_trial < seen.trials; ++of_trial) {
      mean += seen.final_distance(of_trial, own[static_cast<std::size_t>(of_trial)]);
    }
    question.recorder.scalar(
        "mean_final_distance", mean / static_cast<double>(seen.trials), distance_unit(),
        "Mean distance to " + target_words() + " at the end, over the units that are asked for.");
    const std::vector<std::string> coordinates = record_targets(question.recorder, own);
    Observation::record(question, std::move(seen), coordinates);
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
      refuse_all_known();
    }
  }

  using Units = Eigen::Array<bool, Eigen::Dynamic, 1>;

  /// The same for a mask, unit x pattern.
  void check_asked(const Mask& mask, const std::vector<Index>& layers) const {
    const Units asked = asked_layers.empty() ? Units::Constant(mask.rows(), true) : units_of(asked_layers, layers);
    for (const auto& pattern : mask.colwise()) {
      if (!(asked && !pattern).any() && (hold || asked_layers.empty())) {
        refuse_all_known();
      }
    }
  }

  [[noreturn]] void refuse_all_known() const {
    throw ParameterError(
        !asked_layers.empty() ? "asked_layers"
        : known               ? "known"
        : known_fraction      ? "known_fraction"
                              : "known_layers",
        "every unit that is asked for is known, so that its distance is 0 in any network; leave some "
        "of them unknown");
  }

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

ENGRAM_PLUGINS(
    analysis<Completion>(
        "completion",
        "Distance to every target over time, when part of a target or a probe is known and the rest is filled in.")
        .with_example("known_fraction: 0.5, duration: 500 ms")
        .with_example("known_fraction: 0.5, updates: 10"));
