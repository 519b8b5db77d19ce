// Chooses the cells of a sweep that a result stores together.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cells/summary.hpp"
#include "journals/cell_listener.hpp"
#include "specification/spec.hpp"
#include "store/sha256.hpp"
#include "store/stack_writer.hpp"

namespace engram::cells {

/// The shape of a computed cell: cells with the same digest record the same groups and datasets, of the same types,
/// shapes and units, and the same coordinates.
class CellShape : public journals::CellListener {
 public:
  void group(const std::string& path) override;
  void dataset(const std::string& group, Dataset dataset) override;
  void failure(const std::string& group, std::string sentence) override;

  /// Of everything that was played.
  [[nodiscard]] std::string digest();
  [[nodiscard]] bool has_failed() const { return failed_; }
  /// Whether a dataset, a dimension or a group has that name.
  [[nodiscard]] bool uses(const std::string& name) const { return names_.contains(name); }
  /// The single numbers, for the summary.
  std::vector<Scalar> take_scalars() { return std::move(scalars_); }

 private:
  store::Sha256 sum_;
  std::set<std::string> names_;
  std::vector<Scalar> scalars_;
  bool failed_ = false;
};

/// Cells of one shape. Their axes are those of the sweep along which they differ, or one axis `cell` if the grid of
/// these axes would be mostly empty.
struct CellStack {
  std::string path;                 ///< of its group: "cells", "cells/real_loop", "cells/patterns.count=10"
  std::vector<std::size_t> rows;    ///< of the cells, among those given to stacks_of()
  std::vector<std::size_t> places;  ///< of the same cells, in increasing order
  std::vector<store::StackAxis> axes;
};

/// A cell that was computed.
struct ShapedCell {
  std::size_t number = 0;  ///< in the spec
  std::string shape = {};  ///< see CellShape::digest(); empty if it cannot be in a stack
};

/// The stacks of at least two cells each; a stack has cells of one case. `axes` are those of the whole sweep.
std::vector<CellStack> stacks_of(const std::vector<ShapedCell>& cells, const specification::Cells& names,
                                 const std::vector<store::StackAxis>& axes);

}  // namespace engram::cells
