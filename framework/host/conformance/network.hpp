// The trained network of a specimen's experiment, and states from which it can start.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/law.hpp"
#include "run/network_system.hpp"

namespace engram::conformance {

/// An experiment after training and before its analyses.
struct Network {
  run::Experiment experiment;
  Matrix patterns;  ///< unit x pattern
  MemoryRecorder training;

  /// Damaged patterns with a little noise, unit x trial; binary values stay +-1.
  [[nodiscard]] Matrix starts(Index trials) const;
  [[nodiscard]] run::NetworkSystem system() const;
  [[nodiscard]] const Model& model() const { return *experiment.model; }
};

/// The step of an experiment's integrator, s; nullopt if the step is not fixed.
std::optional<double> step_of(const run::Experiment& experiment);

/// The current records of a model, by name.
std::map<std::string, Dataset> weights_of(const Model& model);

/// Composes an experiment; throws Broken if its parts do not fit.
run::Experiment composed(const Specimen& specimen, const Plan& plan);

/// Creates the network of a plan without training.
Network untrained(const Specimen& specimen, const Plan& plan);

/// Creates and trains the network of a plan.
Network trained(const Specimen& specimen, const Plan& plan);

/// The first plan of a specimen; throws Broken if there is no plan.
const Plan& first_plan(const Specimen& specimen);

/// A plan with another value of one parameter in every part made of the plugin.
Plan with(const PluginInfo& plugin, const Plan& plan, const std::string& parameter, const Value& value);
/// The same for the specimen's plugin.
Plan with(const Specimen& specimen, const Plan& plan, const std::string& parameter, const Value& value);

/// The records of an experiment: every dataset, by "group/name", and its failures.
struct Record {
  std::map<std::string, Dataset> datasets;
  std::vector<std::string> failures;
};
Record run_whole(run::Experiment experiment);

/// The first difference between two records beyond a relative `tolerance` (0: to the last bit); empty if they are
/// equal. NaN equals NaN.
std::string difference(const std::map<std::string, Dataset>& a, const std::map<std::string, Dataset>& b,
                       double tolerance);
std::map<std::string, Dataset> by_name(const std::vector<Dataset>& datasets);

/// The largest |a - b| / (1 + |b|) of two matrices of the same shape. NaN equals NaN; NaN and a number differ by
/// infinity.
double largest_difference(const ConstMatrixView& a, const ConstMatrixView& b);

/// Surrounds a view with a fill number and checks later whether it is unchanged.
class Fenced {
 public:
  Fenced(Index rows, Index cols);
  /// A view of rows x cols inside a larger matrix.
  [[nodiscard]] MatrixView inside();
  /// Whether anything outside of inside() was changed.
  [[nodiscard]] bool broken() const;

 private:
  static constexpr double fence = -7.0e77;
  static constexpr Index margin = 3;
  Matrix values_;
  Index rows_;
  Index cols_;
};

}  // namespace engram::conformance
