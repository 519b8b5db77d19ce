// Analyses: questions about a trained network, and the view of the network that an analysis works with.
#pragma once

#include <array>
#include <complex>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/model.hpp>
#include <engram/patterns.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// A trial whose state did not stay finite: it was finite at `finite_until` and no longer at `seen_at`, both in
/// System::time_unit().
struct Divergence {
  Index trial;
  double finite_until;
  double seen_at;
};

/// A batch of trials that move together, each from its own start, without influencing each other.
///
/// Threading: a trajectory belongs to one thread.
class ENGRAM_API Trajectory {
 public:
  virtual ~Trajectory() = default;
  /// Moves all trials to `time`, counted from their start in System::time_unit(); time never runs backwards. A trial
  /// whose state is no longer finite is noted in divergences(), and its values are NaN from then on.
  virtual void advance_to(double time) = 0;
  /// The units' values, unit x trial. The view lives as long as the trajectory and always shows its present values.
  [[nodiscard]] virtual ConstMatrixView values() const = 0;
  /// The whole states, state x trial, of which values() are the first rows.
  [[nodiscard]] virtual ConstMatrixView states() const = 0;
  [[nodiscard]] virtual const std::vector<Divergence>& divergences() const = 0;
};

/// Trials, each with a companion that moves from its own state with the same random numbers. If the integrator
/// chooses its steps, both take the same steps, so that they differ only through the motion itself. If the companion
/// is no longer finite, its trial counts as no longer finite too.
class ENGRAM_API PairedTrajectory : public Trajectory {
 public:
  /// The companions' whole states, state x trial; at the start those of their trials.
  [[nodiscard]] virtual ConstMatrixView companions() const = 0;
  /// Puts the companions into other states, state x trial. Companions of trials that are no longer finite stay NaN.
  virtual void put_companions(const ConstMatrixView& states) = 0;
};

/// A trained network as an analysis sees it. It does not reveal the model.
///
/// Threading: several threads may use one system.
class ENGRAM_API System {
 public:
  virtual ~System() = default;
  [[nodiscard]] virtual Index units() const = 0;
  [[nodiscard]] virtual Index state_size() const = 0;
  /// Units of each layer, in the order in which they appear in a pattern.
  [[nodiscard]] virtual std::vector<Index> layers() const = 0;
  /// The patterns that the network was trained on, unit x target.
  [[nodiscard]] virtual const Patterns& memories() const = 0;
  /// The label of each memory; empty if their source has none.
  [[nodiscard]] virtual std::vector<std::string> labels() const { return {}; }
  /// "s" for a network in continuous time, "update" for one in discrete time.
  [[nodiscard]] virtual std::string_view time_unit() const = 0;
  [[nodiscard]] virtual bool offers(Facet facet) const = 0;
  /// Whether the network never comes to rest (OffersUpdates::moves_at_random()).
  [[nodiscard]] virtual bool moves_at_random() const { return false; }

  /// Starts one trial from each column of `patterns` (unit x trial). Where `held` (unit x trial, or 0 x 0) is true,
  /// the unit keeps its value. Random numbers in the motion of trial k come from random.stream(k).
  [[nodiscard]] virtual std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns,
                                                          const RandomStreams& random,
                                                          const Mask& held = {}) const = 0;
  /// The same without held units, and with a companion for each trial.
  [[nodiscard]] virtual std::unique_ptr<PairedTrajectory> start_pairs(const ConstMatrixView& patterns,
                                                                      const RandomStreams& random) const = 0;
  /// The states, state x trial, in which trials start from `patterns`, unit x trial.
  virtual void initial_states(const ConstMatrixView& patterns, MatrixView states) const = 0;

  /// A network like this one that has learned other patterns, unit x target, by the experiment's own rules, starting
  /// from the initial weights. Random numbers in learning come from `random` instead of the experiment's streams.
  /// Datasets that the rules record are not kept. Throws RunError if learning fails.
  /// An analysis that calls it refuses a NetworkOutline that does not learn.
  [[nodiscard]] virtual std::unique_ptr<System> taught(Patterns patterns, const RandomStreams& random) const = 0;

  // An analysis that calls one of these functions must need the facet of that name (AnalysisFor, further_needs()) or
  // ask offers() first; otherwise it gets std::logic_error. All but jacobian() come directly from the model.
  [[nodiscard]] virtual std::unique_ptr<Flow> flow(Index trials) const = 0;
  virtual void energies(const ConstMatrixView& states, VectorView energies) const = 0;
  [[nodiscard]] virtual std::unique_ptr<ReducedSpectrum> reduced_spectrum() const = 0;
  /// d(dx/dt)/dx at one state, state x state, per second: the model's own if it offers one, otherwise computed from
  /// differences of its flow. Needs a flow.
  virtual void jacobian(const ConstVectorView& state, MatrixView jacobian) const = 0;
  /// R(h lambda): the factor by which one step of the experiment's integrator multiplies a mode of dx/dt = lambda x,
  /// lambda per second. std::nullopt if there is no integrator, or if the integrator chooses its steps or does not
  /// declare R (Integrator::stability()).
  [[nodiscard]] virtual std::optional<std::complex<double>> step_factor(std::complex<double> /*lambda*/) const {
    return std::nullopt;
  }
};

/// The input of an analysis.
struct Question {
  const System& system;
  RandomStreams random;
  Recorder& recorder;
  Monitor& monitor;

  /// Notes every trial that is no longer finite as a failure. `name` describes a trial: "trial 3, perturbed from
  /// target 1".
  void report(const std::vector<Divergence>& divergences, const std::function<std::string(Index)>& name) const {
    for (const Divergence& divergence : divergences) {
      recorder.failure(name(divergence.trial) + ", became infinite or NaN between " +
                       number_text(divergence.finite_until) + " and " + number_text(divergence.seen_at) + " " +
                       std::string(system.time_unit()));
    }
  }
};

/// A question about a trained network. An analysis lists the datasets that it may record in `static
/// std::vector<Recorded> records()`.
///
/// Threading: const and free of state; the host may run several questions at the same time, each with its own
/// recorder.
class ENGRAM_API Analysis {
 public:
  static constexpr Kind kind = Kind::analysis;
  virtual ~Analysis() = default;
  /// Records the answer. Throws RunError if there is no answer; datasets recorded before that are kept.
  virtual void run(const Question& question) const = 0;
  /// Throws ParameterError if the analysis does not fit the network.
  virtual void check_network(const NetworkOutline& /*network*/) const {}
  /// The facets that these parameters need, in addition to those that the plugin always needs.
  [[nodiscard]] virtual std::vector<Facet> further_needs() const { return {}; }
};

/// An analysis of networks that offer facets: `struct Capacity : AnalysisFor<OffersUpdates>`. The host refuses other
/// models before anything runs.
template <class... Offers>
class AnalysisFor : public Analysis {
 public:
  static constexpr std::array<Facet, sizeof...(Offers)> needs{Offers::facet...};
};

template <class T>
PluginInfo analysis(std::string name, std::string summary) {
  return describe<Analysis, T>(std::move(name), std::move(summary));
}

}  // namespace engram
