// What the lines of a panel are, in words.
#pragma once

#include <cstddef>
#include <string>

#include "figures/figure.hpp"
#include "figures/rows.hpp"

namespace engram::figures {

/// "One line for each of 10 trials, measured against its own target, coloured by target." `colour` is what the
/// colours distinguish, empty where there is one colour. Empty for a lone line.
std::string sentence_of(const Panel& panel, const Rows& rows, const std::string& colour, bool points);

/// Names the histograms of a panel; empty where the axes do.
std::string histogram_sentence(const Rows& rows, std::size_t groups, const std::string& colour);

}  // namespace engram::figures
