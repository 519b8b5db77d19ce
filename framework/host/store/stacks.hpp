// Finds the cells of a sweep that a result stores in stacks, and reads them one by one.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "h5/hdf5.hpp"
#include "store/values.hpp"

namespace engram::store {

/// A group that holds a stack; see StackWriter.
struct Stack {
  std::string path;              ///< "cells/real_loop"
  std::vector<Index> shape;      ///< extents of its axes
  std::set<std::string> beside;  ///< names of the datasets of its own: axes, settings along them, labels
};

/// A path of a reader, and where the file has it. In a stack, "cases/LABEL/model/W" is the dataset "model/W" of the
/// stack at the place of the cell.
struct Location {
  std::string path;              ///< in the file
  const Stack* stack = nullptr;  ///< null outside of all stacks
  std::size_t place = 0;
  std::string within = {};  ///< the path within the cell
};

/// The stacks of a file. All functions need the lock of HDF5.
class Stacks {
 public:
  explicit Stacks(hid_t file);

  /// `path` is clean.
  [[nodiscard]] Location locate(const std::string& path) const;
  /// Whether a dataset in a stack, by its path in the file, belongs to its cells: it is recorded for each, or is a
  /// coordinate of all.
  static bool is_of_cells(hid_t file, const std::string& path, const Stack& stack);
  /// The cells of all stacks, stack by stack.
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }

 private:
  void add(hid_t file, const std::string& path);

  std::list<Stack> stacks_;
  std::vector<std::string> labels_;
  std::unordered_map<std::string, std::pair<const Stack*, std::size_t>> places_;  ///< by label
};

/// Number of the first dimensions of a dataset that run over cells; 0 for a dataset without cells.
std::size_t cell_rank(hid_t dataset);

/// Reads the values of cells. A dataset is compared with its digest as a whole when its first cell is read, and kept
/// in memory for the other cells unless it is large.
class CellValues {
 public:
  /// The values of one cell as they are stored. Throws h5::Error if the dataset does not match its digest.
  Values read(hid_t dataset, const Location& location);
  /// Compares a large dataset with its digest, unless that was done before.
  void check(hid_t dataset, const std::string& path);

 private:
  using Kept = std::pair<std::string, Values>;
  const Values& whole(hid_t dataset, const std::string& path);

  std::list<Kept> kept_;  ///< the latest first
  std::set<std::string> checked_;
};

}  // namespace engram::store
