// Compares two results for a reader.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "results/dataset_difference.hpp"

namespace engram::inspect {

struct DiffOptions {
  results::Tolerance tolerance;
  bool provenance = false;  ///< compare provenance and the text of the spec too
  bool all = false;         ///< print every difference, not only the first ones
  bool quiet = false;
  std::string cell = {};         ///< compare only this cell of the first result with the second, a single run
  bool b_may_have_more = false;  ///< datasets that only the second result has are no difference
};

/// Compares datasets, status and settings, prints the differences, and returns whether there are none.
bool diff(const std::filesystem::path& a, const std::filesystem::path& b, const DiffOptions& options);

}  // namespace engram::inspect
