// Compares two results for a reader.
#pragma once

#include <cstddef>
#include <filesystem>

#include "store/compare.hpp"

namespace engram::app {

struct DiffOptions {
  store::Tolerance tolerance;
  bool provenance = false;  ///< compare provenance and the text of the spec too
  bool all = false;         ///< print every difference, not only the first ones
  bool quiet = false;
};

/// Compares datasets, status and settings, prints the differences, and returns the exit code.
int diff(const std::filesystem::path& a, const std::filesystem::path& b, const DiffOptions& options);

}  // namespace engram::app
