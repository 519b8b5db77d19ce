// Settings as the tree that their paths describe, and as text.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "figures/settings.hpp"

namespace engram::figures {

struct Branch {
  std::string value;  ///< as text: "relu", "50 ms"
  std::string label;  ///< the figure's word for the setting; empty if it has none
  std::map<std::string, Branch> branches;
};

/// The sections of an experiment in the order of their use, with analyses under their labels. `labels` are the words
/// of the figure for settings and values.
std::vector<std::pair<std::string, Branch>> sections_of(const Settings& settings, const NamedTexts& labels);

/// "relu (gain 1)": a value, with the settings below it in parentheses.
std::string words_of(const Branch& branch);

/// "model pc_hopfield (layers [50, 30, 20]); learning predictive_coding (rounds 50)".
std::string words_of(const Settings& settings, const NamedTexts& labels);

}  // namespace engram::figures
