// The interface through which figures and claims read stored results.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <engram/recorder.hpp>
#include <engram/value.hpp>

namespace engram::results {

/// Whether a path is that of a group, or of something in it. Slashes at the group's end do not matter.
inline bool is_below(std::string_view path, std::string_view group) {
  while (group.ends_with('/')) {
    group.remove_suffix(1);
  }
  return group.empty() || path == group || (path.starts_with(group) && path[group.size()] == '/');
}

/// Stored results. A path names a dataset from the root of the file, without a leading slash:
/// "analyses/perturbation/distance", or "cases/real_loop/analyses/perturbation/distance" if there are cases.
///
/// Threading: used by one thread.
class Source {
 public:
  virtual ~Source() = default;
  /// Whether there is a dataset at that path.
  [[nodiscard]] virtual bool has(const std::string& path) const = 0;
  /// Reads a dataset; called only with paths from datasets().
  [[nodiscard]] virtual Dataset dataset(const std::string& path) const = 0;
  /// The same dataset, possibly without its values.
  [[nodiscard]] virtual Dataset outline(const std::string& path) const { return dataset(path); }
  /// The paths of all datasets at or below a group; "" is the whole file, which may have very many.
  [[nodiscard]] virtual std::vector<std::string> datasets(const std::string& group) const = 0;
  [[nodiscard]] std::vector<std::string> datasets() const { return datasets(""); }
  /// The labels of the cases in the order of the spec; empty for a single run.
  [[nodiscard]] virtual std::vector<std::string> cases() const = 0;
  /// The settings that decide the numbers of a case, by dotted path, as text for a reader: "model" is "pc_hopfield",
  /// "model.layers" is "[50, 30, 20]", "model.activation" is "relu", "integrator.time_step" is "1 ms". An analysis is
  /// under its label: "analyses.perturbation.corruption.sigma". A single run has the label "". Titles, figures and
  /// claims are not settings.
  [[nodiscard]] virtual std::map<std::string, std::string> settings(const std::string& case_label) const = 0;
  /// The paths of settings() whose value is the default of the parameter.
  [[nodiscard]] virtual std::set<std::string> default_settings(const std::string& case_label) const = 0;
  /// Why a dataset of a run may be missing and how to get it, beginning with "; "; empty if nothing is known.
  [[nodiscard]] virtual std::string advice_on_missing() const { return ""; }
  /// The label of the first cell of a case at the given places of a sweep: values, `first` or `last`, by the path of
  /// the axis. Throws RequestError, with the nearest match, if there is no such cell.
  [[nodiscard]] virtual std::string cell_at(const std::string& case_name, const NamedTexts& at) const = 0;
};

}  // namespace engram::results
