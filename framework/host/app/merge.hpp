// Writes the cells of a study to one result file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "app/study.hpp"
#include "store/provenance.hpp"
#include "store/writer.hpp"

namespace engram::app {

struct MergeOptions {
  bool overwrite = false;
  bool recompute = false;  ///< drop cells that were made with other settings, plugins or files
  /// The file for the cells that exist so far, without missing cells; if empty, all cells must exist and the result
  /// completes the study.
  std::filesystem::path partial = {};
  bool quiet = false;
};

struct Merged {
  std::size_t cells = 0;
  std::vector<store::Failure> failures;
};

/// Writes the result of a study, one cell after the other in the order of the spec, whichever process computed it.
/// Throws RunError if a cell is missing, and RequestError if there are other cells that are not to be dropped, unless
/// the result is partial. Keeps the folder of the cells.
Merged merge(const Study& study, const Computed& computed, store::Provenance provenance, const MergeOptions& options);

}  // namespace engram::app
