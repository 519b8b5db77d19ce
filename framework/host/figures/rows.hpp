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
  std::string sentence;           ///< what the rows are, without its period
  std::vector<std::string> each;  ///< dimensions that the sentence says there is one line for

  /// Whether colours by that name tell nothing that the sentence does not.
  [[nodiscard]] bool same_as_lines(const std::string& name) const { return each.size() == 1 && each.front() == name; }
};

/// Throws RequestError where the panel asks for what the dataset does not have.
Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const Labels& labels);

}  // namespace engram::figures
