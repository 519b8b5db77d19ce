// The sizes of the datasets of any cell, predicted from measured cells.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <engram/array.hpp>

#include "sizes/measured_cell.hpp"
#include "sizes/varied_settings.hpp"

namespace engram::sizes {

/// Sizes are products of powers of the settings that differ between cells.
class Prediction {
 public:
  /// `measured` has at least one cell.
  Prediction(std::vector<MeasuredCell> measured, const VariedSettings& settings);

  /// The datasets of a cell at a point of VariedSettings; those of a measured cell as they were measured.
  [[nodiscard]] std::vector<MeasuredDataset> datasets_at(std::size_t cell, const Vector& point) const;

 private:
  using Rows = std::vector<std::pair<std::size_t, const MeasuredDataset*>>;
  /// The powers of each coordinate.
  struct Trend {
    Vector values;
    Vector plain;
    Vector packed;
  };

  [[nodiscard]] Trend trend_of(const Rows& rows) const;
  [[nodiscard]] std::size_t nearest_to(std::size_t cell, const Vector& point) const;

  std::vector<MeasuredCell> measured_;
  Vector weights_;
  bool has_whole_;  ///< whether there is a cell that was not too late, and so has all its datasets
  std::vector<Vector> points_;
  std::map<std::string, Trend> trends_;  ///< of each dataset, by its path
};

}  // namespace engram::sizes
