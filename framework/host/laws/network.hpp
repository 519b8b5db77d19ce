// The trained network of a specimen's experiment, and states to set it going from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "laws/law.hpp"
#include "run/network_system.hpp"

namespace engram::laws {

/// An experiment up to the point where its analyses would begin.
struct Network {
  run::Experiment experiment;
  Matrix patterns;  ///< unit x pattern
  MemoryRecorder training;

  /// Damaged patterns and a little noise, unit x trial: binary values keep to +-1, others move.
  [[nodiscard]] Matrix starts(Index trials) const;
  [[nodiscard]] run::NetworkSystem system() const;
  [[nodiscard]] const Model& model() const { return *experiment.model; }
};

/// The step of an experiment's integrator, s; none where it has no fixed one.
std::optional<double> step_of(const run::Experiment& experiment);

/// What a model records now, by name.
std::map<std::string, Dataset> weights_of(const Model& model);

/// Composes an experiment; throws Broken where its parts do not fit.
run::Experiment composed(const Specimen& specimen, const run::Plan& plan);

/// Makes the network of a plan, which has learned nothing yet.
Network untrained(const Specimen& specimen, const run::Plan& plan);

/// Makes and trains the network of a plan.
Network trained(const Specimen& specimen, const run::Plan& plan);

/// The first plan of a specimen; throws Broken where it has none.
const run::Plan& first_plan(const Specimen& specimen);

/// A plan with another value of one parameter of a plugin, wherever a part is made of it.
run::Plan with(const PluginInfo& plugin, const run::Plan& plan, const std::string& parameter, const Value& value);
/// The same for the specimen's plugin.
run::Plan with(const Specimen& specimen, const run::Plan& plan, const std::string& parameter, const Value& value);

/// What an experiment recorded: every dataset, by "group/name", and its failures.
struct Record {
  std::map<std::string, Dataset> datasets;
  std::vector<std::string> failures;
};
Record run_whole(run::Experiment experiment);

/// The first difference between two records, beyond a relative `tolerance` (0: to the last bit); empty where there is
/// none. NaN equals NaN.
std::string difference(const std::map<std::string, Dataset>& a, const std::map<std::string, Dataset>& b,
                       double tolerance);
std::map<std::string, Dataset> by_name(const std::vector<Dataset>& datasets);

/// The largest |a - b| / (1 + |b|) of two matrices of one shape; NaN equals NaN, and differs from all else by
/// infinity.
double largest_difference(const ConstMatrixView& a, const ConstMatrixView& b);

/// Fills the surroundings of a view with a number and sees afterwards whether it still stands there.
class Fenced {
 public:
  Fenced(Index rows, Index cols);
  /// rows x cols, with more of the same matrix on all sides.
  [[nodiscard]] MatrixView inside();
  /// Whether something outside of inside() was written to.
  [[nodiscard]] bool broken() const;

 private:
  static constexpr double fence = -7.0e77;
  static constexpr Index margin = 3;
  Matrix values_;
  Index rows_;
  Index cols_;
};

}  // namespace engram::laws
