// Labels for drawn data: coordinates of dimensions, names and units.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "figures/locate.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// "final_distance" is "final distance".
std::string plain_words(std::string name);
/// A sentence as a label, without its full stop.
std::string without_period(std::string sentence);
/// "Time (s)"; a pure number gets no unit. The first letter becomes a capital.
std::string with_unit(const std::string& text, const std::string& unit);

/// The coordinates of the dimensions of one group.
class Labels {
 public:
  Labels(Located place, const Source& source) : place_(std::move(place)), source_(&source) {}

  /// The dataset that holds the coordinate of a dimension, of `extent` entries.
  [[nodiscard]] const std::optional<Dataset>& coordinate(const std::string& dimension) const;
  /// Another dataset of the group.
  [[nodiscard]] std::optional<Dataset> neighbour(const std::string& name) const;
  /// The names of all datasets of the group.
  [[nodiscard]] std::vector<std::string> neighbours() const;
  /// The name of a place along a dimension in a legend: its coordinate, or its number counted from 0.
  [[nodiscard]] std::string word(const std::string& dimension, std::size_t index) const;

 private:
  Located place_;
  const Source* source_;
  mutable std::map<std::string, std::optional<Dataset>> coordinates_;  ///< already read
};

}  // namespace engram::figures
