// From the cells of a study to one result file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "app/study.hpp"
#include "store/provenance.hpp"
#include "store/writer.hpp"

namespace engram::app {

/// How a result is written.
struct MergeOptions {
  bool overwrite = false;
  /// Where what is there so far goes, cells that are missing left out; empty: all are there, and the result is the
  /// end of the study.
  std::filesystem::path partial = {};
  bool quiet = false;
};

/// What became of a merge.
struct Merged {
  std::size_t cells = 0;
  std::vector<store::Failure> failures;
};

/// Writes the result of a study, one cell after the other in the order of the spec, whichever process computed it.
/// Throws RunError where a cell is missing, unless the result is partial. The folder of the cells stays.
Merged merge(const Study& study, const Computed& computed, store::Provenance provenance, const MergeOptions& options);

}  // namespace engram::app
