// The interface through which claims read stored results.
#pragma once

#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::claims {

/// Stored results. A path names a dataset from the root of the file: "analyses/perturbation/distance", or
/// "cases/real_loop/analyses/perturbation/distance" if there are cases.
class Source {
 public:
  virtual ~Source() = default;
  /// Reads a dataset; called only with paths from datasets().
  [[nodiscard]] virtual Dataset dataset(const std::string& path) const = 0;
  /// The paths of all datasets.
  [[nodiscard]] virtual std::vector<std::string> datasets() const = 0;
  /// The labels of the cases in the order of the spec; empty for a single run.
  [[nodiscard]] virtual std::vector<std::string> cases() const = 0;
  /// The case of the spec that a cell of a sweep belongs to; the label itself if there is no sweep.
  [[nodiscard]] virtual std::string case_name(const std::string& label) const = 0;
};

}  // namespace engram::claims
