// Counts the units, targets and seeds that the panels of a figure show.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "results/source.hpp"

namespace engram::figures {

struct Counts {
  std::string sentence;            ///< "100 units, 10 targets, 20 seeds."; empty if nothing is known
  std::set<std::string> settings;  ///< paths of the settings that it mentions
};

/// "20 seeds", "10 targets" or "50 to 300 units": the number of seeds among some cells, or their numbers of targets
/// or units. nullopt if nothing is known.
std::optional<std::string> number_in_words(const std::string& noun, const std::vector<std::string>& cells,
                                           const results::Source& source);

/// Counts for `panels`, given the labels of the cells of each. If panels differ in a number, their letters follow it:
/// "seed 1 (a, b), 20 seeds (c)".
Counts counts_of(const std::vector<std::vector<std::string>>& panels, const results::Source& source);

}  // namespace engram::figures
