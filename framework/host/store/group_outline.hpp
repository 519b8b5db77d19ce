// The datasets recorded in one group so far, without their values, and the rules that they must keep.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::store {

/// Whether a dataset holds the values of a dimension.
bool is_coordinate(const Dataset& dataset);

/// The coordinate of a dimension without another one: its indices.
Dataset index_of(const std::string& dimension, Index extent);

class GroupOutline {
 public:
  struct Dimension {
    Index extent;
    bool has_coordinate = false;
  };
  struct Outline {
    std::vector<std::string> dimensions;
    std::vector<std::string> coordinates;
  };

  /// `path` is clean; messages use it.
  explicit GroupOutline(std::string path) : path_(std::move(path)) {}

  /// Throws std::logic_error if a dataset contradicts itself or an earlier dataset.
  void check(const Dataset& dataset) const;
  void add(const Dataset& dataset);

  /// Whether a dataset or a dimension has that name, so that no group may have it.
  [[nodiscard]] bool uses(const std::string& name) const;
  [[nodiscard]] const std::map<std::string, Dimension>& dimensions() const { return dimensions_; }
  [[nodiscard]] const std::map<std::string, Outline>& datasets() const { return datasets_; }

  /// Drops coordinates that were never recorded or do not fit, and returns a sentence for each.
  std::vector<std::string> drop_unknown_coordinates();
  /// Coordinates for the dimensions without one: their indices.
  [[nodiscard]] std::vector<Dataset> missing_indices() const;

 private:
  void check_names(const Dataset& dataset) const;
  void check_dimensions(const Dataset& dataset) const;

  std::string path_;
  std::map<std::string, Dimension> dimensions_;
  std::map<std::string, Outline> datasets_;
};

}  // namespace engram::store
