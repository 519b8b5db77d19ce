// Filters of a sweep, which leave out some of its cells.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// All cells of a sweep, before any is left out.
struct Grid {
  std::size_t size = 0;
  /// The tree of a cell as it is written, so that cells that could not be resolved can be left out.
  std::function<Node(std::size_t)> tree;
  /// The word of a swept part in labels, such as "tanh(gain=0.3)"; empty if no part is swept at the path.
  std::function<std::string(std::size_t, const std::string&)> word;
};

struct Filters {
  std::vector<Node> conditions;  ///< formulas over paths, such as "patterns.count <= 0.2 * model.units"
  std::vector<Node> exclusions;  ///< mappings of paths to values, which are read as the spec's own values are
  bool may_be_idle = false;      ///< whether an exclusion may match no cell
};

struct Filtered {
  std::vector<std::size_t> kept;   ///< the cells that are left
  std::vector<Node> exclusions;    ///< those that match a cell
  std::vector<std::string> paths;  ///< the paths that the filters read
};

/// Applies filters. Reports formulas that cannot be read, paths that the spec does not give, and exclusions that
/// match no cell.
Filtered filtered(const Grid& grid, const Filters& filters, const Catalogue& catalogue, Problems& problems);

/// Reports filters without effect: `where` and `exclude` in a sweep without any path, and empty lists of filters.
void refuse_idle_filters(const Node& sweep, Problems& problems);

}  // namespace engram::spec
