// Compares two result files, dataset by dataset.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "store/reader.hpp"

namespace engram::store {

/// How far real numbers may differ: by `absolute`, or by `relative` times the larger one. If both are 0, the bits
/// must be the same. All NaNs count as equal.
struct Tolerance {
  double absolute = 0.0;
  double relative = 0.0;
};

/// The result of compare().
struct Comparison {
  std::size_t datasets = 0;  ///< in both files
  std::size_t differences = 0;
};

/// How two datasets differ, in words: dimensions, unit, shape, kind, or values; empty if they are the same.
std::string difference(const Dataset& a, const Dataset& b, const Tolerance& tolerance);

/// The parts of two files that are compared.
struct Extent {
  std::string group_of_a = {};  ///< compared with the whole second file
  bool b_may_have_more = false;
};

/// Compares the groups and datasets of two files, and the dimensions, shapes, units, kinds and values of the
/// datasets. Groups whose path in the second file `skip` accepts are left out. `report` receives each difference as a
/// sentence. Only one dataset of each file is in memory at a time.
Comparison compare(const Reader& a, const Reader& b, const Tolerance& tolerance, const Extent& extent,
                   const std::function<bool(const std::string& group)>& skip,
                   const std::function<void(const std::string& sentence)>& report);

}  // namespace engram::store
