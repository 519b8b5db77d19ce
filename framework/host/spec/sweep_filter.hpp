// Filters of a sweep, which leave out some of its cells.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// `conditions` are formulas over paths, such as "patterns.count <= 0.2 * model.units"; `exclusions` are mappings of
/// paths to values. Both use the tree of a cell as it is written, so that cells that could not be resolved can be
/// left out.
class SweepFilter {
 public:
  SweepFilter(std::vector<Node> conditions, std::vector<Node> exclusions);
  ~SweepFilter();
  SweepFilter(const SweepFilter&) = delete;
  SweepFilter& operator=(const SweepFilter&) = delete;

  /// Whether a cell is kept. Reports formulas that cannot be read and paths that the spec does not give.
  [[nodiscard]] bool keeps(const Node& tree, Problems& problems) const;
  /// The paths that the filters read.
  [[nodiscard]] std::vector<std::string> paths() const;

 private:
  class Condition;
  std::vector<std::unique_ptr<Condition>> conditions_;
  std::vector<Node> exclusions_;
};

/// Reports filters without effect: `where` and `exclude` in a sweep without any path, and empty lists of filters.
void refuse_idle_filters(const Node& sweep, Problems& problems);

}  // namespace engram::spec
