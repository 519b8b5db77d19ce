// The lines of a panel: what a dataset becomes under a panel's wishes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "figures/axis.hpp"
#include "figures/figure.hpp"
#include "figures/heat.hpp"
#include "figures/locate.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// One line, or one cloud of points. What is not a finite number is NaN, a gap.
struct Curve {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low;  ///< of the band around a mean; empty where there is none
  std::vector<double> high;
  std::size_t group = 0;  ///< decides the colour
  bool faint = false;     ///< a member behind its mean
};

/// All that a panel draws.
struct Curves {
  std::vector<Curve> curves;           ///< faint ones first
  std::vector<std::string> groups;     ///< what the legend calls each group
  std::string group_name;              ///< what distinguishes the groups: "target"
  std::vector<std::string> sentences;  ///< for the caption: what the lines are, and what is left out
  std::vector<std::string> x_words;    ///< what stands at x = 0, 1, ... where x is text
  std::vector<std::string> y_words;    ///< the same for the rows of a map, from the top
  std::string x_label;                 ///< with its unit
  std::string x_name;                  ///< a short form of it
  std::string y_label;
  std::string y_name;
  bool points = false;
  std::vector<double> mark_x;  ///< places that thin lines mark
  std::vector<double> mark_y;
  std::optional<Heat> heat;  ///< cells in place of curves
  Located place;

  /// Least and greatest finite numbers; {0, 1} where there are none.
  [[nodiscard]] Extent x_extent() const;
  /// The same for y, where x is from `x_from` to `x_to`.
  [[nodiscard]] Extent y_extent(double x_from, double x_to) const;
};

/// Reads and arranges the data of a panel. Throws RequestError where they are not what the panel asks for.
Curves read_curves(const Panel& panel, const Source& source);

}  // namespace engram::figures
