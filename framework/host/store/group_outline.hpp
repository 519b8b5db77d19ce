// What was recorded in one group so far, without the values: the rules that datasets keep among each other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::store {

/// Whether a dataset gives a dimension its values.
bool is_coordinate(const Dataset& dataset);

class GroupOutline {
 public:
  struct Dimension {
    Index extent;
    bool has_coordinate = false;
  };
  /// What is known of a dataset.
  struct Outline {
    std::vector<std::string> dimensions;
    std::vector<std::string> coordinates;
  };

  /// `path` is clean, and stands in messages.
  explicit GroupOutline(std::string path) : path_(std::move(path)) {}

  /// Throws std::logic_error where a dataset does not go with those before it, or with itself.
  void check(const Dataset& dataset) const;
  void add(const Dataset& dataset);

  /// Whether a dataset or a dimension has that name, so that no group can have it.
  [[nodiscard]] bool uses(const std::string& name) const;
  [[nodiscard]] const std::map<std::string, Dimension>& dimensions() const { return dimensions_; }
  [[nodiscard]] const std::map<std::string, Outline>& datasets() const { return datasets_; }

  /// Forgets coordinates that never came or do not fit; a sentence for each.
  std::vector<std::string> drop_unknown_coordinates();
  /// The coordinates of dimensions that were given none: their indices.
  [[nodiscard]] std::vector<Dataset> missing_indices() const;

 private:
  void check_names(const Dataset& dataset) const;
  void check_dimensions(const Dataset& dataset) const;

  std::string path_;
  std::map<std::string, Dimension> dimensions_;
  std::map<std::string, Outline> datasets_;
};

}  // namespace engram::store
