// The datasets that each cell of a study stores, by `keep:` of its spec.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/recorder.hpp>

#include "evaluation/used_datasets.hpp"
#include "specification/spec.hpp"

namespace engram::cells {

class KeepPlan {
 public:
  KeepPlan() = default;
  KeepPlan(const specification::Spec& spec, const evaluation::CellIndex& cells);

  /// The cells that store a dataset.
  enum class Share { none, this_cell, whole_case };
  /// Whether a cell stores a dataset, and whether all cells of its case do.
  [[nodiscard]] Share share(std::size_t cell, const std::string& group, const Dataset& dataset) const;

  /// A line for the record of a cell, with a line break: the contents that it does not store as a whole, and the
  /// datasets of them that it may store, "keep weights,states analyses/recall/recalled". Empty if it stores
  /// everything.
  [[nodiscard]] std::string line(std::size_t cell) const;
  /// Replaces the line in the text of a record by that of the plan, unless the cell lacks something.
  void set_line(std::size_t cell, std::string& made_with) const;
  /// A content or a dataset that the plan asks for and that a cell does not have, as the line in its record says;
  /// empty if it has all. `made_with` may have further lines.
  [[nodiscard]] std::string lacking(std::size_t cell, std::string_view made_with) const;

 private:
  /// Whether a cell stores all of a content.
  [[nodiscard]] bool keeps_whole(std::size_t cell, specification::Content content) const;
  /// The datasets that a cell stores because they are used, and that may belong to a content.
  [[nodiscard]] std::vector<std::string> used_of(std::size_t cell, specification::Content content) const;
  [[nodiscard]] Share share(std::size_t cell, specification::Keep keep, const std::string& path) const;
  [[nodiscard]] bool has_first_seed(std::size_t cell) const { return first_seed_.empty() || first_seed_[cell]; }

  specification::KeepRules rules_;
  evaluation::UsedDatasets used_;
  std::vector<std::string> used_paths_;  ///< within groups of a run, sorted
  std::vector<std::size_t> cases_;       ///< of each cell
  std::vector<bool> first_seed_;         ///< whether a cell has it; empty if at most one seed is swept
  /// The cases of which every cell uses a dataset, by its path.
  std::map<std::string, std::vector<bool>> whole_cases_;
};

/// Lets pass what a plan keeps of one cell.
class KeepFilter {
 public:
  KeepFilter(const KeepPlan& plan, std::size_t cell) : plan_(plan), cell_(cell) {}

  /// Whether the cell stores a dataset of a group.
  bool passes(const std::string& group, const Dataset& dataset);
  /// The indices of the patterns, to be stored in the group "patterns" after its other datasets: captions count the
  /// patterns by them. Empty if the patterns themselves are stored, or a coordinate in place of the indices.
  std::optional<Dataset> take_indices() { return std::exchange(indices_, std::nullopt); }

 private:
  const KeepPlan& plan_;
  std::size_t cell_;
  std::optional<Dataset> indices_;
};

}  // namespace engram::cells
