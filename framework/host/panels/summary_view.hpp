// Columns of the summary as lines, points, a histogram or a map of a panel.
#pragma once

#include "panels/view.hpp"

namespace engram::panels {

/// Whether a panel shows a column of the summary together with other columns or over several cells.
bool is_of_summary(const Panel& panel);

/// Collects the panel's data. Cells that differ in a setting which is neither a seed nor named by `average` never
/// share a point, a bar or a field: lines and bars are split, and a map is refused. Throws RequestError if columns or
/// cases do not exist.
View make_summary_view(const Panel& panel, const results::Source& source);

}  // namespace engram::panels
