// The groups and datasets of a result as its readers see them: each cell is a group "cases/LABEL", also if the file
// stores it in a stack.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "h5/hdf5.hpp"
#include "store/stacks.hpp"

namespace engram::store {

/// All functions need the lock of HDF5, and take clean paths.
class Contents {
 public:
  /// `file` must outlive it.
  explicit Contents(hid_t file);

  /// The object at a path, and its place in the file.
  struct Found {
    enum class Kind { none, group, dataset } kind = Kind::none;
    Location location = {};
  };
  [[nodiscard]] Found find(const std::string& path) const;
  /// The groups and datasets in a group, in the order of writing; cells in the order of the spec. Empty if the group
  /// does not exist.
  [[nodiscard]] h5::Children children(const std::string& path) const;
  /// The datasets at or below a path; empty if the path does not exist.
  [[nodiscard]] std::vector<std::string> datasets_below(const std::string& path) const;
  /// The paths of all groups and datasets in the file, where it has them.
  [[nodiscard]] h5::Children stored() const;

 private:
  void list_datasets(const std::string& group, std::vector<std::string>& into) const;
  void list_stored(const std::string& group, h5::Children& into) const;
  [[nodiscard]] std::vector<std::string> labels() const;

  /// The groups and datasets of a group of a stack that belong to cells; empty if there is no such group.
  const h5::Children& stacked(const std::string& path, const Stack& stack) const;

  hid_t file_;
  Stacks stacks_;
  mutable std::unordered_map<std::string, h5::Children> stacked_;  ///< the same for all cells, so they are read once
};

}  // namespace engram::store
