// Cells whose datasets have the same sizes, which a result stores together.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "sizes/measured_cell.hpp"
#include "sizes/prediction.hpp"
#include "sizes/varied_settings.hpp"
#include "study/study.hpp"

namespace engram::sizes {

struct AlikeCells {
  std::vector<MeasuredDataset> datasets;
  std::vector<std::size_t> whole;  ///< for each dataset, the cells that store it with all others of their case
  std::vector<std::size_t> own;    ///< and the cells that store it apart
  std::size_t cells = 0;
  std::vector<std::set<std::size_t>> places;  ///< for each axis
};

/// Groups cells by their case and the predicted shapes of their datasets.
std::vector<AlikeCells> alike_cells(const study::Study& study, const VariedSettings& settings,
                                    const Prediction& prediction, const std::vector<std::size_t>& cells);

}  // namespace engram::sizes
