// The rows of a dataset that a panel requests: the values along x, the chosen targets, and means.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "panels/figure.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_rows.hpp"
#include "results/targets.hpp"

namespace engram::panels {

/// The values along the x axis.
struct Along {
  std::size_t dimension = 0;       ///< of the dataset
  bool is_dataset = false;         ///< x is another dataset of the same dimensions
  std::vector<double> x;           ///< one number for each place, or for each number of the dataset
  std::vector<std::string> words;  ///< texts of a text coordinate; x is then 0, 1, ...
  std::string label;
  std::string name;
};

/// Throws RequestError if the panel names something that does not exist.
Along along_x(const Panel& panel, const Dataset& dataset, const results::DatasetGroup& labels);

struct Rows {
  results::Table table;
  results::Table members;                ///< the rows behind the means, if they are drawn too
  std::vector<std::vector<double>> low;  ///< bands around the rows of `table`; empty if there are no bands
  std::vector<std::vector<double>> high;
  TargetChoice target = TargetChoice::all;  ///< the choice, or the meaning of `automatic`
  /// The least and the greatest number of rows in a mean; 0 if there is no mean.
  std::size_t least_members = 0;
  std::size_t most_members = 0;
};

/// Throws RequestError if the panel requests something that the dataset does not have.
Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const results::DatasetGroup& labels);

}  // namespace engram::panels
