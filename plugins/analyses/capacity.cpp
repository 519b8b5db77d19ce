// Capacity: the fraction of damaged patterns that a network recalls, as a function of the number of patterns it has
// learned. For each number in a list, a new copy of the experiment's network learns that many of the spec's patterns.
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <engram/overlap.hpp>
#include <engram/plugin.hpp>
#include <engram/settling.hpp>
#include <engram/statistics.hpp>

using namespace engram;

struct Capacity : AnalysisFor<OffersUpdates>, Settling {
  std::shared_ptr<const Corruption> corruption;
  std::vector<Index> counts;
  Index trials = 100;
  double min_overlap = 0.95;

  static std::vector<Recorded> records() {
    return {{"capacity"},
            {"capacity_per_unit"},
            {"load", {"load"}},
            {"pattern_count", {"load"}},
            {"fraction_recalled", {"load"}},
            {"fraction_recalled_low", {"load"}},
            {"fraction_recalled_high", {"load"}},
            {"mean_overlap", {"load"}},
            {"mean_iterations", {"load"}}};
  }

  static auto params() {
    return engram::params<Capacity>()
        .add(&Capacity::corruption, "corruption", "Damage done to a pattern before each trial.")
        .add(&Capacity::counts, "counts", "1", "Numbers of patterns that the network is taught, in rising order.",
             {.min = 1, .required = true})
        .add(&Capacity::trials, "trials", "1", "Trials at each number of patterns.", {.min = 1})
        .add(&Capacity::min_overlap, "min_overlap", "1",
             "Overlap x . s / (|x| |s|) from which on a pattern counts as recalled.", {.max = 1, .above = 0})
        .with<Settling>();
  }

  void check() const {
    if (counts.empty()) {
      throw ParameterError("counts", "counts needs at least one number of patterns");
    }
    for (std::size_t at = 1; at < counts.size(); ++at) {
      if (counts[at] <= counts[at - 1]) {
        throw ParameterError("counts", "counts must rise, and " + std::to_string(counts[at]) + " follows " +
                                           std::to_string(counts[at - 1]));
      }
    }
  }

  void check_network(const NetworkOutline& network) const override {
    if (!network.learns) {
      throw RunError("it teaches networks like this one ever more patterns, and the spec has no `learning`");
    }
    if (counts.back() > network.patterns) {
      throw ParameterError("counts", "the network cannot be taught " + std::to_string(counts.back()) +
                                         " patterns; the spec has " + std::to_string(network.patterns));
    }
    require_memory(8.0 * 6.0 * static_cast<double>(trials) * static_cast<double>(network.units()), "trials",
                   "the states of all trials");
    corruption->check_units(network.units());
  }

  void run(const Question& question) const override {
    const Patterns& patterns = question.system.memories();
    std::vector<double> fraction, low, high, mean_overlap, mean_updates;
    for (std::size_t at = 0; at < counts.size(); ++at) {
      const RandomStreams random = question.random.within(std::to_string(counts[at]) + " patterns");
      const auto system = question.system.taught(patterns.first(counts[at]), random.within("learning"));
      const Point point = measure(question, *system, random, [&](double done) {
        question.monitor.progress((static_cast<double>(at) + done) / static_cast<double>(counts.size()));
      });
      const auto [from, to] = wilson_interval(point.recalled, static_cast<double>(trials));
      fraction.push_back(point.recalled / static_cast<double>(trials));
      low.push_back(from);
      high.push_back(to);
      mean_overlap.push_back(point.mean_overlap);
      mean_updates.push_back(point.mean_updates);
    }
    const double capacity = half_way(fraction);
    const auto units = static_cast<double>(patterns.rows());
    Recorder& recorder = question.recorder;
    recorder.scalar("capacity", capacity, "1",
                    "Number of patterns at which the fraction recalled falls to one half; NaN if it does not.");
    recorder.scalar("capacity_per_unit", capacity / units, "1", "That number over the number of units.");
    std::vector<double> loads;
    for (const Index count : counts) {
      loads.push_back(static_cast<double>(count) / units);
    }
    const auto keep = [&](const char* name, const auto& values, const char* unit, const char* sentence) {
      recorder.vector(name, "load", values, unit, sentence);
    };
    keep("load", loads, "1", "Patterns per unit, P / N.");
    keep("pattern_count", counts, "1", "Patterns learned, P.");
    keep("fraction_recalled", fraction, "1", "Trials that end at their own pattern.");
    keep("fraction_recalled_low", low, "1", "Lower end of the 95 % interval of that fraction (Wilson).");
    keep("fraction_recalled_high", high, "1", "Upper end of the 95 % interval of that fraction (Wilson).");
    keep("mean_overlap", mean_overlap, "1", "Mean overlap with the own pattern at the end.");
    keep("mean_iterations", mean_updates, "update", "Mean number of updates until a trial settled.");
  }

 private:
  struct Point {
    double recalled = 0.0;
    double mean_overlap = 0.0;
    double mean_updates = 0.0;
  };

  [[nodiscard]] Point measure(const Question& question, const System& system, const RandomStreams& random,
                              const std::function<void(double)>& progress) const {
    const Patterns& memories = system.memories();
    Matrix starts(memories.rows(), trials);
    // If there are more patterns than trials, the trials are spread over all patterns.
    const auto target_of = [&](Index trial) {
      return memories.cols() <= trials ? trial % memories.cols() : trial * memories.cols() / trials;
    };
    for (Index trial = 0; trial < trials; ++trial) {
      starts.col(trial) = memories.col(target_of(trial));
      RandomStream stream = random.stream(static_cast<std::uint64_t>(trial));
      corruption->apply(starts.col(trial), stream);
    }
    const Settled settled = settle(system, starts, random.within("motion"), {}, false, progress);
    question.report(settled.divergences, [&](Index trial) {
      return "trial " + std::to_string(trial) + ", of " + std::to_string(memories.cols()) + " patterns";
    });
    Point point;
    for (Index trial = 0; trial < trials; ++trial) {
      const double reached = overlap(memories.col(target_of(trial)), settled.values.col(trial));
      // An overlap is a quotient, so even a pattern with itself may not give exactly 1.
      point.recalled += reached >= min_overlap - 1e-12 ? 1.0 : 0.0;
      point.mean_overlap += reached / static_cast<double>(trials);
      point.mean_updates +=
          static_cast<double>(settled.updates[static_cast<std::size_t>(trial)]) / static_cast<double>(trials);
    }
    return point;
  }

  /// The number of patterns at which the fraction falls through one half for the last time, by linear interpolation.
  [[nodiscard]] double half_way(const std::vector<double>& fraction) const {
    for (std::size_t at = fraction.size(); at-- > 1;) {
      if (fraction[at] < 0.5 && fraction[at - 1] >= 0.5) {
        const auto from = static_cast<double>(counts[at - 1]);
        const auto to = static_cast<double>(counts[at]);
        return from + (to - from) * (fraction[at - 1] - 0.5) / (fraction[at - 1] - fraction[at]);
      }
    }
    return std::numeric_limits<double>::quiet_NaN();
  }
};

ENGRAM_PLUGINS(
    analysis<Capacity>("capacity",
                       "Fraction of damaged patterns that are recalled, against how many the network was taught.")
        .with_example("counts: [1, 2, 4, 8], corruption: {plugin: sign_flips, count: 2}, trials: 20"));
