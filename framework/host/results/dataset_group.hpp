// The datasets beside a dataset: coordinates of its dimensions, and others of the same group.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "results/source.hpp"

namespace engram::results {

class DatasetGroup {
 public:
  /// `path` is the beginning of the paths of the group's datasets, with the slash. Refers to `source`, which outlives
  /// it.
  DatasetGroup(std::string path, const Source& source) : path_(std::move(path)), source_(source) {}

  /// The dataset that holds the coordinate of a dimension.
  [[nodiscard]] const std::optional<Dataset>& coordinate(const std::string& dimension) const;
  /// The dataset with that name, if there is one.
  [[nodiscard]] std::optional<Dataset> find(const std::string& name) const;
  /// The names of all datasets of the group.
  [[nodiscard]] std::vector<std::string> names() const;
  /// The name of a place along a dimension for a reader: its coordinate, or its number counted from 0.
  [[nodiscard]] std::string word(const std::string& dimension, std::size_t index) const;

 private:
  std::string path_;
  const Source& source_;
  mutable std::map<std::string, std::optional<Dataset>> coordinates_;  ///< already read
};

}  // namespace engram::results
