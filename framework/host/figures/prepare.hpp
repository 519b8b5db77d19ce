// Reads the data of a figure and lays it out, before anything is drawn.
#pragma once

#include <vector>

#include "figures/curves.hpp"
#include "figures/figure.hpp"
#include "figures/layout.hpp"
#include "results/source.hpp"

namespace engram::figures {

/// Checks a figure, reads its data into `curves` and lays it out. Throws RequestError or ParameterError, which name
/// the figure, the panel and the wrong text.
Page prepare(const Figure& figure, const results::Source& source, std::vector<Curves>& curves);

}  // namespace engram::figures
