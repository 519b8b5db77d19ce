// Columns of the summary as a panel shows them: lines, points, a histogram or a map.
#pragma once

#include "figures/view.hpp"

namespace engram::figures {

/// Whether a panel shows a column of the summary in a way that looks at other columns or at several cells.
bool is_of_summary(const Panel& panel);

/// Puts the panel's data together. Cells that differ in a setting which is neither a seed nor named by `average`
/// never share a point, a bar or a field: lines and bars are split, and a map is refused. Throws RequestError where
/// columns or cases are not there.
View make_summary_view(const Panel& panel, const Source& source);

}  // namespace engram::figures
