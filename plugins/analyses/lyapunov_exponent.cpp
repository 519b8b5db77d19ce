// The largest Lyapunov exponent of the motion, by Benettin's method: a companion starts at a small distance d from a
// trial. After each interval its distance d' is noted, and the companion is put back to the distance d in the same
// direction:
//     lambda = (1 / T) sum_k ln(d'_k / d)
// A positive exponent means that close states separate exponentially, which is chaos. The exponent is zero along a
// cycle, and negative if the motion comes to rest; there it is the largest real part of the Jacobian's eigenvalues.
//
// Source: G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, Lyapunov characteristic exponents for smooth
// dynamical systems and for Hamiltonian systems; a method for computing all of them, Meccanica 15, 9 (1980).
//
// A trial and its companion get the same random numbers. They are integrated as one state of twice the size, so that
// they take the same steps if the integrator chooses its steps. With separate steps they would separate by the errors
// of the method, which are far larger than the distance.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <engram/memory.hpp>
#include <engram/plugin.hpp>
#include <engram/sampling.hpp>
#include <engram/trial_starts.hpp>

using namespace engram;

/// Measures how far companions move away from their trials.
class Separations {
 public:
  Separations(PairedTrajectory& pairs, double distance, const RandomStreams& random)
      : pairs_(pairs), distance_(distance), companions_(pairs.states()) {
    for (Index trial = 0; trial < trials(); ++trial) {
      streams_.push_back(random.stream(static_cast<std::uint64_t>(trial)));
      place(trial);
    }
    pairs_.put_companions(companions_);
    restart();
  }

  /// Notes the distance of each companion, and puts it back.
  void renormalise() {
    companions_ = pairs_.companions();
    for (Index trial = 0; trial < trials(); ++trial) {
      renormalise(trial);
    }
    pairs_.put_companions(companions_);
  }

  /// Clears the noted distances.
  void restart() {
    growth_.setZero(trials());
    furthest_.setZero(trials());
    lost_in_rounding_.assign(static_cast<std::size_t>(trials()), 0);
  }

  [[nodiscard]] double growth(Index trial) const { return growth_[trial]; }
  [[nodiscard]] const Vector& furthest() const { return furthest_; }
  [[nodiscard]] const std::vector<std::int64_t>& lost_in_rounding() const { return lost_in_rounding_; }

 private:
  [[nodiscard]] Index trials() const { return companions_.cols(); }

  /// Puts a companion at its distance, in a random direction.
  void place(Index trial) {
    const auto at = static_cast<std::size_t>(trial);
    Vector direction(companions_.rows());
    for (double& part : direction) {
      part = streams_[at].normal();
    }
    companions_.col(trial) = pairs_.states().col(trial) + distance_ / direction.norm() * direction;
  }

  void renormalise(Index trial) {
    const Vector state = pairs_.states().col(trial);
    const Vector away = companions_.col(trial) - state;
    const double distance = away.norm();
    // Smaller distances cannot be distinguished from zero.
    const double rounding =
        std::max(std::numeric_limits<double>::epsilon() * state.norm(), std::numeric_limits<double>::min());
    if (distance < rounding) {
      growth_[trial] += std::log(rounding / distance_);
      ++lost_in_rounding_[static_cast<std::size_t>(trial)];
      place(trial);
      return;
    }
    growth_[trial] += std::log(distance / distance_);
    furthest_[trial] = std::max(furthest_[trial], distance);
    companions_.col(trial) = state + distance_ / distance * away;
  }

  PairedTrajectory& pairs_;
  double distance_;
  Matrix companions_;  ///< state x trial
  std::vector<RandomStream> streams_;
  Vector growth_;    ///< sum of ln(d' / d)
  Vector furthest_;  ///< largest d'
  std::vector<std::int64_t> lost_in_rounding_;
};

struct LyapunovExponent : Analysis, TrialStarts {
  std::optional<double> duration;
  std::optional<Index> updates;
  double settling = 0.0;
  Index settling_updates = 0;
  double interval = 0.01;
  double separation = 1e-8;
  double positive_above = 0.0;

  static std::vector<Recorded> records() {
    return TrialStarts::records({{"time", {"time"}},
                                 {"running_exponent", {"trial", "time"}},
                                 {"exponent", {"trial"}},
                                 {"furthest", {"trial"}},
                                 {"lost_in_rounding", {"trial"}},
                                 {"mean_exponent"},
                                 {"median_exponent"},
                                 {"largest_exponent"},
                                 {"fraction_positive"}});
  }

  static auto params() {
    using Self = LyapunovExponent;
    return engram::params<Self>()
        .add(&Self::duration, "duration", "s", "How long a network in continuous time is followed.", {.above = 0})
        .add(&Self::updates, "updates", "1", "How many updates of a network in discrete time are followed.",
             {.min = 1})
        .add(&Self::settling, "settling", "s",
             "How long a network in continuous time moves before that, while companions turn into the direction "
             "that grows most and nothing is counted.",
             {.min = 0})
        .add(&Self::settling_updates, "settling_updates", "1", "The same for one in discrete time, in updates.",
             {.min = 0})
        .add(&Self::interval, "interval", "s",
             "Time after which companions are put back; in discrete time, after each update. An integrator that "
             "chooses its steps takes no longer one, even after the motion has come to rest.",
             {.above = 0})
        .add(&Self::separation, "separation", "1",
             "Euclidean distance of the whole states to which companions are put.", {.above = 0})
        .add(&Self::positive_above, "positive_above", "1",
             "Exponent, per second (per update), above which a trial counts as positive: the exponent of a cycle "
             "comes out near zero, on either side.",
             {.min = 0})
        .with<TrialStarts>();
  }

  void check() const {
    TrialStarts::check();
    if (duration && interval > *duration) {
      throw ParameterError("interval", "interval must not be longer than duration");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    if (network.discrete_values) {
      throw RequestError(
          "a Lyapunov exponent is about states that are very close to each other, and the units of this network take "
          "single values only, such as +1 and -1, so that no two of its states are; networks with graded units have "
          "one");
    }
    TrialStarts::check_network(network);
    check_length_of_motion(network, duration, updates);
    if (network.continuous) {
      if (settling_updates > 0) {
        throw ParameterError("settling_updates",
                             "this network moves in continuous time and has no updates; give settling");
      }
      check_whole_steps("interval", interval, network.time_step);
      check_whole_steps("duration", *duration, network.time_step);
      if (settling > 0.0) {
        check_whole_steps("settling", settling, network.time_step);
      }
    } else if (settling > 0.0) {
      throw ParameterError("settling",
                           "this network moves in discrete updates and has no duration; give settling_updates");
    }
    const double samples = network.continuous ? *duration / interval : static_cast<double>(*updates);
    const double all = trial_count(network.patterns);
    require_memory(8.0 * all * samples, samples > all ? (network.continuous ? "interval" : "updates") : how_many(),
                   "the running estimates of all trials");
  }

  void run(const Question& question) const override {
    const auto pairs = question.system.start_pairs(patterns(question), question.random.within("motion"));
    Separations separations(*pairs, separation, question.random.within("separation"));
    const bool continuous = question.system.time_unit() == "s";
    const std::vector<double> before = times(continuous, settling, settling_updates);
    const std::vector<double> counted = times(continuous, duration.value_or(0.0), updates.value_or(0));
    const auto steps = static_cast<double>(before.size() + counted.size());
    double done = 0.0;
    const auto move = [&](double time) {
      pairs->advance_to(time);
      separations.renormalise();
      question.monitor.progress(++done / steps);
    };
    for (const double time : before) {
      move(time);
    }
    separations.restart();
    const double begin = before.empty() ? 0.0 : before.back();
    Matrix running(std::ssize(counted), pairs->states().cols());
    for (Index sample = 0; sample < running.rows(); ++sample) {
      const double time = counted[static_cast<std::size_t>(sample)];
      move(begin + time);
      for (Index trial = 0; trial < running.cols(); ++trial) {
        running(sample, trial) = separations.growth(trial) / time;
      }
    }
    question.report(pairs->divergences(), [&](Index trial) { return name(question.system, trial); });
    record(question, counted, running, separations);
  }

 private:
  /// The times at which companions are put back, during a stretch of motion that begins at 0.
  [[nodiscard]] std::vector<double> times(bool continuous, double seconds, Index of_updates) const {
    std::vector<double> all;
    if (continuous && seconds > 0.0) {
      all = times_of_motion(seconds, interval);
      all.erase(all.begin());
    }
    for (Index update = 1; !continuous && update <= of_updates; ++update) {
      all.push_back(static_cast<double>(update));
    }
    return all;
  }

  void record(const Question& question, const std::vector<double>& times, const Matrix& running,
              const Separations& separations) const {
    const std::vector<std::string> coordinates = record_starts(question);
    Recorder& recorder = question.recorder;
    const std::string unit(question.system.time_unit());
    const std::string per_time = "1/" + unit;
    const auto of_trials = [&](const char* dataset, const auto& numbers, const std::string& unit_of_numbers,
                               const char* sentence) {
      recorder.vector(dataset, "trial", numbers, unit_of_numbers, sentence, coordinates);
    };
    const Vector exponents = running.row(running.rows() - 1).transpose();
    recorder.vector("time", "time", times, unit, "Time since growth was first counted.");
    recorder.matrix("running_exponent", {"trial", "time"}, running.transpose(), per_time,
                    "Largest Lyapunov exponent as estimated up to each time.", coordinates);
    of_trials("exponent", exponents, per_time, "Largest Lyapunov exponent.");
    of_trials("furthest", separations.furthest(), "1",
              "Largest distance of a companion before it was put back; an exponent needs it to stay small beside the "
              "states.");
    of_trials("lost_in_rounding", separations.lost_in_rounding(), "1",
              "How often a companion was no further away than rounding and counted as that far: if that happened, "
              "the exponent is an upper bound.");
    record_summary(recorder, per_time, {exponents.begin(), exponents.end()});
  }

  /// Uses only the trials that stayed finite.
  void record_summary(Recorder& recorder, const std::string& per_time, std::vector<double> exponents) const {
    std::erase_if(exponents, [](double each) { return !std::isfinite(each); });
    std::sort(exponents.begin(), exponents.end());
    const auto count = static_cast<double>(exponents.size());
    double mean = exponents.empty() ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    double median = mean;
    double largest = mean;
    double positive = mean;
    if (!exponents.empty()) {
      for (const double each : exponents) {
        mean += each / count;
      }
      const auto above = std::ranges::count_if(exponents, [&](double each) { return each > positive_above; });
      positive = static_cast<double>(above) / count;
      median = 0.5 * (exponents[(exponents.size() - 1) / 2] + exponents[exponents.size() / 2]);
      largest = exponents.back();
    }
    recorder.scalar("mean_exponent", mean, per_time, "Mean of the trials' exponents.");
    recorder.scalar("median_exponent", median, per_time, "Median of the trials' exponents.");
    recorder.scalar("largest_exponent", largest, per_time, "Largest of the trials' exponents.");
    recorder.scalar("fraction_positive", positive, "1", "Trials with an exponent above positive_above.");
  }
};

ENGRAM_PLUGINS(analysis<LyapunovExponent>(
                   "lyapunov_exponent",
                   "Largest Lyapunov exponent of the motion: how fast close states part, or come together.")
                   .with_equation("lambda = (1 / T) sum_k ln(d'_k / d)")
                   .with_source("G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, Meccanica 15, 9 (1980)")
                   .with_example("trials: 3, settling: 200 ms, duration: 500 ms")
                   .with_example("trials: 3, settling_updates: 5, updates: 10"));
