// Recall: lets a network settle from damaged targets or from probes, compares the final states with every target and
// classifies them.
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

#include <engram/hamming.hpp>
#include <engram/labels.hpp>
#include <engram/overlap.hpp>
#include <engram/plugin.hpp>
#include <engram/probes.hpp>
#include <engram/settling.hpp>
#include <engram/statistics.hpp>

using namespace engram;

/// The class of the state in which a trial ended.
enum class RecallClass { target, other_target, inverse, mixture, other };

constexpr std::array<std::string_view, 5> recall_class_names{"target", "other_target", "inverse", "mixture", "other"};

struct Recall : AnalysisFor<OffersUpdates>, DamagedStarts, Settling {
  enum class Hold { none, undamaged };

  Hold hold = Hold::none;
  double min_overlap = 0.95;
  bool record_state = false;
  bool record_energy = false;

  static std::vector<Recorded> records() {
    return DamagedStarts::records({{"overlap", {"trial", "target"}},
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
                                   {"energy", {"trial", "time"}, false, "record_energy"},
                                   {"label_of_trial", {"trial"}, false},
                                   {"recalled_label_of_trial", {"trial"}, false},
                                   {"label", {"label"}, false},
                                   {"recalled_label", {"recalled_label"}, false},
                                   {"confusion", {"label", "recalled_label"}, false},
                                   {"accuracy", {}, false}});
  }

  static auto params() {
    return engram::params<Recall>()
        .choice(&Recall::hold, "hold", {{"none", Hold::none}, {"undamaged", Hold::undamaged}},
                "Which units are held at their values: none, or those that the damage left as they were.")
        .add(&Recall::min_overlap, "min_overlap", "1",
             "Overlap x . s / (|x| |s|) from which on a state counts as being a pattern.", {.max = 1, .above = 0})
        .add(&Recall::record_state, "record_state",
             "Whether to keep the damaged and the recalled values of every trial, and where they differ from the "
             "target.")
        .add(&Recall::record_energy, "record_energy", "Whether to keep the energy after every update.")
        .with<DamagedStarts>()
        .with<Settling>();
  }

  void check() const {
    DamagedStarts::check();
    if (hold == Hold::undamaged && !corruption) {
      throw ParameterError("hold", "hold: undamaged needs a corruption; `held` names units that no damage chooses");
    }
    if (hold == Hold::undamaged && held) {
      throw ParameterError("held", "give either held or hold: undamaged");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    DamagedStarts::check_network(network);
    const double trials = trial_count(network.patterns);
    require_memory(8.0 * 6.0 * trials * static_cast<double>(network.units()), how_many(), "the states of all trials");
    if (record_energy) {
      require_memory(8.0 * 2.0 * trials * (static_cast<double>(updates) + 1.0), "updates",
                     "the energies of all trials after each update");
    }
  }
  std::vector<Facet> further_needs() const override {
    return record_energy ? std::vector{OffersEnergy::facet} : std::vector<Facet>{};
  }

  void run(const Question& question) const override {
    const Patterns& memories = question.system.memories();
    const Matrix patterns = damaged(question);
    const Mask held_units = hold == Hold::undamaged ? Mask(patterns.array() == undamaged(question).array())
                                                    : mask(question, patterns.cols());
    const Settled settled = settle(question.system, patterns, question.random.within("motion"), held_units,
                                   record_energy, [&](double fraction) { question.monitor.progress(fraction); });
    question.report(settled.divergences, [&](Index trial) { return name(memories.cols(), trial); });
    const Matrix overlaps = overlaps_of(memories, settled.values);
    const std::vector<Index> nearest = nearest_targets(overlaps);
    const std::vector<Index> own = own_targets(memories.cols(), nearest);
    const std::vector<std::string> coordinates = record_targets(question.recorder, own);
    record_measures(question.recorder, memories, own, patterns, settled, overlaps, coordinates);
    record_labels(question, nearest);
    if (record_energy) {
      record_energies(question.recorder, settled, coordinates);
    }
    if (record_state) {
      record_states(question.recorder, memories, own, patterns, settled.values, coordinates);
    }
  }

  /// The class of the final state of a trial whose target is `target`.
  [[nodiscard]] RecallClass classify(const Patterns& memories, Index target, const Vector& overlaps,
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
  /// The overlap of each state with each memory, memory x trial.
  static Matrix overlaps_of(const Patterns& memories, const Matrix& states) {
    Matrix overlaps(memories.cols(), states.cols());
    Vector pattern(memories.rows());
    for (Index memory = 0; memory < memories.cols(); ++memory) {
      memories.put(memory, pattern);
      for (Index trial = 0; trial < states.cols(); ++trial) {
        overlaps(memory, trial) = overlap(pattern, states.col(trial));
      }
    }
    return overlaps;
  }

  /// The memory with the greatest overlap, the first of several, for each trial.
  static std::vector<Index> nearest_targets(const Matrix& overlaps) {
    std::vector<Index> nearest(static_cast<std::size_t>(overlaps.cols()), 0);
    for (Index trial = 0; trial < overlaps.cols(); ++trial) {
      Index& found = nearest[static_cast<std::size_t>(trial)];
      for (Index memory = 1; memory < overlaps.rows(); ++memory) {
        found = overlaps(memory, trial) > overlaps(found, trial) ? memory : found;
      }
    }
    return nearest;
  }

  /// Whether a state is sign(sum_k +-x_k) over the 3, 5 or 7 patterns that it resembles most.
  static bool is_mixture(const Patterns& memories, const Vector& overlaps, const ConstVectorView& state,
                         double least) {
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

  void record_measures(Recorder& recorder, const Patterns& memories, const std::vector<Index>& targets_of_trial,
                       const Matrix& patterns, const Settled& settled, const Matrix& overlaps,
                       const std::vector<std::string>& coordinates) const {
    const Index trials = patterns.cols();
    std::vector<double> start_overlap, final_overlap;
    std::vector<std::int64_t> start_errors, errors;
    std::vector<std::string> classes, motions;
    std::array<double, recall_class_names.size()> counts{};
    for (Index trial = 0; trial < trials; ++trial) {
      const Index target = targets_of_trial[static_cast<std::size_t>(trial)];
      const auto state = settled.values.col(trial);
      start_overlap.push_back(overlap(memories.col(target), patterns.col(trial)));
      final_overlap.push_back(overlaps(target, trial));
      start_errors.push_back(hamming_distance(memories.col(target), patterns.col(trial)));
      errors.push_back(hamming_distance(memories.col(target), state));
      const auto found = static_cast<std::size_t>(classify(memories, target, overlaps.col(trial), state));
      counts.at(found) += 1.0;
      classes.emplace_back(recall_class_names.at(found));
      motions.push_back(motion_name(settled.motion[static_cast<std::size_t>(trial)]));
    }
    const auto keep = [&](const char* name, const auto& values, const char* unit, const std::string& sentence) {
      recorder.vector(name, "trial", values, unit, sentence, coordinates);
    };
    recorder.matrix("overlap", {"trial", "target"}, overlaps.transpose(), "1",
                    "Overlap of the state at the end with every target.", coordinates);
    const double mean_overlap = mean_of(final_overlap);
    const double mean_errors = mean_of(errors);
    keep("start_overlap", start_overlap, "1", "Overlap of the state at the start with " + target_words() + ".");
    keep("final_overlap", final_overlap, "1", "Overlap of the state at the end with " + target_words() + ".");
    keep("start_bit_errors", start_errors, "bit",
         "Units of the state at the start whose sign, +, - or 0, differs from " + target_words() + ".");
    keep("bit_errors", errors, "bit",
         "Units of the state at the end whose sign, +, - or 0, differs from " + target_words() + ".");
    keep("iterations", settled.updates, "update", "Updates until the trial rested or was in its cycle.");
    keep("class", classes, "",
         has_probes() ? "What the state at the end is: a target, the inverse of one, a mixture of an odd number of "
                        "targets, or something else."
                      : "What the state at the end is: its target, another one, the inverse of one, a mixture of an "
                        "odd number of targets, or something else.");
    keep("motion", motions, "", "Whether the trial rests, goes back and forth between two states, or moves.");
    record_scalars(recorder, counts, settled, mean_overlap, mean_errors);
  }

  template <class Number>
  static double mean_of(const std::vector<Number>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }

  void record_scalars(Recorder& recorder, const std::array<double, recall_class_names.size()>& counts,
                      const Settled& settled, double mean_overlap, double mean_errors) const {
    const auto trials = static_cast<double>(settled.updates.size());
    const auto [low, high] = wilson_interval(counts.at(0), trials);
    recorder.scalar("fraction_recalled", counts.at(0) / trials, "1",
                    has_probes() ? "Trials that end at a target." : "Trials that end at their own target.");
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
    recorder.scalar("mean_overlap", mean_overlap, "1", "Mean overlap with " + target_words() + ", at the end.");
    recorder.scalar("mean_bit_errors", mean_errors, "bit",
                    "Mean number of units whose sign differs from " + target_words() + ".");
    recorder.scalar("mean_iterations", mean_of(settled.updates), "update",
                    "Mean number of updates until a trial settled.");
  }

  /// Records the label of the target that each trial ended nearest to, how often it is the label of the start, and
  /// which label is taken for which; nothing if the starts or the memories have no labels.
  void record_labels(const Question& question, const std::vector<Index>& nearest) const {
    const std::vector<std::string> of_memories = question.system.labels();
    if (of_memories.empty() || (has_probes() && starts->labels().empty())) {
      return;
    }
    const auto labels_at = [&](const std::vector<Index>& targets_of) {
      std::vector<std::string> labels;
      for (const Index target : targets_of) {
        labels.push_back(of_memories[static_cast<std::size_t>(target)]);
      }
      return labels;
    };
    const auto own = has_probes() ? starts->labels() : labels_at(targets_of_trials(std::ssize(of_memories)));
    const auto recalled = labels_at(nearest);
    const std::vector<std::string> rows = distinct_labels(own);
    const std::vector<std::string> columns = distinct_labels(of_memories);
    const auto place_in = [](const std::vector<std::string>& labels, const std::string& label) {
      return std::find(labels.begin(), labels.end(), label) - labels.begin();
    };
    Matrix counts = Matrix::Zero(std::ssize(rows), std::ssize(columns));
    double right = 0.0;
    for (std::size_t trial = 0; trial < own.size(); ++trial) {
      counts(place_in(rows, own[trial]), place_in(columns, recalled[trial])) += 1.0;
      right += own[trial] == recalled[trial] ? 1.0 : 0.0;
    }
    Recorder& recorder = question.recorder;
    recorder.vector("label_of_trial", "trial", own, "", "Label of the pattern that the trial started from.");
    recorder.vector("recalled_label_of_trial", "trial", recalled, "",
                    "Label of the target that the trial ended nearest to.");
    recorder.vector("label", "label", rows, "", "Labels of the patterns that trials started from.");
    recorder.vector("recalled_label", "recalled_label", columns, "", "Labels of the targets.");
    recorder.matrix("confusion", {"label", "recalled_label"}, counts, "1",
                    "Trials by the label of their start and by that of the target that they ended nearest to.");
    recorder.scalar("accuracy", right / static_cast<double>(own.size()), "1",
                    "Trials that ended nearest to a target with the label of their start.");
  }

  void record_energies(Recorder& recorder, const Settled& settled,
                       const std::vector<std::string>& coordinates) const {
    const Index samples = settled.energies.rows();
    std::vector<double> times(static_cast<std::size_t>(samples));
    std::iota(times.begin(), times.end(), 0.0);
    recorder.vector("time", "time", times, "update", "Updates since the trial started.");
    recorder.matrix("energy", {"trial", "time"}, settled.energies.transpose(), "1", "Energy of the network's state.",
                    coordinates);
  }

  static void record_states(Recorder& recorder, const Patterns& memories, const std::vector<Index>& targets_of_trial,
                            const Matrix& patterns, const Matrix& ends, const std::vector<std::string>& coordinates) {
    Matrix originals(patterns.rows(), patterns.cols());
    for (Index trial = 0; trial < patterns.cols(); ++trial) {
      originals.col(trial) = memories.col(targets_of_trial[static_cast<std::size_t>(trial)]);
    }
    const auto keep = [&](const char* name, const Matrix& values, const char* sentence) {
      recorder.signs(name, {"trial", "unit"}, values.transpose(), "1", sentence, coordinates);
    };
    keep("original", originals, "Target of the trial; for a probe, the one that it ended nearest to.");
    keep("damaged", patterns, "Values from which the trial started.");
    keep("recalled", ends, "Values at which it ended.");
    keep("difference", ((ends - originals).array().abs() > 1e-9).cast<double>(),
         "1 where they differ from the target in their value.");
  }
};

ENGRAM_PLUGINS(
    analysis<Recall>(
        "recall",
        "Where damaged targets, or probes, settle: overlaps, bit errors, updates needed, and what was found.")
        .with_source("D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. A 32, 1007 (1985), for mixtures")
        .with_example("corruption: {plugin: sign_flips, count: 3}, trials_per_target: 4"));
