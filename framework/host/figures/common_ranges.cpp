#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "canvas/colours.hpp"
#include "figures/layout.hpp"
#include "panels/histogram.hpp"

namespace engram::figures {

namespace {

/// A part of a panel that may have the same range as that of other panels.
struct Compared {
  std::size_t panel = 0;
  std::string quantity;
  panels::Axis scale;  ///< for the length of a range along it
  panels::Extent extent;
};

double length_of(const Compared& one, const panels::Extent& extent) {
  return panels::length_to(extent.high, one.scale) - panels::length_to(extent.low, one.scale);
}

/// The range that contains those of all; nullopt if the panels keep their own.
std::optional<panels::Extent> common_range(const std::vector<Compared>& group, panels::Ranges ranges) {
  constexpr double least_share = 1.0 / 3;
  panels::Extent all = panels::empty_extent;
  for (const Compared& one : group) {
    all.include(one.extent.low);
    all.include(one.extent.high);
  }
  const bool readable = std::ranges::all_of(
      group, [&](const Compared& one) { return length_of(one, one.extent) >= least_share * length_of(one, all); });
  return group.size() > 1 && (ranges == panels::Ranges::common || readable) ? std::optional{all} : std::nullopt;
}

/// Calls `put(panel, range, linear)` for each of the panels that share a range, and the linear part of a symlog
/// scale.
template <class Put>
void share(std::vector<Compared> all, panels::Ranges ranges, const Put& put) {
  while (!all.empty()) {
    const Compared first = all.front();
    const auto same = [&](const Compared& one) {
      return one.quantity == first.quantity && one.scale.scale == first.scale.scale;
    };
    std::vector<Compared> group;
    std::ranges::copy_if(all, std::back_inserter(group), same);
    std::erase_if(all, same);
    if (const std::optional<panels::Extent> range = common_range(group, ranges)) {
      const auto linear =
          std::ranges::min(group, {}, [](const Compared& one) { return one.scale.linear; }).scale.linear;
      for (const Compared& one : group) {
        put(one.panel, *range, linear);
      }
    }
  }
}

bool has_numbers(const panels::Curves& curves) {
  return std::ranges::any_of(curves.curves, [](const panels::Curve& curve) {
    return std::ranges::any_of(curve.y, [](double number) { return std::isfinite(number); });
  });
}

panels::Axis scale_of(panels::Scale scale, double linear) {
  panels::Axis axis;
  axis.scale = scale;
  axis.linear = linear;
  return axis;
}

/// Counts in the same bins in histograms of one quantity, since heights in bins of other widths cannot be compared.
void share_bins(const panels::Figure& figure, std::vector<panels::Curves>& curves) {
  std::vector<Compared> histograms;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const panels::Curves& one = curves[i];
    const panels::Panel& panel = figure.panels[i];
    panels::Extent extent = panels::empty_extent;
    std::ranges::for_each(one.counted, [&](const panels::Curve& curve) { extent.include(curve.y); });
    if (extent.low <= extent.high && !panel.x_min && !panel.x_max) {
      histograms.push_back({i, fmt::format("{} {} {}", one.x_label, panel.bins, one.whole_x),
                            scale_of(panel.x_scale, one.x_linear), extent});
    }
  }
  share(std::move(histograms), figure.ranges, [&](std::size_t panel, const panels::Extent& range, double /*linear*/) {
    panels::count_within(curves[panel], range, figure.panels[panel].bins);
  });
}

}  // namespace

void share_colours(std::vector<panels::Curves>& curves) {
  std::map<std::string, std::vector<std::string>> words;
  for (const panels::Curves& panel : curves) {
    std::vector<std::string>& known = words[panel.group_name];
    for (const std::string& word : panel.groups) {
      if (panel.groups.size() > 1 && std::ranges::find(known, word) == known.end()) {
        known.push_back(word);
      }
    }
  }
  for (panels::Curves& panel : curves) {
    const std::vector<std::string>& known = words[panel.group_name];
    if (panel.groups.size() < 2 || known.size() > canvas::distinct_colours()) {
      continue;
    }
    const std::vector<canvas::Colour> palette = canvas::colours(known.size());
    for (std::size_t group = 0; group < panel.groups.size(); ++group) {
      const auto place = std::ranges::find(known, panel.groups[group]) - known.begin();
      std::optional<canvas::Colour>& colour = panel.styles[group].colour;
      colour = colour.value_or(palette[static_cast<std::size_t>(place)]);
    }
  }
}

void share_ranges(const panels::Figure& figure, std::vector<panels::Curves>& curves) {
  if (figure.ranges == panels::Ranges::own) {
    return;
  }
  share_bins(figure, curves);
  std::vector<Compared> along_x;
  std::vector<Compared> along_y;
  std::vector<Compared> colours;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const panels::Curves& one = curves[i];
    const panels::Panel& panel = figure.panels[i];
    if (one.heat) {
      const bool has_values = one.heat->least <= one.heat->greatest;
      if (!one.heat->images && has_values && !panel.colour_min && !panel.colour_max) {
        colours.push_back({i, one.heat->label, scale_of(one.heat->scale, 1), {one.heat->least, one.heat->greatest}});
      }
      continue;
    }
    if (!has_numbers(one)) {
      continue;
    }
    // A requested end is that of this panel alone.
    if (one.x_words.empty() && !panel.x_min && !panel.x_max) {
      along_x.push_back({i, one.x_label, scale_of(panel.x_scale, one.x_linear), one.x_extent()});
    }
    if (!panel.y_min && !panel.y_max) {
      const double everywhere = std::numeric_limits<double>::infinity();
      along_y.push_back({i, one.y_label, scale_of(panel.y_scale, one.y_linear),
                         one.y_extent(panel.x_min.value_or(-everywhere), panel.x_max.value_or(everywhere))});
    }
  }
  share(along_x, figure.ranges, [&](std::size_t panel, const panels::Extent& range, double linear) {
    curves[panel].shared_x = range;
    curves[panel].x_linear = linear;
  });
  share(along_y, figure.ranges, [&](std::size_t panel, const panels::Extent& range, double linear) {
    curves[panel].shared_y = range;
    curves[panel].y_linear = linear;
  });
  share(colours, figure.ranges, [&](std::size_t panel, const panels::Extent& range, double /*linear*/) {
    panels::Heat& heat = *curves[panel].heat;
    heat.set_range(range.low, range.high, figure.panels[panel]);
  });
}

}  // namespace engram::figures
