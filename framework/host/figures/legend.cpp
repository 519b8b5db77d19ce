#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "canvas/colours.hpp"
#include "canvas/text.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

/// Between a word and the next sample.
constexpr double entry_gap = 10;
constexpr double longest_scale = 90;
constexpr double sample_dot = 3.8;

bool differ_when_cut(const std::vector<std::string>& words, double width) {
  std::set<std::string> cut;
  for (const std::string& word : words) {
    cut.insert(canvas::shortened(word, width, type::legend));
  }
  return cut.size() == words.size();
}

/// Words as wide as the legend, one below the other, each on as many lines as it needs.
void put_whole_words(const std::vector<std::string>& words, double width, Legend& legend) {
  for (std::size_t group = 0; group < words.size(); ++group) {
    bool continues = false;
    for (const std::string& line : canvas::wrap(words[group], width - legend_sample - legend_gap, type::legend)) {
      legend.entries.push_back({group, line, 0, static_cast<double>(legend.rows++), continues});
      continues = true;
    }
  }
}

void put_scale(canvas::Canvas& canvas, const Legend& legend, const std::vector<canvas::Colour>& palette, double y) {
  const LegendEntry& first = legend.entries.front();
  const LegendEntry& last = legend.entries.back();
  canvas.text({{legend.left + first.left, y}, first.word, type::legend});
  const double left = legend.left + last.left;
  canvas::Image steps{palette.size(), 1, {}};
  for (const canvas::Colour colour : palette) {
    steps.fields.push_back(canvas::opaque | colour);
  }
  canvas.image({left, y - 3, left + legend.scale, y + 3}, steps);
  canvas.text({{left + legend.scale + legend_gap, y}, last.word, type::legend});
}

}  // namespace

Legend make_legend(const panels::Curves& curves, double width) {
  Legend legend;
  if (curves.groups.size() < 2) {
    return legend;
  }
  const double longest = width / 2;
  legend.heading = canvas::shortened(canvas::capitalised(curves.group_name), width / 3, type::legend);
  for (std::size_t group = 0; group < curves.groups.size(); ++group) {
    if (curves.has_points(group)) {
      legend.dots.insert(group);
    }
  }
  legend.styles = curves.styles;
  legend.as_scale = curves.groups.size() > canvas::distinct_colours();
  legend.rows = 1;
  const double start = canvas::text_width(legend.heading, type::legend) + entry_gap;
  if (legend.as_scale) {
    // The first word is left of the scale, the last word right of it.
    legend.scale = std::min(longest_scale, width / 3);
    const double room = (width - start - legend.scale - 2 * legend_gap) / 2;
    const std::vector<std::string> ends =
        canvas::shortened_apart({curves.groups.front(), curves.groups.back()}, room, type::legend);
    const double scale_left = start + canvas::text_width(ends.front(), type::legend) + legend_gap;
    legend.entries.push_back({0, ends.front(), start, 0});
    legend.entries.push_back({curves.groups.size() - 1, ends.back(), scale_left, 0});
    return legend;
  }
  // A word without room is shortened, unless it then equals another one.
  if (!differ_when_cut(curves.groups, longest)) {
    put_whole_words(curves.groups, width, legend);
    return legend;
  }
  double left = start;
  for (std::size_t group = 0; group < curves.groups.size(); ++group) {
    const std::string word = canvas::shortened(curves.groups[group], longest, type::legend);
    const double end = left + legend_sample + legend_gap + canvas::text_width(word, type::legend);
    const bool fits = end <= width || left <= start;
    if (!fits) {
      ++legend.rows;
    }
    const double at = fits ? left : start;
    legend.entries.push_back({group, word, at, static_cast<double>(legend.rows - 1)});
    left = at + (end - left) + entry_gap;
  }
  return legend;
}

bool same_legend(const Legend& a, const Legend& b) {
  const auto same_entry = [](const LegendEntry& x, const LegendEntry& y) {
    return x.group == y.group && x.word == y.word;
  };
  return a.heading == b.heading && a.as_scale == b.as_scale && a.dots == b.dots && a.styles == b.styles &&
         std::ranges::equal(a.entries, b.entries, same_entry);
}

void put_legend(canvas::Canvas& canvas, const Legend& legend, const std::vector<canvas::Colour>& palette) {
  if (legend.rows == 0) {
    return;
  }
  const double row = type::legend * type::leading;
  const double first = legend.top + row / 2;
  canvas.text({{legend.left, first}, legend.heading, type::legend});
  if (legend.as_scale) {
    put_scale(canvas, legend, palette, first);
    return;
  }
  for (const LegendEntry& entry : legend.entries) {
    const double x = legend.left + entry.left;
    const double y = first + entry.row * row;
    const canvas::Colour colour = palette[entry.group];
    if (!entry.continues && legend.dots.contains(entry.group)) {
      canvas.dots({{x + legend_sample / 2, y}}, {.colour = colour, .width = sample_dot});
    } else if (!entry.continues) {
      const panels::LineStyle& style = legend.styles[entry.group];
      canvas.line({{x, y}, {x + legend_sample, y}},
                  {.colour = colour, .width = 1.8 * style.width, .dashes = dashes_of(style.dash)});
    }
    canvas.text({{x + legend_sample + legend_gap, y}, entry.word, type::legend});
  }
}

}  // namespace engram::figures
