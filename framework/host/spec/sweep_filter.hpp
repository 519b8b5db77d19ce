// Filters of a sweep: which of its cells are left out.
#pragma once

#include <memory>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// `conditions` are formulas over paths, such as "patterns.count <= 0.2 * model.units"; `exclusions` are mappings of
/// paths to values. Both look at the tree of a cell as it is written, so that cells which could not be resolved can
/// be left out.
class SweepFilter {
 public:
  SweepFilter(std::vector<Node> conditions, std::vector<Node> exclusions);
  ~SweepFilter();
  SweepFilter(const SweepFilter&) = delete;
  SweepFilter& operator=(const SweepFilter&) = delete;

  /// Whether a cell stays. A formula that cannot be read, or a path that the spec does not write, is a problem.
  [[nodiscard]] bool keeps(const Node& tree, Problems& problems) const;

 private:
  class Condition;
  std::vector<std::unique_ptr<Condition>> conditions_;
  std::vector<Node> exclusions_;
};

/// Filters that filter nothing: `where` and `exclude` of a sweep without any path, and empty lists of them.
void refuse_idle_filters(const Node& sweep, Problems& problems);

}  // namespace engram::spec
