// Compares two result files, dataset by dataset.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "results/dataset_difference.hpp"
#include "store/reader.hpp"

namespace engram::inspect {

/// The result of compare().
struct Comparison {
  std::size_t datasets = 0;  ///< in both files
  std::size_t differences = 0;
};

/// The parts of two files that are compared.
struct Extent {
  std::string group_of_a = {};  ///< compared with the whole second file
  bool b_may_have_more = false;
};

/// Compares the groups and datasets of two files, and the dimensions, shapes, units, kinds and values of the
/// datasets. Groups whose path in the second file `skip` accepts are left out. `report` receives each difference as a
/// sentence. Only one dataset of each file is in memory at a time.
Comparison compare(const store::Reader& a, const store::Reader& b, const results::Tolerance& tolerance,
                   const Extent& extent, const std::function<bool(const std::string& group)>& skip,
                   const std::function<void(const std::string& sentence)>& report);

}  // namespace engram::inspect
