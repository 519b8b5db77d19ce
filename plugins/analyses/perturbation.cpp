// Perturbation: damages targets, lets the network move freely from there, and follows its distance to every target.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/words.hpp>

namespace engram::plugins {

struct Perturbation : Analysis {
  enum class Distance { euclidean, hamming };

  std::shared_ptr<const Corruption> corruption;
  std::vector<Index> targets;
  Index trials_per_target = 1;
  double duration = 10.0;
  double sampling_interval = 0.01;
  Distance distance = Distance::euclidean;
  bool record_state = false;

  static auto params() {
    return engram::params<Perturbation>()
        .add(&Perturbation::corruption, "corruption", "Damage done to a target before each trial.")
        .add(&Perturbation::targets, "targets", "1", "Targets to start from, counted from 0; all if empty.",
             {.min = 0})
        .add(&Perturbation::trials_per_target, "trials_per_target", "1", "Trials from each target.", {.min = 1})
        .add(&Perturbation::duration, "duration", "s", "How long the network moves.", {.above = 0})
        .add(&Perturbation::sampling_interval, "sampling_interval", "s", "Time between two samples.", {.above = 0})
        .choice(&Perturbation::distance, "distance",
                {{"euclidean", Distance::euclidean}, {"hamming", Distance::hamming}},
                "Euclidean distance of values, or number of units whose sign differs.")
        .add(&Perturbation::record_state, "record_state", "Whether to keep the values of all units at every sample.");
  }

  void check() const {
    if (sampling_interval > duration) {
      throw ParameterError("sampling_interval", "sampling_interval must not be longer than duration");
    }
    for (auto target = targets.begin(); target != targets.end(); ++target) {
      if (std::find(targets.begin(), target, *target) != target) {
        throw ParameterError("targets", "target " + std::to_string(*target) +
                                            " stands twice; trials_per_target asks for several trials of each");
      }
    }
  }

  void check_memories(Index units, Index memories) const override {
    try {
      corruption->check_units(units);
    } catch (const ParameterError& error) {
      throw ParameterError("corruption." + error.parameter(), error.what());
    }
    for (const Index target : targets) {
      if (target >= memories) {
        throw ParameterError("targets", "there is no target " + std::to_string(target) + "; targets are 0 to " +
                                            std::to_string(memories - 1));
      }
    }
    const double starts = targets.empty() ? static_cast<double>(memories) : static_cast<double>(targets.size());
    const double trials = starts * static_cast<double>(trials_per_target);
    const double samples = duration / sampling_interval + 1.0;
    const double kept = static_cast<double>(memories) + (record_state ? static_cast<double>(units) : 0.0);
    require_memory(8.0 * trials * samples * kept, samples > trials ? "sampling_interval" : "trials_per_target",
                   "the distances and states of all trials and samples");
  }

  void check_time_step(std::optional<double> time_step) const override {
    if (!time_step) {
      return;
    }
    const auto check = [&](const std::string& parameter, double length) {
      if (!is_whole_number_of_steps(length, *time_step)) {
        throw ParameterError(parameter, parameter + " must be a whole number of the integrator's time steps, and " +
                                            number_text(length) + " s are " + number_text(length / *time_step) +
                                            " steps of " + number_text(*time_step) + " s");
      }
    };
    check("sampling_interval", sampling_interval);
    check("duration", duration);
  }

  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const std::vector<Index> starts = targets_of_trials(memories.cols());
    const Matrix perturbed = perturb(memories, starts, question.random);
    const std::vector<double> times = sample_times();

    const auto trials = static_cast<Index>(starts.size());
    const auto samples = static_cast<Index>(times.size());
    const Index units = question.system.units();
    std::vector<double> distances(static_cast<std::size_t>(trials * memories.cols() * samples));
    std::vector<double> states(record_state ? static_cast<std::size_t>(trials * units * samples) : 0);

    const auto trajectory = question.system.start(perturbed);
    for (Index sample = 0; sample < samples; ++sample) {
      trajectory->advance_to(times[static_cast<std::size_t>(sample)]);
      const ConstMatrixView values = trajectory->values();
      for (Index trial = 0; trial < trials; ++trial) {
        for (Index target = 0; target < memories.cols(); ++target) {
          distances[static_cast<std::size_t>((trial * memories.cols() + target) * samples + sample)] =
              between(values.col(trial), memories.col(target));
        }
        for (Index unit = 0; unit < (record_state ? units : 0); ++unit) {
          states[static_cast<std::size_t>((trial * units + unit) * samples + sample)] = values(unit, trial);
        }
      }
      question.monitor.progress(static_cast<double>(sample + 1) / static_cast<double>(samples));
    }

    for (const Divergence& divergence : trajectory->divergences()) {
      question.recorder.failure("trial " + std::to_string(divergence.trial) + ", perturbed from target " +
                                std::to_string(starts[static_cast<std::size_t>(divergence.trial)]) +
                                ", left the finite numbers between " + number_text(divergence.finite_until) +
                                " and " + number_text(divergence.seen_at) + " " +
                                std::string(question.system.time_unit()));
    }
    record(question, starts, times, std::move(distances), std::move(states));
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

  [[nodiscard]] std::vector<double> sample_times() const {
    std::vector<double> times;
    // Each time is one product and not a sum of intervals, so that rounding does not add up.
    for (Index sample = 0; static_cast<double>(sample) * sampling_interval < duration * (1.0 - 1e-12); ++sample) {
      times.push_back(static_cast<double>(sample) * sampling_interval);
    }
    times.push_back(duration);
    return times;
  }

  [[nodiscard]] double between(const ConstVectorView& values, const ConstVectorView& memory) const {
    if (distance == Distance::euclidean) {
      return (values - memory).norm();
    }
    if (!values.allFinite()) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    return static_cast<double>(((values.array() >= 0.0) != (memory.array() >= 0.0)).count());
  }

  void record(const Question& question, const std::vector<Index>& starts, const std::vector<double>& times,
              std::vector<double> distances, std::vector<double> states) const {
    Recorder& recorder = question.recorder;
    const Index memories = question.system.memories().cols();
    const auto trials = static_cast<Index>(starts.size());
    const auto samples = static_cast<Index>(times.size());
    const std::string unit = distance == Distance::hamming ? "bit" : "1";
    const std::string what = distance == Distance::hamming ? "Number of units whose sign differs from the target"
                                                           : "Euclidean distance of the values to the target";

    std::vector<double> last(static_cast<std::size_t>(trials * memories));
    for (std::size_t pair = 0; pair < last.size(); ++pair) {
      last[pair] = distances[(pair + 1) * static_cast<std::size_t>(samples) - 1];
    }
    double start_mean = 0.0;
    double end_mean = 0.0;
    double nearer = 0.0;
    for (Index trial = 0; trial < trials; ++trial) {
      const auto own = static_cast<std::size_t>(trial * memories + starts[static_cast<std::size_t>(trial)]);
      const double at_start = distances[own * static_cast<std::size_t>(samples)];
      start_mean += at_start / static_cast<double>(trials);
      end_mean += last[own] / static_cast<double>(trials);
      nearer += (last[own] < at_start ? 1.0 : 0.0) / static_cast<double>(trials);
    }

    recorder.record({"time",
                     {"time"},
                     {samples},
                     times,
                     std::string(question.system.time_unit()),
                     "Time since the network was let go."});
    recorder.record({"target_of_trial",
                     {"trial"},
                     {trials},
                     std::vector<std::int64_t>(starts.begin(), starts.end()),
                     "1",
                     "Target that the trial was perturbed from."});
    recorder.record({"distance",
                     {"trial", "target", "time"},
                     {trials, memories, samples},
                     std::move(distances),
                     unit,
                     what + ".",
                     {"target_of_trial"}});
    recorder.record({"final_distance",
                     {"trial", "target"},
                     {trials, memories},
                     std::move(last),
                     unit,
                     what + ", at the end.",
                     {"target_of_trial"}});
    if (record_state) {
      recorder.record({"state",
                       {"trial", "unit", "time"},
                       {trials, question.system.units(), samples},
                       std::move(states),
                       "1",
                       "Values of the units.",
                       {"target_of_trial"}});
    }
    recorder.scalar("mean_initial_distance", start_mean, unit, "Mean distance to the own target at the start.");
    recorder.scalar("mean_final_distance", end_mean, unit, "Mean distance to the own target at the end.");
    recorder.scalar("fraction_nearer", nearer, "1", "Trials that ended nearer to their own target than they began.");
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::analysis<engram::plugins::Perturbation>(
    "perturbation", "Distance to every target over time, from damaged targets."));
