// The lines of a panel, made of a dataset as the panel requests.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "panels/axis.hpp"
#include "panels/figure.hpp"
#include "panels/line_style.hpp"
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
  bool diverging = false;                       ///< has both signs, and white is 0
  bool images = false;                          ///< grey images, without numbers at the axes
  Scale scale = Scale::linear;                  ///< of the colours
  std::string label = {};                       ///< the quantity, with its unit
  std::vector<double> x_at = {};                ///< the number of each column, from the left; empty if they have none
  std::vector<double> y_at = {};                ///< the number of each row, from the top
  std::vector<std::string> column_titles = {};  ///< above images that stand in columns

  /// Chooses the ends of the palette for finite values from `from` to `to`, of which there are none if `from` is
  /// above `to`. Ends that the user requests are used exactly.
  void set_range(double from, double to, const Panel& panel);
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
  std::vector<LineStyle> styles;        ///< of each group
  std::set<std::size_t> theories = {};  ///< the groups that are lines of a theory
  bool points = false;
  bool overlaid = false;            ///< lines of several results, which differ by their dashes
  bool whole_x = false;             ///< a histogram of whole numbers
  std::optional<double> floor;      ///< the lower end of the y axis of a histogram
  std::vector<Curve> counted = {};  ///< the lines whose values a histogram counts
  double x_linear = 1;              ///< of symlog scales
  double y_linear = 1;
  std::optional<Extent> shared_x;  ///< the range of the panels that this one is compared with
  std::optional<Extent> shared_y;
  std::vector<double> mark_x;  ///< places marked by thin lines
  std::vector<double> mark_y;
  std::optional<Heat> heat;  ///< coloured fields instead of curves
  results::Located place;

  /// Whether a group is drawn as points.
  [[nodiscard]] bool has_points(std::size_t group) const { return points && !theories.contains(group); }

  /// Least and greatest finite numbers; {0, 1} if there are none.
  [[nodiscard]] Extent x_extent() const;
  /// The same for y, for x from `x_from` to `x_to`.
  [[nodiscard]] Extent y_extent(double x_from, double x_to) const;
  /// The same for all x.
  [[nodiscard]] Extent y_extent() const;
};

/// Reads a matrix as coloured fields (`style: matrix`), or each of its rows as a small image (`style: images`).
/// Throws RequestError if the dataset has other dimensions or the image shape does not fit.
Curves read_heat(const Panel& panel, const results::Source& source);

/// Reads and arranges the data of a panel. Throws RequestError if they do not fit the panel's request.
Curves read_curves(const Panel& panel, const results::Source& source);

}  // namespace engram::panels
