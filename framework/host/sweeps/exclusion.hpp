// One entry of `exclude` in a sweep.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sweeps/sweep_grid.hpp"
#include "values/value_matcher.hpp"
#include "yaml/node.hpp"
#include "yaml/path.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

/// A combination of values, whose cells are left out.
class Exclusion {
 public:
  /// `node` and `declarations` must live as long as this object.
  Exclusion(const yaml::Node& node, Declarations& declarations);

  [[nodiscard]] const yaml::Node& node() const { return node_; }
  [[nodiscard]] bool has_matched() const { return has_matched_; }

  /// Whether a cell is left out.
  bool holds(const yaml::Node& tree, std::size_t cell, const Grid& grid, yaml::Problems& problems);

  /// Reports values that cannot be read, and unless `may_be_idle`, an exclusion that has matched no cell.
  void check(const Grid& grid, bool may_be_idle, yaml::Problems& problems) const;

 private:
  struct Entry {
    yaml::Node::Entry entry;
    std::optional<std::vector<yaml::Step>> steps;
    values::ValueMatcher matcher;
    bool has_matched;
  };

  bool fits(const yaml::Node& written, const yaml::Node& tree, const std::string& word, Entry& each);
  static void refuse_idle(const Entry& each, const Grid& grid, yaml::Problems& problems);

  const yaml::Node& node_;
  Declarations& declarations_;
  std::vector<Entry> entries_;
  bool has_matched_ = false;
};

}  // namespace engram::sweeps
