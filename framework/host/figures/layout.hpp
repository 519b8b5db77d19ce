// Places all elements of a figure on its page, and draws them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "canvas/canvas.hpp"
#include "panels/axis.hpp"
#include "panels/curves.hpp"
#include "panels/figure.hpp"

namespace engram::figures {

constexpr double points_per_cm = 72 / 2.54;

/// Around everything, in points.
constexpr double page_margin = 6;

/// Sizes of type, in points.
namespace type {
constexpr double title = 11;
constexpr double panel_title = 9;
constexpr double axis_label = 8.5;
constexpr double tick = 8;
constexpr double legend = 8;
constexpr double caption = 8;
constexpr double inset = 6.5;
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
  std::set<std::size_t> dots = {};  ///< groups that are drawn as points
  std::vector<LegendEntry> entries;
  std::vector<panels::LineStyle> styles;  ///< of each group
  std::size_t rows = 0;                   ///< 0 if there is no legend
  double left = 0;
  double top = 0;
};

/// Axes within the axes of a panel, which show a part of it enlarged.
struct Inset {
  canvas::Box outside;  ///< with the numbers at its axes
  canvas::Box axes;
  panels::Axis x;
  panels::Axis y;
};

/// The scale of the colours of a matrix.
struct ColourBar {
  canvas::Box box;
  panels::Axis axis;
  std::vector<std::string> label;
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
  std::vector<std::vector<std::string>> column_titles;  ///< the lines above each column of images
  std::optional<ColourBar> bar;
  std::optional<Inset> inset;
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

/// The lines of one panel in several results: words in the legend begin with the name of the result. Throws
/// RequestError for a matrix or images, and if the lines do not fit together.
panels::Curves overlay(const std::vector<panels::Curves>& results, const std::vector<std::string>& names);

/// Gives lines of the same word the same colour in all panels, among panels whose lines stand for the same.
void share_colours(std::vector<panels::Curves>& curves);

/// Gives panels that show the same quantity the same ranges of axes and colours, as the figure requests.
void share_ranges(const panels::Figure& figure, std::vector<panels::Curves>& curves);

/// The inset that a panel requests within its axes, in the corner where it hides least.
std::optional<Inset> make_inset(const panels::Panel& panel, const panels::Curves& curves, const PanelLayout& place);

/// Lays out a figure: panels of one size with aligned axes, and a height that fits the texts.
Page lay_out(const panels::Figure& figure, const std::vector<panels::Curves>& curves, const Texts& texts);

/// The legend of a panel, its entries in rows no wider than `width`. Empty if there is only one group.
Legend make_legend(const panels::Curves& curves, double width);

/// Whether two legends have the same contents.
bool same_legend(const Legend& a, const Legend& b);

/// Draws a legend at its place; `palette` has the colour of each group.
void put_legend(canvas::Canvas& canvas, const Legend& legend, const std::vector<canvas::Colour>& palette);

canvas::Dashes dashes_of(panels::Dash dash);

/// The colour of each group: that of its style, or the one of the palette.
std::vector<canvas::Colour> palette_of(const panels::Curves& curves);

/// Numbers of a panel, or of its inset, as places on the page.
struct Plane {
  const canvas::Box& box;
  const panels::Axis& x_axis;
  const panels::Axis& y_axis;

  [[nodiscard]] double x(double number) const;
  [[nodiscard]] double y(double number) const;
};

/// Draws the lines, bands and points of a panel within the box, and with `count` how many lines end in one place.
/// Returns false if no curve has a point.
bool put_curves(canvas::Canvas& canvas, const Plane& plane, const panels::Curves& curves, bool count);

/// Draws the fields of a matrix, or images.
void put_heat(canvas::Canvas& canvas, const Plane& plane, const panels::Heat& heat);

/// The colour of a value of a matrix or an image; 0 for a missing value of a matrix, which shows the page.
std::uint32_t field_of(double value, const panels::Heat& heat);

void paint(canvas::Canvas& canvas, const Page& page, const std::vector<panels::Curves>& curves);

/// The samples of legends, in points.
constexpr double legend_sample = 14;
/// Between a sample and its word.
constexpr double legend_gap = 3;
constexpr double tick_length = 3;
/// Between a tick and its number.
constexpr double tick_gap = 3;

}  // namespace engram::figures
