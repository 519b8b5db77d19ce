// Points of a sweep from a table: columns are paths of the spec, and each row is a point.
#pragma once

#include <string>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

inline constexpr const char* points_key = "points";

/// A sweep whose points are written in it.
struct PointsRead {
  yaml::Node sweep;                ///< with a zip in place of each table
  std::vector<std::string> files;  ///< absolute paths of the tables
};

/// Reads the tables under `points`, a CSV file or a list of them. Relative names start in `folder`, as for
/// values::absolute_path(). A value of a table is read as if it stood in the spec, and its mark is its place in the
/// table.
PointsRead with_points_read(const yaml::Node& sweep, const std::string& folder, yaml::Problems& problems);

/// Reports values in `tree` that are written in `root`, and that points of a spec which it extends replace.
void refuse_replaced_by_points(const yaml::Node& sweep, const PointsRead& read, const yaml::Node& tree,
                               const yaml::Node& root, yaml::Problems& problems);

}  // namespace engram::sweeps
