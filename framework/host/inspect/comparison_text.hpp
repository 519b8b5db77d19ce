// The differences between results, as text.
#pragma once

#include <string>
#include <vector>

#include "results/source.hpp"

namespace engram::inspect {

/// A result by a name that no other one has.
struct NamedResult {
  const results::Source* source = nullptr;
  std::string name;
};

/// Prints the settings that differ between results, and the numbers of the first one beside those of each other one.
void print_comparison(const std::vector<NamedResult>& all);

}  // namespace engram::inspect
