// Basin: the fraction of trials that return to their target, as a function of the damage done to it.
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/statistics.hpp>
#include <engram/words.hpp>

using namespace engram;

struct Basin : Analysis, Observation {
  PartPointer corruption;
  std::string parameter;
  std::vector<double> damage;
  Index trials_per_target = 1;
  double recalled_within = 1.0;

  static std::vector<Recorded> records() {
    return {{"damage", {"damage"}},
            {"time", {"time"}},
            {"final_fraction_recalled", {"damage"}},
            {"final_fraction_recalled_low", {"damage"}},
            {"final_fraction_recalled_high", {"damage"}},
            {"fraction_recalled", {"damage", "time"}},
            {"fraction_recalled_low", {"damage", "time"}},
            {"fraction_recalled_high", {"damage", "time"}},
            {"critical_damage"}};
  }

  static auto params() {
    return engram::params<Basin>()
        .add_part<Corruption>(&Basin::corruption, "corruption", "Damage done to a target before each trial.")
        .add(&Basin::parameter, "parameter", "Parameter of the corruption that grows.", true)
        .add(&Basin::damage, "damage", "1", "Values of that parameter, one after the other.", {.required = true})
        .add(&Basin::trials_per_target, "trials_per_target", "1", "Trials from each target and damage.", {.min = 1})
        .add(&Basin::recalled_within, "recalled_within", "1", "Distance up to which a target counts as recalled.",
             {.min = 0})
        .with<Observation>();
  }

  void check() const {
    Observation::check();
    const PluginInfo& plugin = *corruption->plugin;
    const Parameter* varied = plugin.find(parameter);
    if (varied == nullptr) {
      std::vector<std::string> names;
      for (const Parameter& each : plugin.parameters) {
        names.push_back(each.name);
      }
      const std::string near = did_you_mean(parameter, names);
      throw ParameterError("parameter", "corruption '" + plugin.name + "' has no parameter '" + parameter + "'; " +
                                            (near.empty() ? "it has " + join(names) : near));
    }
    if (varied->type != ValueType::real && varied->type != ValueType::integer) {
      throw ParameterError("parameter", "'" + parameter + "' of corruption '" + plugin.name + "' is not a number");
    }
    if (damage.empty()) {
      throw ParameterError("damage", "damage needs at least one value");
    }
    for (const double value : damage) {
      if (!varied->limits.allow(value) || (varied->type == ValueType::integer && value != std::round(value))) {
        throw ParameterError("damage", number_text(value) + " is not allowed for '" + parameter +
                                           "' of corruption '" + plugin.name + "'");
      }
    }
  }

  void check_network(const NetworkOutline& network) const override {
    for (const double value : damage) {
      try {
        corruption_with(value)->check_units(network.units());
      } catch (const ParameterError& error) {
        throw ParameterError("damage", error.what());
      }
    }
    Observation::check_network(network, static_cast<double>(network.patterns * trials_per_target),
                               "trials_per_target");
  }
  std::vector<Facet> further_needs() const override { return Observation::further_needs(); }

  void run(const Question& question) const override {
    const Patterns& memories = question.system.memories();
    const Index trials = memories.cols() * trials_per_target;
    std::vector<double> times;
    std::vector<double> fraction, low, high;
    for (std::size_t level = 0; level < damage.size(); ++level) {
      const RandomStreams random = question.random.within("damage " + number_text(damage[level]));
      const auto damaging = corruption_with(damage[level]);
      Matrix starts(memories.rows(), trials);
      for (Index trial = 0; trial < trials; ++trial) {
        starts.col(trial) = memories.col(trial % memories.cols());
        RandomStream stream = random.stream(static_cast<std::uint64_t>(trial));
        damaging->apply(starts.col(trial), stream);
      }
      Part part{question.monitor, static_cast<double>(level), static_cast<double>(damage.size())};
      const auto trajectory = question.system.start(starts, random.within("motion"));
      const Observed seen = follow({question.system, random, question.recorder, part}, *trajectory, [&](Index trial) {
        return "trial " + std::to_string(trial) + " at damage " + number_text(damage[level]);
      });
      times = seen.times;
      for (Index sample = 0; sample < seen.samples(); ++sample) {
        double recalled = 0.0;
        for (Index trial = 0; trial < trials; ++trial) {
          recalled += seen.distance(trial, trial % memories.cols(), sample) <= recalled_within ? 1.0 : 0.0;
        }
        const auto [from, to] = wilson_interval(recalled, static_cast<double>(trials));
        fraction.push_back(recalled / static_cast<double>(trials));
        low.push_back(from);
        high.push_back(to);
      }
    }
    record_fractions(question, times, std::move(fraction), std::move(low), std::move(high));
  }

 private:
  /// Reports the progress of one level of damage as a part of the whole progress.
  class Part : public Monitor {
   public:
    Part(Monitor& whole, double number, double count) : whole_(whole), number_(number), count_(count) {}
    void progress(double fraction) override { whole_.progress((number_ + fraction) / count_); }

   private:
    Monitor& whole_;
    double number_;
    double count_;
  };

  [[nodiscard]] std::shared_ptr<Corruption> corruption_with(double value) const {
    const bool whole = corruption->plugin->find(parameter)->type == ValueType::integer;
    return make<Corruption>(
        corruption->with(parameter, whole ? Value{static_cast<std::int64_t>(std::llround(value))} : Value{value}));
  }

  void record_fractions(const Question& question, const std::vector<double>& times, std::vector<double> fraction,
                        std::vector<double> low, std::vector<double> high) const {
    const auto levels = static_cast<Index>(damage.size());
    const auto samples = static_cast<Index>(times.size());
    Recorder& recorder = question.recorder;
    recorder.record({"damage",
                     {"damage"},
                     {levels},
                     damage,
                     corruption->plugin->find(parameter)->unit,
                     corruption->plugin->find(parameter)->sentence});
    recorder.vector("time", "time", times, std::string(question.system.time_unit()), "Time since the trial started.");
    double critical = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t level = 0; level < damage.size(); ++level) {
      // This is the last sample of the level.
      if (fraction[(level + 1) * times.size() - 1] >= 0.5) {
        critical = std::fmax(critical, damage[level]);
      }
    }
    const auto at_end = [&](const std::vector<double>& values) {
      std::vector<double> last;
      for (std::size_t level = 0; level < damage.size(); ++level) {
        last.push_back(values[(level + 1) * times.size() - 1]);
      }
      return last;
    };
    const auto keep_end = [&](const char* name, const std::vector<double>& values, const char* sentence) {
      recorder.vector(name, "damage", at_end(values), "1", sentence);
    };
    keep_end("final_fraction_recalled", fraction, "Trials that are at their own target at the end.");
    keep_end("final_fraction_recalled_low", low, "Lower end of the 95 % interval of that fraction (Wilson).");
    keep_end("final_fraction_recalled_high", high, "Upper end of the 95 % interval of that fraction (Wilson).");
    const auto keep = [&](const char* name, std::vector<double> values, const char* sentence) {
      recorder.record({name, {"damage", "time"}, {levels, samples}, std::move(values), "1", sentence});
    };
    keep("fraction_recalled", std::move(fraction), "Trials that are at their own target.");
    keep("fraction_recalled_low", std::move(low), "Lower end of the 95 % interval of that fraction (Wilson).");
    keep("fraction_recalled_high", std::move(high), "Upper end of the 95 % interval of that fraction (Wilson).");
    recorder.scalar(
        "critical_damage", critical, corruption->plugin->find(parameter)->unit,
        "Greatest damage from which at least half of the trials are recalled at the end; NaN if there is none.");
  }
};

ENGRAM_PLUGINS(
    analysis<Basin>("basin", "Fraction of trials that come back to their target, against the damage done.")
        .with_example("corruption: gaussian_noise, parameter: sigma, damage: [0, 0.5, 1], trials_per_target: 3, "
                      "duration: 500 ms")
        .with_example(
            "corruption: {plugin: sign_flips, count: 1}, parameter: count, damage: [0, 2, 8], trials_per_target: 3, "
            "updates: 10"));
