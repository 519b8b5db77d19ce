// Comparing two result files, dataset by dataset.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "store/reader.hpp"

namespace engram::store {

/// How far real numbers may differ: by `absolute`, or by `relative` times the larger one. Both are 0 for the same
/// bits, where a NaN is the same as any other.
struct Tolerance {
  double absolute = 0.0;
  double relative = 0.0;
};

/// What compare() met.
struct Comparison {
  std::size_t datasets = 0;  ///< in both files
  std::size_t differences = 0;
};

/// Compares what two files hold, but for the groups at the root whose names `skip` picks: which groups and datasets
/// there are, their dimensions, shapes, units, kinds and values. `tell` hears each difference as a sentence. One
/// dataset of each file is in memory at a time.
Comparison compare(const Reader& a, const Reader& b, const Tolerance& tolerance,
                   const std::function<bool(const std::string& group)>& skip,
                   const std::function<void(const std::string& sentence)>& tell);

}  // namespace engram::store
