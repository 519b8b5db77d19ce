// One entry of `exclude` in a sweep.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "spec/node.hpp"
#include "spec/path.hpp"
#include "spec/problem.hpp"
#include "spec/sweep_grid.hpp"
#include "spec/value_matcher.hpp"

namespace engram::spec {

/// A combination of values, whose cells are left out.
class Exclusion {
 public:
  /// `node` and `declarations` must live as long as this object.
  Exclusion(const Node& node, Declarations& declarations);

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] bool has_matched() const { return has_matched_; }

  /// Whether a cell is left out.
  bool holds(const Node& tree, std::size_t cell, const Grid& grid, Problems& problems);

  /// Reports values that cannot be read, and unless `may_be_idle`, an exclusion that has matched no cell.
  void check(const Grid& grid, bool may_be_idle, Problems& problems) const;

 private:
  struct Entry {
    Node::Entry entry;
    std::optional<std::vector<Step>> steps;
    ValueMatcher matcher;
    bool has_matched;
  };

  bool fits(const Node& written, const Node& tree, const std::string& word, Entry& each);
  static void refuse_idle(const Entry& each, const Grid& grid, Problems& problems);

  const Node& node_;
  Declarations& declarations_;
  std::vector<Entry> entries_;
  bool has_matched_ = false;
};

}  // namespace engram::spec
