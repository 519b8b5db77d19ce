#include "panels/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>

namespace engram::panels {

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

struct Bins {
  bool whole = false;
  double first = 0;  ///< left end of the first bin
  double width = 1;
  std::size_t count = 1;

  [[nodiscard]] std::size_t of(double number) const {
    return std::min(static_cast<std::size_t>(std::max(0.0, (number - first) / width)), count - 1);
  }
  [[nodiscard]] double edge(std::size_t bin) const { return first + static_cast<double>(bin) * width; }
};

bool all_whole(const std::vector<Curve>& curves) {
  constexpr double largest = 9007199254740992.0;  // 2^53, beyond which all doubles are whole
  return std::ranges::all_of(curves, [](const Curve& curve) {
    return std::ranges::all_of(curve.y, [](double number) {
      return !std::isfinite(number) || (number == std::round(number) && std::abs(number) < largest);
    });
  });
}

/// Bins of whole numbers end between two of them, so that each holds equally many.
Bins bins_for(const Extent& extent, bool whole, Index wanted) {
  const auto most = static_cast<double>(wanted);
  if (whole) {
    const double numbers = extent.high - extent.low + 1;
    const double width = std::ceil(numbers / most);
    return {true, extent.low - 0.5, width, static_cast<std::size_t>(std::ceil(numbers / width))};
  }
  const double width = extent.high > extent.low ? (extent.high - extent.low) / most : 1.0;
  return {false, extent.low, width, static_cast<std::size_t>(wanted)};
}

/// The outline of the bins that are not empty, which begins and ends at `floor`.
Curve outline_of(const std::vector<double>& counts, const Bins& bins, double floor) {
  Curve outline;
  const auto add = [&](double x, double y) {
    outline.x.push_back(x);
    outline.y.push_back(y);
  };
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] == 0) {
      continue;
    }
    const bool first = bin == 0 || counts[bin - 1] == 0;
    const bool last = bin + 1 == counts.size() || counts[bin + 1] == 0;
    if (first) {
      add(bins.edge(bin), floor);
    }
    add(bins.edge(bin), counts[bin]);
    add(bins.edge(bin + 1), counts[bin]);
    if (last) {
      add(bins.edge(bin + 1), floor);
      add(bins.edge(bin + 1), gap);
    }
  }
  outline.low.assign(outline.y.size(), floor);
  outline.high = outline.y;
  return outline;
}

void drop_not_positive(Curves& curves) {
  std::size_t count = 0;
  for (Curve& curve : curves.curves) {
    for (double& number : curve.y) {
      count += number <= 0 ? 1 : 0;
      number = number <= 0 ? gap : number;
    }
  }
  if (count > 0) {
    curves.sentences.push_back(
        fmt::format("{} not above 0 {} left out.", counted(count, "number"), count == 1 ? "is" : "are"));
  }
}

}  // namespace

void make_histograms(Curves& curves, Index bins, Scale x_scale, Scale y_scale) {
  if (x_scale == Scale::log) {
    drop_not_positive(curves);
  }
  const Extent extent = curves.y_extent();
  // A bin with one entry stands above the end of a logarithmic axis.
  curves.floor = y_scale == Scale::log ? 0.5 : 0.0;
  curves.whole_x = all_whole(curves.curves);
  curves.counted = std::move(curves.curves);
  count_within(curves, extent, bins);
  curves.x_label = curves.y_label;
  curves.x_name = curves.y_name;
  curves.x_words.clear();
  curves.y_label = curves.y_name = "Number";
  curves.points = false;
}

void count_within(Curves& histogram, const Extent& extent, Index bins) {
  const Bins all = bins_for(extent, histogram.whole_x, bins);
  std::map<std::size_t, std::vector<double>> counts;  // one list for each group
  for (const Curve& curve : histogram.counted) {
    auto& list = counts.try_emplace(curve.group, all.count, 0.0).first->second;
    for (const double number : curve.y) {
      if (std::isfinite(number)) {
        list[all.of(number)] += 1.0;
      }
    }
  }
  histogram.curves.clear();
  for (const auto& [group, list] : counts) {
    histogram.curves.push_back(outline_of(list, all, histogram.floor.value_or(0.0)));
    histogram.curves.back().group = group;
  }
}

}  // namespace engram::panels
