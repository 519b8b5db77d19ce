// Where everything stands on the page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "figures/axis.hpp"
#include "figures/curves.hpp"
#include "figures/figure.hpp"

namespace engram::figures {

/// Sizes of type, in points.
namespace type {
constexpr double title = 11;
constexpr double panel_title = 9;
constexpr double axis_label = 8.5;
constexpr double tick = 8;
constexpr double legend = 8;
constexpr double caption = 8;
/// Bold letters are wider than the widths of text_width().
constexpr double bold = 1.12;
/// From one line to the next.
constexpr double leading = 1.3;
}  // namespace type

/// A rectangle, in points from the upper left corner of the page.
struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

/// One word of a legend, with the sample to its left.
struct LegendEntry {
  std::size_t group;
  std::string word;
  double left;
  double row;  ///< 0, 1, ... within the legend
};

struct Legend {
  std::string heading;
  bool as_scale = false;  ///< a colour scale from the first to the last group, where colours are too many to name
  double scale = 0;       ///< length of that scale
  bool points = false;
  std::vector<LegendEntry> entries;
  std::size_t rows = 0;  ///< 0: there is none
  double left = 0;
  double top = 0;
};

struct PanelLayout {
  Box axes;
  Axis x;
  Axis y;
  double left = 0;  ///< of the panel with its labels
  double title_top = 0;
  double title_left = 0;
  double x_label_top = 0;
  std::vector<std::string> title;
  std::string letter;  ///< "(a)"; empty where a figure has one panel
  std::vector<std::string> x_label;
  std::vector<std::string> y_label;
  Legend legend;
};

struct Page {
  double width = 0;  ///< points
  double height = 0;
  std::vector<std::string> title;
  std::vector<PanelLayout> panels;
  Legend legend;  ///< shared by all panels
  std::vector<std::string> caption;
  double margin = 0;
  double caption_top = 0;
};

/// Texts of a figure with their placeholders filled.
struct Texts {
  std::string title;
  std::string caption;
  std::vector<std::string> panel_titles;
};

/// Lays a figure out: panels of one size whose axes are in line, and as much height as the texts take.
Page lay_out(const Figure& figure, const std::vector<Curves>& curves, const Texts& texts);

/// The samples of legends, in points.
constexpr double legend_sample = 14;
/// Between a sample and its word.
constexpr double legend_gap = 3;
constexpr double tick_length = 3;

}  // namespace engram::figures
