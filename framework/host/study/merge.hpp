// Writes the cells of a study to one result file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "store/provenance.hpp"
#include "store/writer.hpp"
#include "study/conclude.hpp"
#include "study/study.hpp"

namespace engram::study {

struct MergeOptions {
  bool overwrite = false;
  bool resume = false;     ///< use the cells of the existing result too, and replace it
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

/// Merges a study whose cells were computed in parts, prints the messages about the result, and removes the folder of
/// the cells unless the result is partial. `watch` started with the work whose time the messages report. Returns
/// whether no cell failed. Throws RequestError, and RunError as merge() does.
bool merge_parts(const Study& study, const MergeOptions& options, const Stopwatch& watch);

}  // namespace engram::study
