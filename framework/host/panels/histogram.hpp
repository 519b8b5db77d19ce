// Histograms of the values of lines.
#pragma once

#include <engram/index.hpp>

#include "panels/curves.hpp"

namespace engram::panels {

/// Turns every group of lines into the outline of the histogram of their y values, with the same bins for all: `bins`
/// bins, or for whole numbers at most that many, each of which holds the same number of whole numbers. An empty bin
/// is a gap in the outline. Values that a logarithmic x axis cannot show are left out, and the caption says so.
void make_histograms(Curves& curves, Index bins, Scale x_scale, Scale y_scale);

/// Counts the values of a histogram again, in bins over an extent that contains them, as other panels have.
void count_within(Curves& histogram, const Extent& extent, Index bins);

}  // namespace engram::panels
