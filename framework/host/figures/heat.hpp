// Heat maps: matrices as coloured cells, and patterns as small images.
#pragma once

#include <string>
#include <vector>

#include "figures/figure.hpp"
#include "results/source.hpp"

namespace engram::figures {

/// Fields in rows from the top; NaN for a missing number.
struct Heat {
  std::size_t columns = 0;
  std::size_t rows = 0;
  std::vector<double> values;  ///< row by row
  double low = 0.0;            ///< the values at the ends of the palette
  double high = 1.0;
  double least = 0.0;  ///< the ends of the finite values; `least` is above `greatest` if there are none
  double greatest = 0.0;
  bool diverging = false;  ///< has both signs, and white is 0
  bool images = false;     ///< grey images, without numbers at the axes
};

/// The fields of a two-dimensional dataset: the matrix itself for `style: matrix`, each row as a small image for
/// `style: images`. Throws RequestError if the dataset has other dimensions or the image shape does not fit.
Heat make_heat(const Panel& panel, const Dataset& dataset);

/// "Colours from -1 to 1.", or in words that all values are the same, or that there are none.
std::string range_sentence(const Heat& heat);

}  // namespace engram::figures
