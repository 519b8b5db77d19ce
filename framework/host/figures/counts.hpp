// Counts the units, targets and seeds that the panels of a figure show.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "results/source.hpp"

namespace engram::figures {

struct Counts {
  std::string sentence;            ///< "100 units, 10 targets, 20 seeds."; empty if nothing is known
  std::set<std::string> settings;  ///< paths of the settings that it mentions
};

/// Counts for `panels`, given the labels of the cells of each. If panels differ in a number, their letters follow it:
/// "seed 1 (a, b), 20 seeds (c)".
Counts counts_of(const std::vector<std::vector<std::string>>& panels, const results::Source& source);

}  // namespace engram::figures
