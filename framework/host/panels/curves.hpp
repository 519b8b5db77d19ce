// The lines of a panel, made of a dataset as the panel requests.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "panels/axis.hpp"
#include "panels/figure.hpp"
#include "results/named_dataset.hpp"
#include "results/source.hpp"

namespace engram::panels {

/// One line, or one cloud of points. A number that is not finite becomes NaN, a gap.
struct Curve {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low;  ///< of the band around a mean; empty if there is no band
  std::vector<double> high;
  std::size_t group = 0;  ///< decides the colour
  bool faint = false;     ///< a single member drawn behind its mean
};

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

/// Everything that a panel draws.
struct Curves {
  std::vector<Curve> curves;           ///< faint ones first
  std::vector<std::string> groups;     ///< the name of each group in the legend
  std::string group_name;              ///< what distinguishes the groups: "target"
  std::vector<std::string> sentences;  ///< for the caption: the meaning of the lines, and what is left out
  std::vector<std::string> x_words;    ///< the labels of x = 0, 1, ... if x is text
  std::vector<std::string> y_words;    ///< the labels of the rows of a map, from the top
  std::string x_label;                 ///< with its unit
  std::string x_name;                  ///< a short form of it
  std::string y_label;
  std::string y_name;
  bool points = false;
  std::vector<double> mark_x;  ///< places marked by thin lines
  std::vector<double> mark_y;
  std::optional<Heat> heat;  ///< coloured fields instead of curves
  results::Located place;

  /// Least and greatest finite numbers; {0, 1} if there are none.
  [[nodiscard]] Extent x_extent() const;
  /// The same for y, for x from `x_from` to `x_to`.
  [[nodiscard]] Extent y_extent(double x_from, double x_to) const;
};

/// Reads a matrix as coloured fields (`style: matrix`), or each of its rows as a small image (`style: images`).
/// Throws RequestError if the dataset has other dimensions or the image shape does not fit.
Curves read_heat(const Panel& panel, const results::Source& source);

/// Reads and arranges the data of a panel. Throws RequestError if they do not fit the panel's request.
Curves read_curves(const Panel& panel, const results::Source& source);

}  // namespace engram::panels
