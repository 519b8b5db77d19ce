// Analyses: questions put to a trained network, and the view of the network through which they are put.
#pragma once

#include <complex>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// A trial whose state left the finite numbers: it was finite at `finite_until` and no longer at `seen_at`, both
/// in System::time_unit().
struct Divergence {
  Index trial;
  double finite_until;
  double seen_at;
};

/// A batch of trials that move together, each from its own start and without influence on each other.
///
/// Threading: a trajectory belongs to one thread.
class ENGRAM_API Trajectory {
 public:
  virtual ~Trajectory() = default;
  /// Moves all trials to `time`, counted from their start in System::time_unit(); it never runs backwards.
  /// A trial that leaves the finite numbers is noted in divergences(), and its values are NaN from then on.
  virtual void advance_to(double time) = 0;
  /// The units' values, unit x trial. The view lasts as long as the trajectory and follows it.
  [[nodiscard]] virtual ConstMatrixView values() const = 0;
  /// The whole states, state x trial, of which values() are the first rows.
  [[nodiscard]] virtual ConstMatrixView states() const = 0;
  [[nodiscard]] virtual const std::vector<Divergence>& divergences() const = 0;
};

/// Trials, and beside each of them a companion that moves from a state of its own and meets the same chance. Where an
/// integrator chooses its steps, the two take the same ones, so that nothing but the motion itself parts them. A
/// trial counts as having left the finite numbers where its companion did.
class ENGRAM_API PairedTrajectory : public Trajectory {
 public:
  /// The companions' whole states, state x trial; at the start those of their trials.
  [[nodiscard]] virtual ConstMatrixView companions() const = 0;
  /// Puts the companions into other states, state x trial. Those of trials that left the finite numbers stay NaN.
  virtual void put_companions(const ConstMatrixView& states) = 0;
};

/// A trained network as an analysis sees it. Nothing here tells which model it is.
///
/// Threading: several threads may use one system.
class ENGRAM_API System {
 public:
  virtual ~System() = default;
  [[nodiscard]] virtual Index units() const = 0;
  [[nodiscard]] virtual Index state_size() const = 0;
  /// Units of each layer, in the order in which they stand in a pattern.
  [[nodiscard]] virtual std::vector<Index> layers() const = 0;
  /// What the network was trained on, unit x target.
  [[nodiscard]] virtual const Matrix& memories() const = 0;
  /// "s" for a network in continuous time, "update" for one in discrete time.
  [[nodiscard]] virtual std::string_view time_unit() const = 0;
  [[nodiscard]] virtual bool offers(Facet facet) const = 0;

  /// Starts one trial from each column of `patterns` (unit x trial). Where `held` (unit x trial, or 0 x 0) is true,
  /// the unit keeps its value. What chance there is in the motion of trial k comes from random.stream(k).
  [[nodiscard]] virtual std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns,
                                                          const RandomStreams& random,
                                                          const Mask& held = {}) const = 0;
  /// The same for free trials, with a companion beside each.
  [[nodiscard]] virtual std::unique_ptr<PairedTrajectory> start_pairs(const ConstMatrixView& patterns,
                                                                      const RandomStreams& random) const = 0;
  /// The states, state x trial, in which trials start from `patterns`, unit x trial.
  virtual void initial_states(const ConstMatrixView& patterns, MatrixView states) const = 0;

  /// A network like this one that has learned other patterns, unit x target, by the experiment's own rules, starting
  /// from the initial weights. `random` takes the place of the experiment's for what chance there is in that. What
  /// the rules record is not kept. Throws RunError where learning fails.
  [[nodiscard]] virtual std::unique_ptr<System> taught(Matrix patterns, const RandomStreams& random) const = 0;

  // An analysis that uses one of these needs the facet of that name, or asks offers() first; std::logic_error
  // otherwise. All but jacobian() come from the model as they are.
  [[nodiscard]] virtual std::unique_ptr<Flow> flow(Index trials) const = 0;
  virtual void energies(const ConstMatrixView& states, VectorView energies) const = 0;
  [[nodiscard]] virtual std::unique_ptr<ReducedSpectrum> reduced_spectrum() const = 0;
  /// d(dx/dt)/dx at one state, state x state, per second: the model's own where it offers one, otherwise from
  /// differences of its flow. Needs a flow.
  virtual void jacobian(const ConstVectorView& state, MatrixView jacobian) const = 0;
  /// R(h lambda): the factor by which one step of the experiment's integrator multiplies a mode of dx/dt = lambda x,
  /// lambda per second. None where there is no integrator, or one that chooses its steps or does not declare R
  /// (Integrator::stability()).
  [[nodiscard]] virtual std::optional<std::complex<double>> step_factor(std::complex<double> /*lambda*/) const {
    return std::nullopt;
  }
};

/// What an analysis is given.
struct Question {
  const System& system;
  RandomStreams random;
  Recorder& recorder;
  Monitor& monitor;

  /// Notes every trial that left the finite numbers as a failure. `name` says which trial one is: "trial 3, perturbed
  /// from target 1".
  void report(const std::vector<Divergence>& divergences, const std::function<std::string(Index)>& name) const {
    for (const Divergence& divergence : divergences) {
      recorder.failure(name(divergence.trial) + ", left the finite numbers between " +
                       number_text(divergence.finite_until) + " and " + number_text(divergence.seen_at) + " " +
                       std::string(system.time_unit()));
    }
  }
};

/// A question put to a trained network. An analysis lists the facets that it needs as
/// `static constexpr std::array needs{...}`, and the datasets that it may record in
/// `static std::vector<Recorded> records()`.
///
/// Threading: const and free of state; the host may ask several questions at once, each with a recorder of its own.
class ENGRAM_API Analysis {
 public:
  virtual ~Analysis() = default;
  /// Records the answer. Throws RunError where there is none; what was recorded before stays.
  virtual void run(const Question& question) const = 0;
  /// Throws ParameterError where the analysis does not fit such a network.
  virtual void check_network(const NetworkOutline& /*network*/) const {}
  /// The facets that these parameters need, beyond what every use of the plugin does.
  [[nodiscard]] virtual std::vector<Facet> further_needs() const { return {}; }
};

}  // namespace engram
