// Recall: lets a network settle from damaged targets, compares the final states with every target and classifies
// them.
//
// Mixtures of an odd number of patterns, such as sign(x_1 + x_2 + x_3), are spurious states that a Hopfield network
// necessarily has: D. J. Amit, H. Gutfreund, H. Sompolinsky, Spin-glass models of neural networks, Phys. Rev. A 32
// (1985).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/chosen_targets.hpp>
#include <engram/hamming.hpp>
#include <engram/overlap.hpp>
#include <engram/plugin.hpp>
#include <engram/settling.hpp>
#include <engram/statistics.hpp>

using namespace engram;

/// The class of the state in which a trial ended.
enum class RecallClass { target, other_target, inverse, mixture, other };

constexpr std::array<std::string_view, 5> recall_class_names{"target", "other_target", "inverse", "mixture", "other"};

struct Recall : AnalysisFor<OffersUpdates>, ChosenTargets, Settling {
  enum class Hold { none, undamaged };

  std::shared_ptr<const Corruption> corruption;
  Hold hold = Hold::none;
  double min_overlap = 0.95;
  bool record_state = false;
  bool record_energy = false;

  static std::vector<Recorded> records() {
    return {{"target_of_trial", {"trial"}},
            {"overlap", {"trial", "target"}},
            {"start_overlap", {"trial"}},
            {"final_overlap", {"trial"}},
            {"start_bit_errors", {"trial"}},
            {"bit_errors", {"trial"}},
            {"iterations", {"trial"}},
            {"class", {"trial"}},
            {"motion", {"trial"}},
            {"fraction_recalled"},
            {"fraction_recalled_low"},
            {"fraction_recalled_high"},
            {"fraction_other_target"},
            {"fraction_inverse"},
            {"fraction_mixture"},
            {"fraction_other"},
            {"fraction_fixed_point"},
            {"fraction_cycle"},
            {"fraction_moving"},
            {"mean_overlap"},
            {"mean_bit_errors"},
            {"mean_iterations"},
            {"original", {"trial", "unit"}, false, "record_state"},
            {"damaged", {"trial", "unit"}, false, "record_state"},
            {"recalled", {"trial", "unit"}, false, "record_state"},
            {"difference", {"trial", "unit"}, false, "record_state"},
            {"time", {"time"}, false, "record_energy"},
            {"energy", {"trial", "time"}, false, "record_energy"}};
  }

  static auto params() {
    return engram::params<Recall>()
        .add(&Recall::corruption, "corruption", "Damage done to a target before each trial.")
        .choice(&Recall::hold, "hold", {{"none", Hold::none}, {"undamaged", Hold::undamaged}},
                "Which units are held at their values: none, or those that the damage left as they were.")
        .add(&Recall::min_overlap, "min_overlap", "1",
             "Overlap x . s / (|x| |s|) from which on a state counts as being a pattern.", {.max = 1, .above = 0})
        .add(&Recall::record_state, "record_state",
             "Whether to keep the damaged and the recalled values of every trial, and where they differ from the "
             "target.")
        .add(&Recall::record_energy, "record_energy", "Whether to keep the energy after every update.")
        .with<ChosenTargets>()
        .with<Settling>();
  }

  void check_network(const NetworkOutline& network) const override {
    ChosenTargets::check_network(network);
    const double trials = trial_count(network.patterns);
    require_memory(8.0 * 6.0 * trials * static_cast<double>(network.units()), "trials_per_target",
                   "the states of all trials");
    if (record_energy) {
      require_memory(8.0 * 2.0 * trials * (static_cast<double>(updates) + 1.0), "updates",
                     "the energies of all trials after each update");
    }
    corruption->check_units(network.units());
  }
  std::vector<Facet> further_needs() const override {
    return record_energy ? std::vector{OffersEnergy::facet} : std::vector<Facet>{};
  }

  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const std::vector<Index> own_targets = targets_of_trials(memories.cols());
    const Matrix starts = damaged_targets(memories, question.random, [&](VectorView pattern, RandomStream& stream) {
      corruption->apply(pattern, stream);
    });
    Mask held;
    if (hold == Hold::undamaged) {
      held.resize(starts.rows(), starts.cols());
      for (Index trial = 0; trial < starts.cols(); ++trial) {
        held.col(trial) =
            starts.col(trial).array() == memories.col(own_targets[static_cast<std::size_t>(trial)]).array();
      }
    }
    const Settled settled = settle(question.system, starts, question.random.within("motion"), held, record_energy,
                                   [&](double fraction) { question.monitor.progress(fraction); });
    question.report(settled.divergences, [&](Index trial) {
      return "trial " + std::to_string(trial) + ", from target " +
             std::to_string(own_targets[static_cast<std::size_t>(trial)]);
    });
    record_targets(question.recorder, own_targets);
    record_measures(question.recorder, memories, own_targets, starts, settled);
    if (record_energy) {
      record_energies(question.recorder, settled);
    }
    if (record_state) {
      record_states(question.recorder, memories, own_targets, starts, settled.values);
    }
  }

  /// The class of the final state of a trial that started from `target`.
  [[nodiscard]] RecallClass classify(const Matrix& memories, Index target, const Vector& overlaps,
                                     const ConstVectorView& state) const {
    // Overlaps are quotients, so even a pattern with itself may not give exactly 1.
    const double least = min_overlap - 1e-12;
    if (overlaps[target] >= least) {
      return RecallClass::target;
    }
    if (overlaps.maxCoeff() >= least) {
      return RecallClass::other_target;
    }
    if (overlaps.minCoeff() <= -least) {
      return RecallClass::inverse;
    }
    return is_mixture(memories, overlaps, state, least) ? RecallClass::mixture : RecallClass::other;
  }

 private:
  /// Whether a state is sign(sum_k +-x_k) over the 3, 5 or 7 patterns that it resembles most.
  static bool is_mixture(const Matrix& memories, const Vector& overlaps, const ConstVectorView& state, double least) {
    constexpr Index most = 7;
    std::vector<Index> order(static_cast<std::size_t>(overlaps.size()));
    std::iota(order.begin(), order.end(), Index{0});
    const auto compared = std::min<std::ptrdiff_t>(most, std::ssize(order));
    std::partial_sort(order.begin(), order.begin() + compared, order.end(),
                      [&](Index one, Index other) { return std::fabs(overlaps[one]) > std::fabs(overlaps[other]); });
    Vector sum = Vector::Zero(memories.rows());
    for (Index added = 0; added < compared; ++added) {
      const Index pattern = order[static_cast<std::size_t>(added)];
      sum += std::copysign(1.0, overlaps[pattern]) * memories.col(pattern);
      const bool is_odd = added % 2 == 0;
      if (added > 0 && is_odd && overlap(sum.cwiseSign(), state) >= least) {
        return true;
      }
    }
    return false;
  }

  void record_measures(Recorder& recorder, const Matrix& memories, const std::vector<Index>& own_targets,
                       const Matrix& starts, const Settled& settled) const {
    const Index trials = starts.cols();
    std::vector<double> all_overlaps;
    std::vector<double> start_overlap, final_overlap;
    std::vector<std::int64_t> start_errors, errors;
    std::vector<std::string> classes, motions;
    std::array<double, recall_class_names.size()> counts{};
    for (Index trial = 0; trial < trials; ++trial) {
      const Index target = own_targets[static_cast<std::size_t>(trial)];
      const auto state = settled.values.col(trial);
      Vector overlaps(memories.cols());
      for (Index memory = 0; memory < memories.cols(); ++memory) {
        overlaps[memory] = overlap(memories.col(memory), state);
      }
      all_overlaps.insert(all_overlaps.end(), overlaps.begin(), overlaps.end());
      start_overlap.push_back(overlap(memories.col(target), starts.col(trial)));
      final_overlap.push_back(overlaps[target]);
      start_errors.push_back(hamming_distance(memories.col(target), starts.col(trial)));
      errors.push_back(hamming_distance(memories.col(target), state));
      const auto found = static_cast<std::size_t>(classify(memories, target, overlaps, state));
      counts.at(found) += 1.0;
      classes.emplace_back(recall_class_names.at(found));
      motions.push_back(motion_name(settled.motion[static_cast<std::size_t>(trial)]));
    }
    const auto keep = [&](const char* name, const auto& values, const char* unit, const char* sentence) {
      recorder.vector(name, "trial", values, unit, sentence, {"target_of_trial"});
    };
    recorder.record({"overlap",
                     {"trial", "target"},
                     {trials, memories.cols()},
                     std::move(all_overlaps),
                     "1",
                     "Overlap of the state at the end with every target.",
                     {"target_of_trial"}});
    const double mean_overlap = mean_of(final_overlap);
    const double mean_errors = mean_of(errors);
    keep("start_overlap", start_overlap, "1", "Overlap of the damaged state with its target.");
    keep("final_overlap", final_overlap, "1", "Overlap of the state at the end with its target.");
    keep("start_bit_errors", start_errors, "bit",
         "Units of the damaged state whose sign, +, - or 0, differs from the target.");
    keep("bit_errors", errors, "bit",
         "Units of the state at the end whose sign, +, - or 0, differs from the target.");
    keep("iterations", settled.updates, "update", "Updates until the trial rested or was in its cycle.");
    keep("class", classes, "",
         "What the state at the end is: its target, another one, the inverse of one, a mixture of an odd number of "
         "targets, or something else.");
    keep("motion", motions, "", "Whether the trial rests, goes back and forth between two states, or moves.");
    record_scalars(recorder, counts, settled, mean_overlap, mean_errors);
  }

  template <class Number>
  static double mean_of(const std::vector<Number>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }

  static void record_scalars(Recorder& recorder, const std::array<double, recall_class_names.size()>& counts,
                             const Settled& settled, double mean_overlap, double mean_errors) {
    const auto trials = static_cast<double>(settled.updates.size());
    const auto [low, high] = wilson_interval(counts.at(0), trials);
    recorder.scalar("fraction_recalled", counts.at(0) / trials, "1", "Trials that end at their own target.");
    recorder.scalar("fraction_recalled_low", low, "1", "Lower end of the 95 % interval of that fraction (Wilson).");
    recorder.scalar("fraction_recalled_high", high, "1", "Upper end of the 95 % interval of that fraction (Wilson).");
    for (std::size_t at = 1; at < counts.size(); ++at) {
      const std::string name(recall_class_names.at(at));
      recorder.scalar("fraction_" + name, counts.at(at) / trials, "1", "Trials that end in the class " + name + ".");
    }
    for (const Motion motion : {Motion::fixed_point, Motion::cycle, Motion::moving}) {
      const auto count = std::count(settled.motion.begin(), settled.motion.end(), motion);
      recorder.scalar("fraction_" + motion_name(motion), static_cast<double>(count) / trials, "1",
                      "Trials whose motion is " + motion_name(motion) + " at the end.");
    }
    recorder.scalar("mean_overlap", mean_overlap, "1", "Mean overlap with the own target at the end.");
    recorder.scalar("mean_bit_errors", mean_errors, "bit",
                    "Mean number of units whose sign differs from the own target.");
    recorder.scalar("mean_iterations", mean_of(settled.updates), "update",
                    "Mean number of updates until a trial settled.");
  }

  void record_energies(Recorder& recorder, const Settled& settled) const {
    const Index samples = settled.energies.rows();
    std::vector<double> times(static_cast<std::size_t>(samples));
    std::iota(times.begin(), times.end(), 0.0);
    recorder.vector("time", "time", times, "update", "Updates since the trial started.");
    recorder.matrix("energy", {"trial", "time"}, settled.energies.transpose(), "1", "Energy of the network's state.",
                    {"target_of_trial"});
  }

  static void record_states(Recorder& recorder, const Matrix& memories, const std::vector<Index>& own_targets,
                            const Matrix& starts, const Matrix& ends) {
    Matrix originals(starts.rows(), starts.cols());
    for (Index trial = 0; trial < starts.cols(); ++trial) {
      originals.col(trial) = memories.col(own_targets[static_cast<std::size_t>(trial)]);
    }
    const auto keep = [&](const char* name, const Matrix& values, const char* sentence) {
      recorder.signs(name, {"trial", "unit"}, values.transpose(), "1", sentence, {"target_of_trial"});
    };
    keep("original", originals, "Target of the trial.");
    keep("damaged", starts, "Values from which the trial started.");
    keep("recalled", ends, "Values at which it ended.");
    keep("difference", ((ends - originals).array().abs() > 1e-9).cast<double>(),
         "1 where they differ from the target in their value.");
  }
};

ENGRAM_PLUGINS(
    analysis<Recall>("recall",
                     "Where damaged targets settle: overlaps, bit errors, updates needed, and what was found.")
        .with_source("D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. A 32, 1007 (1985), for mixtures")
        .with_example("corruption: {plugin: sign_flips, count: 3}, trials_per_target: 4"));
