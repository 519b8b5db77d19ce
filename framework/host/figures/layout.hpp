// Places all elements of a figure on its page, and draws them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "canvas/canvas.hpp"
#include "panels/axis.hpp"
#include "panels/curves.hpp"
#include "panels/figure.hpp"

namespace engram::figures {

/// Sizes of type, in points.
namespace type {
constexpr double title = 11;
constexpr double panel_title = 9;
constexpr double axis_label = 8.5;
constexpr double tick = 8;
constexpr double legend = 8;
constexpr double caption = 8;
/// Distance between lines.
constexpr double leading = 1.3;
}  // namespace type

/// One word of a legend, with its sample on the left.
struct LegendEntry {
  std::size_t group;
  std::string word;
  double left;
  double row;              ///< 0, 1, ... within the legend
  bool continues = false;  ///< a further line of the word before, without a sample
};

struct Legend {
  std::string heading;
  bool as_scale = false;  ///< a colour scale from the first to the last group, if there are too many colours to name
  double scale = 0;       ///< length of that scale
  bool points = false;
  std::vector<LegendEntry> entries;
  std::size_t rows = 0;  ///< 0 if there is no legend
  double left = 0;
  double top = 0;
};

struct PanelLayout {
  canvas::Box axes;
  panels::Axis x;
  panels::Axis y;
  double left = 0;  ///< of the panel with its labels
  double title_top = 0;
  double title_left = 0;
  double x_label_top = 0;
  std::vector<std::string> title;
  std::string letter;  ///< "(a)"; empty if the figure has one panel
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

/// Texts of a figure with their placeholders replaced.
struct Texts {
  std::string title;
  std::string caption;
  std::vector<std::string> panel_titles;
};

/// Lays out a figure: panels of one size with aligned axes, and a height that fits the texts.
Page lay_out(const panels::Figure& figure, const std::vector<panels::Curves>& curves, const Texts& texts);

/// The legend of a panel, its entries in rows no wider than `width`. Empty if there is only one group.
Legend make_legend(const panels::Curves& curves, double width);

/// Whether two legends have the same contents.
bool same_legend(const Legend& a, const Legend& b);

/// Draws a legend at its place; `palette` has the colour of each group.
void put_legend(canvas::Canvas& canvas, const Legend& legend, const std::vector<canvas::Colour>& palette);

void paint(canvas::Canvas& canvas, const Page& page, const std::vector<panels::Curves>& curves);

/// The samples of legends, in points.
constexpr double legend_sample = 14;
/// Between a sample and its word.
constexpr double legend_gap = 3;
constexpr double tick_length = 3;
/// Between a tick and its number.
constexpr double tick_gap = 3;

}  // namespace engram::figures
