// The size of each dataset that one cell of a study records, measured without writing a file.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "store/stored_size.hpp"
#include "study/study.hpp"

namespace engram::sizes {

struct MeasuredDataset {
  std::string group;
  Dataset outline;  ///< without its values
  store::StoredSize size = {};
  double values = 0.0;  ///< how many it has
};

struct MeasuredCell {
  std::size_t cell = 0;
  std::vector<MeasuredDataset> datasets;
  std::string failure;   ///< a sentence if the cell fails or crashes
  bool is_late = false;  ///< the cell took longer than it was given
};

/// Runs a cell in a child process, which ends after `limit`, and measures everything that it records.
MeasuredCell measure_cell(const study::Study& study, std::size_t cell, std::chrono::milliseconds limit);

}  // namespace engram::sizes
