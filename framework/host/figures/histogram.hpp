// Histograms: how often numbers fall where.
#pragma once

#include "figures/curves.hpp"

namespace engram::figures {

/// Turns every curve into the outline of the histogram of its y values, all with the same `bins` equal bins. On a
/// logarithmic scale a bin that holds nothing reaches to half of one.
void make_histograms(Curves& curves, Index bins, Scale scale);

}  // namespace engram::figures
