// What a figure shows, read and laid out, before anything is drawn.
#pragma once

#include <vector>

#include "figures/curves.hpp"
#include "figures/figure.hpp"
#include "figures/layout.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// Checks a figure, reads what it shows into `curves` and lays it out. Throws RequestError or ParameterError, which
/// say in which figure, panel and text the mistake is.
Page prepare(const Figure& figure, const Source& source, std::vector<Curves>& curves);

}  // namespace engram::figures
