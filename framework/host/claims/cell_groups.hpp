// Cells that a claim judges together, and the cells of another case that it compares them with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "results/summary.hpp"

namespace engram::claims {

struct CellGroup {
  std::string label;              ///< the settings that its cells share; empty if there are none
  std::vector<std::size_t> rows;  ///< of the summary
};

/// The groups of the rows that a claim over seeds or cells is about, each row in one group. Cells of different cases
/// never differ in their seeds only.
std::vector<CellGroup> groups_of(const Claim& claim, const results::Summary& summary,
                                 const std::vector<std::size_t>& rows);

/// For each of `rows` the row of the case `against` with the same seed and the same values of all that the sweep
/// changes. Throws RequestError if there is no such case, or not exactly one such row.
std::vector<std::size_t> partners_of(const Claim& claim, const results::Summary& summary,
                                     const std::vector<std::size_t>& rows);

}  // namespace engram::claims
