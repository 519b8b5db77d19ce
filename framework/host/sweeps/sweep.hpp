// Sweeps: the cells that a spec asks for, as a grid of axes.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "sweeps/cases.hpp"
#include "sweeps/sweep_filter.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

/// One step along an axis: a value for each of its paths.
struct SweepPoint {
  std::vector<yaml::Node> values;
  std::string label;  ///< "gain=2", "units=10,size=10", "sample=7"
};

/// A swept path, or several paths that change together (`zip`, `sample`).
struct SweepAxis {
  std::string name;  ///< the path; "sample"; for a zip its first path
  std::vector<std::string> paths;
  std::vector<yaml::Mark> marks;  ///< of the paths
  std::vector<SweepPoint> points;
  /// For each path whose values are parts, the word of each point: "relu", "tanh(gain=0.3)". Empty for other paths.
  std::vector<std::vector<std::string>> words;
  bool listed = false;  ///< no path has a range; values of a range always differ
};

/// The parts of a sweep.
struct Sweep {
  std::vector<SweepAxis> axes;
  Filters filters;
};

/// Reads `sweep: {PATH: VALUES, zip: ..., sample: ..., where: ..., exclude: ...}`.
Sweep read_sweep(const yaml::Node& sweep, yaml::Problems& problems);

/// The cells of a sweep, made on demand: every combination of the axes' points for every case, without those that a
/// filter removes. The first axis changes most slowly.
class SweepCells {
 public:
  SweepCells() = default;
  SweepCells(std::vector<CaseTree> cases, Sweep sweep, yaml::Problems& problems);

  /// Leaves out cells by the filters of the sweep, and drops exclusions that match none.
  void filter(const Catalogue& catalogue, yaml::Problems& problems);
  /// Leaves out the cells without one of these labels.
  void keep(const std::set<std::string>& labels);

  [[nodiscard]] std::size_t size() const { return filtered_ ? kept_.size() : whole_; }
  [[nodiscard]] const std::vector<SweepAxis>& axes() const { return sweep_.axes; }
  /// The cases before the sweep, also those without a cell.
  [[nodiscard]] const std::vector<CaseTree>& cases() const { return cases_; }
  /// The paths that the sweep changes or that its filters read.
  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
  [[nodiscard]] const std::vector<yaml::Node>& exclusions() const { return sweep_.filters.exclusions; }
  /// The position of a cell: its case, then its point on each axis.
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const;
  /// Label and name of the case, without the tree.
  [[nodiscard]] CaseName name(std::size_t cell) const;
  /// The place in the spec that determines a label: the sweep, or the case if nothing is swept.
  [[nodiscard]] const yaml::Mark& mark(std::size_t cell) const;
  [[nodiscard]] CaseTree tree(std::size_t cell, yaml::Problems& problems) const;
  /// The first case at a point of one axis and at the first point of all other axes, even if a filter removes that
  /// cell.
  [[nodiscard]] CaseTree tree_of_point(std::size_t axis, std::size_t point, yaml::Problems& problems) const;

 private:
  [[nodiscard]] std::vector<std::size_t> place(std::size_t at) const;
  [[nodiscard]] CaseTree tree_at(const std::vector<std::size_t>& position, yaml::Problems& problems) const;
  /// The word of a swept part; empty if no part is swept at the path.
  [[nodiscard]] std::string word_at(const std::vector<std::size_t>& position, const std::string& path) const;
  [[nodiscard]] CaseName name_at(const std::vector<std::size_t>& position) const;

  std::vector<CaseTree> cases_;
  Sweep sweep_;
  std::size_t whole_ = 0;
  bool filtered_ = false;
  std::vector<std::string> paths_;
  std::vector<std::size_t> kept_;
};

}  // namespace engram::sweeps
