// Analyses: questions put to a trained network, and the view of the network through which they are put.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

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
  [[nodiscard]] virtual const std::vector<Divergence>& divergences() const = 0;
};

/// A trained network as an analysis sees it. Nothing here tells which model it is.
///
/// Threading: several threads may start trajectories of one system.
class ENGRAM_API System {
 public:
  virtual ~System() = default;
  [[nodiscard]] virtual Index units() const = 0;
  /// What the network was trained on, unit x target.
  [[nodiscard]] virtual const Matrix& memories() const = 0;
  /// "s" for a network in continuous time.
  [[nodiscard]] virtual std::string_view time_unit() const = 0;
  /// Starts one trial from each column of `patterns` (unit x trial).
  [[nodiscard]] virtual std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns) const = 0;
};

/// What an analysis is given.
struct Question {
  const System& system;
  RandomStreams random;
  Recorder& recorder;
  Monitor& monitor;
};

/// A question put to a trained network.
///
/// Threading: const and free of state; the host may ask several questions at once, each with a recorder of its own.
class ENGRAM_API Analysis {
 public:
  virtual ~Analysis() = default;
  /// Records the answer. Throws RunError where there is none; what was recorded before stays.
  virtual void run(const Question& question) const = 0;
  /// Throws ParameterError where the analysis does not fit a network of that many units and memories.
  virtual void check_memories(Index /*units*/, Index /*memories*/) const {}
  /// Throws ParameterError where the analysis does not fit an integrator with that time step, s; none where it has no
  /// fixed one.
  virtual void check_time_step(std::optional<double> /*time_step*/) const {}
};

}  // namespace engram
