// Observation: how analyses follow trials. It covers duration, sampling, the measure of distance, and recording.
//
//     struct Perturbation : Analysis, Observation {
//       static auto params() { return params<Perturbation>().add(...).with<Observation>(); }
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/hamming.hpp>
#include <engram/memory.hpp>
#include <engram/parameters.hpp>
#include <engram/sampling.hpp>

namespace engram {

/// The samples of a batch of trials. Arrays are row-major in the order of their dimensions.
struct Observed {
  Index trials = 0;
  Index targets = 0;
  std::vector<double> times;      ///< in System::time_unit(), the first one 0
  std::vector<double> distances;  ///< trial x target x time
  std::vector<double> states;     ///< trial x unit x time; empty unless asked for
  std::vector<double> energies;   ///< trial x time; empty unless asked for
  Matrix last;                    ///< values at the last sample, unit x trial
  Matrix before_last;             ///< values at the sample before it, unit x trial

  [[nodiscard]] Index samples() const { return static_cast<Index>(times.size()); }
  [[nodiscard]] double distance(Index trial, Index target, Index sample) const {
    return distances[static_cast<std::size_t>((trial * targets + target) * samples() + sample)];
  }
  [[nodiscard]] double final_distance(Index trial, Index target) const {
    return distance(trial, target, samples() - 1);
  }
  /// The target that each trial ended nearest to, the first of several.
  [[nodiscard]] std::vector<Index> nearest_targets() const {
    std::vector<Index> nearest(static_cast<std::size_t>(trials), 0);
    for (Index trial = 0; trial < trials; ++trial) {
      Index& found = nearest[static_cast<std::size_t>(trial)];
      for (Index target = 1; target < targets; ++target) {
        found = final_distance(trial, target) < final_distance(trial, found) ? target : found;
      }
    }
    return nearest;
  }
  /// Euclidean distance between the last two samples, per unit of time.
  [[nodiscard]] double final_speed(Index trial) const {
    return (last.col(trial) - before_last.col(trial)).norm() / (times.back() - times[times.size() - 2]);
  }
};

/// The parameters of an observation, and the observation itself.
struct Observation {
  enum class Distance { euclidean, hamming };

  std::optional<double> duration;
  std::optional<Index> updates;
  double sampling_interval = 0.01;
  Distance distance = Distance::euclidean;
  bool record_state = false;
  bool record_energy = false;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&Observation::duration, "duration", "s", "How long a network in continuous time moves.", {.above = 0})
        .add(&Observation::updates, "updates", "1", "How often a network in discrete time is updated.", {.min = 1})
        .add(&Observation::sampling_interval, "sampling_interval", "s",
             "Time between two samples of a network in continuous time; one in discrete time is seen after each "
             "update.",
             {.above = 0})
        .choice(&Observation::distance, "distance",
                {{"euclidean", Distance::euclidean}, {"hamming", Distance::hamming}},
                "Euclidean distance of values, or number of units whose sign differs; 0 counts as a third sign, so a "
                "unit that a mask leaves at 0 differs from +1 and from -1.")
        .add(&Observation::record_state, "record_state", "Whether to keep the values of all units at every sample.")
        .add(&Observation::record_energy, "record_energy", "Whether to keep the energy at every sample.");
  }

  /// For the author's check().
  void check() const {
    if (duration && sampling_interval > *duration) {
      throw ParameterError("sampling_interval", "sampling_interval must not be longer than duration");
    }
  }

  /// For the author's check_network(): checks that the times fit the network and that `trials` trials fit into
  /// memory. `how_many` is the parameter that sets the number of trials.
  void check_network(const NetworkOutline& network, double trials, const std::string& how_many) const {
    check_length_of_motion(network, duration, updates);
    if (network.continuous) {
      check_whole_steps("sampling_interval", sampling_interval, network.time_step);
      check_whole_steps("duration", *duration, network.time_step);
    }
    const double samples =
        network.continuous ? *duration / sampling_interval + 1.0 : static_cast<double>(*updates) + 1;
    const double kept = static_cast<double>(network.patterns) +
                        (record_state ? static_cast<double>(network.units()) : 0.0) + (record_energy ? 1.0 : 0.0);
    const std::string often = network.continuous ? "sampling_interval" : "updates";
    require_memory(8.0 * trials * samples * kept, samples > trials ? often : how_many,
                   "the distances and states of all trials and samples");
  }

  /// For the author's further_needs().
  [[nodiscard]] std::vector<Facet> further_needs() const {
    return record_energy ? std::vector{OffersEnergy::facet} : std::vector<Facet>{};
  }

  /// Follows a trajectory that has not moved yet. Distances count the units where `counted` (unit x trial, or 0 x 0
  /// for all) is true. `name` describes a trial, for failures: "trial 3, perturbed from target 1".
  [[nodiscard]] Observed follow(const Question& question, Trajectory& trajectory,
                                const std::function<std::string(Index)>& name, const Mask& counted = {}) const {
    Observed seen;
    seen.trials = trajectory.values().cols();
    seen.targets = question.system.memories().cols();
    seen.times = sample_times(question.system.time_unit() == "s");
    const auto size = [&](Index per_trial) {
      return static_cast<std::size_t>(seen.trials * per_trial * seen.samples());
    };
    seen.distances.resize(size(seen.targets));
    seen.states.resize(record_state ? size(question.system.units()) : 0);
    seen.energies.resize(record_energy ? size(1) : 0);
    for (Index sample = 0; sample < seen.samples(); ++sample) {
      if (sample + 1 == seen.samples()) {
        seen.before_last = trajectory.values();
      }
      trajectory.advance_to(seen.times[static_cast<std::size_t>(sample)]);
      look(question.system, trajectory, counted, sample, seen);
      question.monitor.progress(static_cast<double>(sample + 1) / static_cast<double>(seen.samples()));
    }
    seen.last = trajectory.values();
    question.report(trajectory.divergences(), name);
    return seen;
  }

  /// Records `time`, `distance` (trial x target x time), `final_distance` (trial x target) and, if asked for, `state`
  /// (trial x unit x time) and `energy` (trial x time). `coordinates` names datasets that label the trials.
  void record(const Question& question, Observed seen, const std::vector<std::string>& coordinates = {}) const {
    Recorder& recorder = question.recorder;
    const std::string what = distance == Distance::hamming
                                 ? "Number of units whose sign, +, - or 0, differs from the target"
                                 : "Euclidean distance of the values to the target";
    std::vector<double> final_distances;
    for (Index trial = 0; trial < seen.trials; ++trial) {
      for (Index target = 0; target < seen.targets; ++target) {
        final_distances.push_back(seen.final_distance(trial, target));
      }
    }
    const Index samples = seen.samples();
    const auto keep = [&](const char* name, std::vector<std::string> dimensions, std::vector<Index> shape,
                          std::vector<double> values, const std::string& unit, const std::string& sentence) {
      recorder.record(
          {name, std::move(dimensions), std::move(shape), std::move(values), unit, sentence, coordinates});
    };
    recorder.vector("time", "time", seen.times, std::string(question.system.time_unit()),
                    "Time since the trial started.");
    keep("distance", {"trial", "target", "time"}, {seen.trials, seen.targets, samples}, std::move(seen.distances),
         distance_unit(), what + ".");
    keep("final_distance", {"trial", "target"}, {seen.trials, seen.targets}, std::move(final_distances),
         distance_unit(), what + ", at the end.");
    if (record_state) {
      keep("state", {"trial", "unit", "time"}, {seen.trials, question.system.units(), samples},
           std::move(seen.states), "1", "Values of the units.");
    }
    if (record_energy) {
      keep("energy", {"trial", "time"}, {seen.trials, samples}, std::move(seen.energies), "1",
           "Energy of the state.");
    }
  }

  /// For the author's records(): `own` and the datasets of record().
  static std::vector<Recorded> records(std::vector<Recorded> own) {
    const std::array<Recorded, 5> observed{{{"time", {"time"}},
                                            {"distance", {"trial", "target", "time"}},
                                            {"final_distance", {"trial", "target"}},
                                            {"state", {"trial", "unit", "time"}, false, "record_state"},
                                            {"energy", {"trial", "time"}, false, "record_energy"}}};
    own.insert(own.end(), observed.begin(), observed.end());
    return own;
  }

  [[nodiscard]] std::string distance_unit() const { return distance == Distance::hamming ? "bit" : "1"; }

  /// The distance between values and a memory, over the units where `counted` (0 entries: all) is true.
  [[nodiscard]] double between(const ConstVectorView& values, const ConstVectorView& memory,
                               const Eigen::Array<bool, Eigen::Dynamic, 1>& counted = {}) const {
    if (!values.allFinite()) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (distance == Distance::euclidean) {
      return counted.size() == 0 ? (values - memory).norm()
                                 : counted.select((values - memory).array(), 0.0).matrix().norm();
    }
    return static_cast<double>(hamming_distance(values, memory, counted));
  }

  /// The times 0, one sampling interval, ... and the end; or 0, 1, 2, ... updates.
  [[nodiscard]] std::vector<double> sample_times(bool continuous) const {
    if (continuous) {
      return times_of_motion(*duration, sampling_interval);
    }
    std::vector<double> times;
    for (Index update = 0; update <= *updates; ++update) {
      times.push_back(static_cast<double>(update));
    }
    return times;
  }

 private:
  void look(const System& system, const Trajectory& trajectory, const Mask& counted, Index sample,
            Observed& seen) const {
    const ConstMatrixView values = trajectory.values();
    const Index samples = seen.samples();
    for (Index trial = 0; trial < seen.trials; ++trial) {
      const Eigen::Array<bool, Eigen::Dynamic, 1> units =
          counted.size() == 0 ? Eigen::Array<bool, Eigen::Dynamic, 1>() : counted.col(trial);
      for (Index target = 0; target < seen.targets; ++target) {
        seen.distances[static_cast<std::size_t>((trial * seen.targets + target) * samples + sample)] =
            between(values.col(trial), system.memories().col(target), units);
      }
      for (Index unit = 0; unit < (record_state ? values.rows() : 0); ++unit) {
        seen.states[static_cast<std::size_t>((trial * values.rows() + unit) * samples + sample)] =
            values(unit, trial);
      }
    }
    if (record_energy) {
      Vector energies(seen.trials);
      system.energies(trajectory.states(), energies);
      for (Index trial = 0; trial < seen.trials; ++trial) {
        seen.energies[static_cast<std::size_t>(trial * samples + sample)] = energies[trial];
      }
    }
  }
};

}  // namespace engram
