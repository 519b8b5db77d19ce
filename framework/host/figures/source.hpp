// Where figures take their numbers from: stored results, behind an interface.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <engram/recorder.hpp>
#include <engram/value.hpp>

namespace engram::figures {

/// Stored results. A path names a dataset from the root of the file, without a leading slash:
/// "analyses/perturbation/distance", or "cases/real_loop/analyses/perturbation/distance" where there are cases.
///
/// Threading: used by one thread.
class Source {
 public:
  virtual ~Source() = default;
  /// Reads a dataset; only paths that datasets() lists are asked for.
  [[nodiscard]] virtual Dataset dataset(const std::string& path) const = 0;
  /// The paths of all datasets.
  [[nodiscard]] virtual std::vector<std::string> datasets() const = 0;
  /// The labels of the cases in the order of the spec; empty for a single run.
  [[nodiscard]] virtual std::vector<std::string> cases() const = 0;
  /// What the numbers of a case depend on, by dotted path, in words for a reader: "model" is "pc_hopfield",
  /// "model.layers" is "[50, 30, 20]", "model.activation" is "relu", "integrator.time_step" is "1 ms". An analysis
  /// stands under its label: "analyses.perturbation.corruption.sigma". The label "" is that of a single run.
  /// Titles, figures and claims are no settings.
  [[nodiscard]] virtual std::map<std::string, std::string> settings(const std::string& case_label) const = 0;
  /// Those paths of settings() whose value is the default of its parameter.
  [[nodiscard]] virtual std::set<std::string> default_settings(const std::string& case_label) const = 0;
  /// The label of the first cell of a case that stands at the given places of a sweep: values, `first` or `last`, by
  /// the path of the axis. Throws RequestError, with the nearest match, where there is no such cell.
  [[nodiscard]] virtual std::string cell_at(const std::string& case_name, const NamedTexts& at) const = 0;
};

}  // namespace engram::figures
