// Histograms: how often numbers fall into intervals.
#pragma once

#include "figures/curves.hpp"

namespace engram::figures {

/// Turns every curve into the outline of the histogram of its y values, with the same `bins` equal bins for all. On a
/// logarithmic scale an empty bin has the height of one half.
void make_histograms(Curves& curves, Index bins, Scale scale);

}  // namespace engram::figures
