// The values along the x axis of a panel.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "figures/figure.hpp"
#include "figures/labels.hpp"

namespace engram::figures {

struct Along {
  std::size_t dimension = 0;       ///< of the dataset
  bool is_dataset = false;         ///< x is another dataset of the same dimensions
  std::vector<double> x;           ///< one number for each place, or for each number of the dataset
  std::vector<std::string> words;  ///< texts of a text coordinate; x is then 0, 1, ...
  std::string label;
  std::string name;
};

/// Throws RequestError if the panel names something that does not exist.
Along along_x(const Panel& panel, const Dataset& dataset, const Labels& labels);

}  // namespace engram::figures
