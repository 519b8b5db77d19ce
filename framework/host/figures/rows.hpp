// The rows of a table that a panel asks for: which targets, and means over what.
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
  Table members;                         ///< what means were taken of, where it is to be drawn too
  std::vector<std::vector<double>> low;  ///< bands around the rows of `table`; empty where there are none
  std::vector<std::vector<double>> high;
  TargetChoice target = TargetChoice::all;  ///< what was chosen, or what `automatic` came to
  /// Over how many rows a mean was taken, at least and at most; 0 where there is no mean.
  std::size_t least_members = 0;
  std::size_t most_members = 0;
};

/// Throws RequestError where the panel asks for what the dataset does not have.
Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const Labels& labels);

}  // namespace engram::figures
