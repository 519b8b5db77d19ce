#include "figures/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace engram::figures {

void make_histograms(Curves& curves, Index bins, Scale scale) {
  const Extent extent =
      curves.y_extent(-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
  const double width = extent.high > extent.low ? (extent.high - extent.low) / static_cast<double>(bins) : 1.0;
  std::map<std::size_t, std::vector<double>> counts;  // one list for each group
  for (const Curve& curve : curves.curves) {
    auto& list = counts.try_emplace(curve.group, static_cast<std::size_t>(bins), 0.0).first->second;
    for (const double number : curve.y) {
      if (std::isfinite(number)) {
        const auto bin = static_cast<std::size_t>(std::max(0.0, (number - extent.low) / width));
        list[std::min(bin, list.size() - 1)] += 1.0;
      }
    }
  }
  curves.curves.clear();
  for (const auto& [group, list] : counts) {
    // The outline returns to zero at every edge, so that the band below closes.
    Curve outline;
    outline.group = group;
    for (std::size_t bin = 0; bin < list.size(); ++bin) {
      const double left = extent.low + static_cast<double>(bin) * width;
      outline.x.insert(outline.x.end(), {left, left + width});
      const double height = scale == Scale::log ? std::max(list[bin], 0.5) : list[bin];
      outline.y.insert(outline.y.end(), {height, height});
    }
    outline.low.assign(outline.y.size(), 0.0);
    outline.high = outline.y;
    curves.curves.push_back(std::move(outline));
  }
  curves.x_label = curves.y_label;
  curves.x_name = curves.y_name;
  curves.x_words.clear();
  curves.y_label = curves.y_name = "Number";
  curves.points = false;
}

}  // namespace engram::figures
