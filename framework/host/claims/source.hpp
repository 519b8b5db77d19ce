// Where claims take their numbers from: stored results, behind an interface.
#pragma once

#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::claims {

/// Stored results. A path names a dataset from the root of the file: "analyses/perturbation/distance", or
/// "cases/real_loop/analyses/perturbation/distance" where there are cases.
class Source {
 public:
  virtual ~Source() = default;
  /// Reads a dataset; only paths that datasets() lists are asked for.
  [[nodiscard]] virtual Dataset dataset(const std::string& path) const = 0;
  /// The paths of all datasets.
  [[nodiscard]] virtual std::vector<std::string> datasets() const = 0;
  /// The labels of the cases in the order of the spec; empty for a single run.
  [[nodiscard]] virtual std::vector<std::string> cases() const = 0;
  /// The case of the spec that a cell of a sweep belongs to; the label itself where there is no sweep.
  [[nodiscard]] virtual std::string case_name(const std::string& label) const = 0;
};

}  // namespace engram::claims
