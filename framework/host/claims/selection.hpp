// The cells and the numbers that a claim is about.
#pragma once

#include <cstddef>
#include <vector>

#include <engram/recorder.hpp>

#include "claims/claim.hpp"
#include "results/dataset_group.hpp"
#include "results/summary.hpp"

namespace engram::claims {

/// The rows of the summary that a claim is about: all, or those of its cases, with the settings of `where`; empty for
/// a single run. Throws RequestError if a case or a column does not exist, or no cell has the settings.
std::vector<std::size_t> chosen_rows(const Claim& claim, const results::Summary& summary);

/// The numbers that a claim selects from a dataset, in the dataset's order. `reduce: last` keeps only the last
/// selected number along the last dimension. Throws RequestError if the dataset does not have the claim's dimensions
/// or coordinates.
std::vector<double> selected(const Claim& claim, Dataset dataset, const results::DatasetGroup& group);

}  // namespace engram::claims
