// The datasets that the figures and claims of a spec use.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "evaluation/spec_records.hpp"

namespace engram::evaluation {

/// Datasets are named by their paths within a cell: "analyses/recall/recalled".
class UsedDatasets {
 public:
  UsedDatasets() = default;
  /// Mistakes in figures and claims are left out; they were reported before.
  explicit UsedDatasets(const CellIndex& cells);

  /// Whether a figure or a claim uses a dataset of a cell.
  [[nodiscard]] bool uses(std::size_t cell, const std::string& dataset) const;
  /// All that is used in some cell, in no order.
  [[nodiscard]] std::vector<std::string> datasets() const;

 private:
  void add(const CellIndex& cells, const std::string& dataset, const std::vector<std::string>& labels);

  std::unordered_map<std::string, std::vector<bool>> used_;  ///< for each cell
};

}  // namespace engram::evaluation
