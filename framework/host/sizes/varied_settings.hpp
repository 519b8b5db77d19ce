// The settings that differ between the cells of a study, as numbers along which sizes are predicted.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/array.hpp>

#include "specification/spec.hpp"

namespace engram::sizes {

/// Each cell is a point, with a coordinate for each number that differs between cells (its logarithm if all are
/// positive), and for each value of another setting and each case (1 or 0). Seeds are left out, since they change no
/// sizes.
class VariedSettings {
 public:
  /// `cells` must outlive it.
  explicit VariedSettings(const specification::Cells& cells);

  [[nodiscard]] Vector point(std::size_t cell) const;
  /// For each coordinate, how readily a change of size is put down to it: to a number before a word or a case, since
  /// cases differ in numbers too.
  [[nodiscard]] Vector weights() const;

  /// A cell that shows how sizes change with a setting.
  struct Probe {
    std::string setting;  ///< empty for the first cell
    std::size_t cell = 0;
  };
  /// The first cell, a cell for each setting, and then cells with the most distant numbers. Each differs from the
  /// first one in as few settings as possible.
  [[nodiscard]] std::vector<Probe> probes() const;

 private:
  struct Coordinate {
    std::string setting;
    std::size_t axis = 0;        ///< in the position of a cell: 0 for cases
    std::vector<double> values;  ///< by the cell's place on the axis
    bool is_number = false;
  };
  void add_setting(const std::string& path, std::size_t axis, const std::vector<specification::Setting>& settings);
  void add_words(const std::string& setting, std::size_t axis, const std::vector<std::string>& words);
  /// The settings of the cells that are the first at each place of an axis.
  [[nodiscard]] std::vector<specification::Settings> settings_along(std::size_t axis) const;

  const specification::Cells& cells_;
  std::vector<std::vector<std::size_t>> first_cells_;  ///< for each axis, the first cell at each place
  std::vector<Coordinate> coordinates_;
};

}  // namespace engram::sizes
