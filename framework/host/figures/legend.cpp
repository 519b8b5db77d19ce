#include "figures/legend.hpp"

#include <algorithm>

#include "figures/colours.hpp"
#include "figures/text.hpp"

namespace engram::figures {

namespace {

constexpr double gap = 3;         ///< between a sample and its word
constexpr double entry_gap = 10;  ///< between a word and the next sample

}  // namespace

Legend make_legend(const Curves& curves, double width) {
  Legend legend;
  if (curves.groups.size() < 2) {
    return legend;
  }
  legend.heading = capitalised(curves.group_name);
  legend.points = curves.points;
  legend.as_scale = curves.groups.size() > distinct_colours();
  legend.rows = 1;
  const double start = text_width(legend.heading, type::legend) + entry_gap;
  if (legend.as_scale) {
    // The first word stands left of the scale, the last one right of it.
    const double scale_left = start + text_width(curves.groups.front(), type::legend) + gap;
    legend.entries.push_back({0, curves.groups.front(), start, 0});
    legend.entries.push_back({curves.groups.size() - 1, curves.groups.back(), scale_left, 0});
    return legend;
  }
  double left = start;
  for (std::size_t group = 0; group < curves.groups.size(); ++group) {
    const double end = left + legend_sample + gap + text_width(curves.groups[group], type::legend);
    if (end > width && left > start) {
      left = start;
      ++legend.rows;
    }
    legend.entries.push_back({group, curves.groups[group], left, static_cast<double>(legend.rows - 1)});
    left += legend_sample + gap + text_width(curves.groups[group], type::legend) + entry_gap;
  }
  return legend;
}

bool same_legend(const Legend& a, const Legend& b) {
  const auto same_entry = [](const LegendEntry& x, const LegendEntry& y) {
    return x.group == y.group && x.word == y.word;
  };
  return a.heading == b.heading && a.as_scale == b.as_scale && a.points == b.points &&
         std::ranges::equal(a.entries, b.entries, same_entry);
}

}  // namespace engram::figures
