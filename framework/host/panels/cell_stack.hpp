// One dataset of many cells, stacked into one for a panel.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "results/source.hpp"

namespace engram::panels {

/// A label of the panel, and its cells.
struct Shown {
  std::string name;
  std::vector<std::string> cells;
};

/// Refers to its arguments, which outlive it.
class CellStack {
 public:
  CellStack(const std::vector<Shown>& shown, const results::Source& source);

  /// Whether a case has more than one cell; stacked datasets then have the dimension `cell`.
  [[nodiscard]] bool with_cells() const { return most_ > 1; }
  [[nodiscard]] const std::string& first_label() const { return shown_.front().cells.front(); }

  /// The datasets of all cells under a first dimension `case`. A case with fewer cells than another is filled with
  /// NaN. nullopt if a cell does not have the dataset; throws RequestError if the datasets do not fit together.
  [[nodiscard]] std::optional<Dataset> dataset(const std::string& path) const;
  /// The first cell whose dataset differs from the first cell's dataset; nullopt if all are equal.
  [[nodiscard]] std::optional<std::string> odd_one(const std::string& path) const;

 private:
  /// The description of the first dataset must be right for all.
  void check_alike(const std::string& path, Dataset& whole, const Dataset& next, const std::string& label) const;

  const std::vector<Shown>& shown_;
  const results::Source& source_;
  std::size_t most_ = 1;
};

}  // namespace engram::panels
