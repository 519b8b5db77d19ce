// Heat maps: matrices as coloured cells, and patterns as small images.
#pragma once

#include <string>
#include <vector>

#include "figures/figure.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// Cells in rows from the top; what is no number is NaN.
struct Heat {
  std::size_t columns = 0;
  std::size_t rows = 0;
  std::vector<double> values;  ///< row by row
  double low = 0.0;            ///< what the ends of the palette stand for
  double high = 1.0;
  bool diverging = false;  ///< both signs: white stands for 0
  bool images = false;     ///< grey, without numbers at the axes
};

/// The cells of a dataset of two dimensions: as they are for `style: matrix`, each row as an image among others for
/// `style: images`. Throws RequestError where the dataset has other dimensions or the image shape does not fit.
Heat make_heat(const Panel& panel, const Dataset& dataset);

}  // namespace engram::figures
