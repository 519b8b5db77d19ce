// Probes: patterns of a source of their own from which trials start, and the units that are held in them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/chosen_targets.hpp>
#include <engram/corruption.hpp>
#include <engram/counted.hpp>
#include <engram/parameters.hpp>
#include <engram/pattern_source.hpp>

namespace engram {

/// The patterns of a source, unit x pattern.
inline Matrix patterns_of(const PatternSource& source, const RandomStreams& random) {
  Matrix patterns(source.pattern_size(), source.pattern_count());
  source.generate(random, patterns);
  return patterns;
}

/// Throws ParameterError for `parameter` if patterns do not have one value for each unit.
inline void check_pattern_size(const PatternSource& source, const std::string& parameter,
                               const NetworkOutline& network) {
  if (source.pattern_size() != network.units()) {
    throw ParameterError(parameter, "patterns of `" + parameter + "` have " +
                                        counted(source.pattern_size(), "value") + ", and the network has " +
                                        counted(network.units(), "unit"));
  }
}

/// The parameter `starts` of an analysis whose trials may start from patterns of another source. An analysis derives
/// from it and declares it with `.with<Probes>()`.
struct Probes {
  std::shared_ptr<const PatternSource> starts;  ///< null: trials start elsewhere

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add_optional(&Probes::starts, "starts",
                      "Patterns of another source, one trial from each, in place of other starts. 0 may stand for a "
                      "value that is unknown.");
  }

  [[nodiscard]] bool has_probes() const { return starts != nullptr; }
  [[nodiscard]] Index probe_count() const { return starts->pattern_count(); }

  /// For the author's check_network(). Throws ParameterError if the probes have another size than the network, or
  /// values that its units never take.
  void check_network(const NetworkOutline& network) const {
    if (!has_probes()) {
      return;
    }
    check_pattern_size(*starts, "starts", network);
    if (network.check_unit_values) {
      Matrix known = patterns_of(*starts, RandomStreams(0, "starts"));
      // Among numbers below 0, 0 is an unknown value; in patterns of 0 and 1 it is a value like any other.
      if ((known.array() < 0.0).any()) {
        known = (known.array() == 0.0).select(1.0, known);
      }
      try {
        network.check_unit_values(known);
      } catch (const RunError& error) {
        throw ParameterError("starts", error.what());
      }
    }
  }

  /// The patterns from which the trials start, unit x trial.
  [[nodiscard]] Matrix probes(const Question& question) const {
    return patterns_of(*starts, question.random.within("starts"));
  }

  /// "trial 3, from pattern 3 of starts".
  static std::string name_of_probe(Index trial) {
    const std::string number = std::to_string(trial);
    return "trial " + number + ", from pattern " + number + " of starts";
  }
};

/// The parameter `held` of an analysis that may hold units at the values at which they start.
struct HeldUnits {
  std::shared_ptr<const PatternSource> held;  ///< null: no unit is held

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add_optional(&HeldUnits::held, "held",
                      "Which units keep the value at which they start: those where a pattern of this source is above "
                      "0; one pattern for all trials, or one for each.");
  }

  /// For the author's check_network(): `trials` is the number of trials.
  void check_network(const NetworkOutline& network, double trials) const {
    if (held) {
      check_mask(*held, "held", network, trials);
    }
  }

  /// Throws ParameterError for `parameter` if a source cannot be a mask of trials.
  static void check_mask(const PatternSource& source, const std::string& parameter, const NetworkOutline& network,
                         double trials) {
    check_pattern_size(source, parameter, network);
    if (source.pattern_count() != 1 && static_cast<double>(source.pattern_count()) != trials) {
      throw ParameterError(parameter, "`" + parameter + "` has " + counted(source.pattern_count(), "pattern") +
                                          ", and there are " + number_text(trials) +
                                          " trials; one pattern for all trials, or one for each, is allowed");
    }
  }

  /// unit x trial; 0 x 0 if no unit is held.
  [[nodiscard]] Mask mask(const Question& question, Index trials) const {
    return held ? mask_of(*held, question.random.within("held"), trials) : Mask();
  }

  /// The units at which the patterns of a source are above 0, unit x trial.
  static Mask mask_of(const PatternSource& source, const RandomStreams& random, Index trials) {
    const Mask mask = patterns_of(source, random).array() > 0.0;
    return mask.cols() == trials ? mask : mask.replicate(1, trials);
  }
};

/// Trials that start from targets, or from probes. An analysis derives from it and declares its parameters with
/// `.with<TargetsOrProbes>()`.
struct TargetsOrProbes : ChosenTargets, Probes {
  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return Probes::declare(ChosenTargets::declare(std::move(parameters)));
  }

  /// For the author's check().
  void check() const {
    ChosenTargets::check();
    const std::string reason = " is for trials that start from targets, and `starts` gives other patterns";
    if (has_probes() && !targets.empty()) {
      throw ParameterError("targets", "targets" + reason);
    }
    if (has_probes() && trials_per_target != 1) {
      throw ParameterError("trials_per_target", "trials_per_target" + reason);
    }
  }

  /// For the author's check_network().
  void check_network(const NetworkOutline& network) const {
    ChosenTargets::check_network(network);
    Probes::check_network(network);
  }

  [[nodiscard]] double trial_count(Index patterns) const {
    return has_probes() ? static_cast<double>(probe_count()) : ChosenTargets::trial_count(patterns);
  }

  /// The parameter that decides how many trials there are.
  [[nodiscard]] std::string how_many() const { return has_probes() ? "starts" : "trials_per_target"; }

  /// The patterns from which the trials start, unit x trial. `change(pattern, stream)` changes each pattern, with the
  /// stream of its trial.
  template <class Change>
  [[nodiscard]] Matrix changed_starts(const Question& question, const Change& change) const {
    if (!has_probes()) {
      return damaged_targets(question.system.memories(), question.random, change);
    }
    Matrix patterns = probes(question);
    for (Index trial = 0; trial < patterns.cols(); ++trial) {
      RandomStream stream = question.random.within("start").stream(static_cast<std::uint64_t>(trial));
      change(patterns.col(trial), stream);
    }
    return patterns;
  }

  /// "trial 3, from target 1".
  [[nodiscard]] std::string name(Index patterns, Index trial) const {
    return has_probes() ? name_of_probe(trial)
                        : "trial " + std::to_string(trial) + ", from target " +
                              std::to_string(targets_of_trials(patterns)[static_cast<std::size_t>(trial)]);
  }

  /// The target of each trial: its own, or for a probe that which it ended nearest to, `nearest`.
  [[nodiscard]] std::vector<Index> own_targets(Index patterns, const std::vector<Index>& nearest) const {
    return has_probes() ? nearest : targets_of_trials(patterns);
  }

  /// Records the target of each trial as `target_of_trial`, or that which each probe ended nearest to as
  /// `nearest_target`. Returns the names of the coordinates that label the trials.
  std::vector<std::string> record_targets(Recorder& recorder, const std::vector<Index>& of_trials) const {
    if (!has_probes()) {
      ChosenTargets::record_targets(recorder, of_trials);
      return {"target_of_trial"};
    }
    recorder.vector("nearest_target", "trial", of_trials, "1", "Target that the trial ended nearest to.");
    return {"nearest_target"};
  }

  /// For the author's records(): `own` and what record_targets() keeps.
  static std::vector<Recorded> records(std::vector<Recorded> own) {
    own.push_back({"target_of_trial", {"trial"}, false});
    own.push_back({"nearest_target", {"trial"}, false, "starts"});
    return own;
  }

  /// The target to which the numbers of a trial refer: "the own target".
  [[nodiscard]] std::string target_words() const {
    return has_probes() ? "the target nearest at the end" : "the own target";
  }
};

/// The same with damage to each start, and units that are held. An analysis derives from it and declares its
/// parameters with `.with<DamagedStarts>()`.
struct DamagedStarts : TargetsOrProbes, HeldUnits {
  std::shared_ptr<const Corruption> corruption;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return HeldUnits::declare(
        TargetsOrProbes::declare(std::move(parameters)
                                     .add_optional(&DamagedStarts::corruption, "corruption",
                                                   "Damage done to a target, or to a pattern of `starts`, before "
                                                   "each trial; required without `starts`.")));
  }

  /// For the author's check().
  void check() const {
    TargetsOrProbes::check();
    if (!corruption && !has_probes()) {
      throw ParameterError("corruption",
                           "give a `corruption`, which damages the targets that trials start from, or "
                           "`starts`, patterns of another source");
    }
  }

  /// For the author's check_network().
  void check_network(const NetworkOutline& network) const {
    TargetsOrProbes::check_network(network);
    HeldUnits::check_network(network, trial_count(network.patterns));
    if (corruption) {
      corruption->check_units(network.units());
    }
  }

  /// The patterns from which the trials start, unit x trial.
  [[nodiscard]] Matrix damaged(const Question& question) const {
    return changed_starts(question, [&](VectorView pattern, RandomStream& stream) {
      if (corruption) {
        corruption->apply(pattern, stream);
      }
    });
  }

  /// The same without the damage.
  [[nodiscard]] Matrix undamaged(const Question& question) const {
    return changed_starts(question, [](const VectorView& /*pattern*/, RandomStream& /*stream*/) {});
  }
};

}  // namespace engram
