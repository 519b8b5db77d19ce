// The rows of a table that a panel requests: the chosen targets, and means.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "figures/along.hpp"
#include "figures/figure.hpp"
#include "figures/labels.hpp"
#include "figures/table.hpp"

namespace engram::figures {

struct Rows {
  Table table;
  Table members;                         ///< the rows behind the means, if they are drawn too
  std::vector<std::vector<double>> low;  ///< bands around the rows of `table`; empty if there are no bands
  std::vector<std::vector<double>> high;
  TargetChoice target = TargetChoice::all;  ///< the choice, or the meaning of `automatic`
  /// The least and the greatest number of rows in a mean; 0 if there is no mean.
  std::size_t least_members = 0;
  std::size_t most_members = 0;
};

/// Throws RequestError if the panel requests something that the dataset does not have.
Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const Labels& labels);

}  // namespace engram::figures
