// Filters of a sweep, which leave out some of its cells.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "sweeps/sweep_grid.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

struct Filters {
  std::vector<yaml::Node> conditions;  ///< formulas over paths, such as "patterns.count <= 0.2 * model.units"
  std::vector<yaml::Node> exclusions;  ///< mappings of paths to values, which are read as the spec's own values are
  bool may_be_idle = false;            ///< whether an exclusion may match no cell
};

struct Filtered {
  std::vector<std::size_t> kept;       ///< the cells that are left
  std::vector<yaml::Node> exclusions;  ///< those that match a cell
  std::vector<std::string> paths;      ///< the paths that the filters read
};

/// Applies filters. Reports formulas that cannot be read, paths that the spec does not give, and exclusions that
/// match no cell.
Filtered filtered(const Grid& grid, const Filters& filters, const Catalogue& catalogue, yaml::Problems& problems);

/// Reports filters without effect: `where` and `exclude` in a sweep without any path, and empty lists of filters.
void refuse_idle_filters(const yaml::Node& sweep, yaml::Problems& problems);

}  // namespace engram::sweeps
