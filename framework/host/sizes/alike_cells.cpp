#include "sizes/alike_cells.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <engram/array.hpp>

namespace engram::sizes {

namespace {

using Share = cells::KeepPlan::Share;

/// The shape that a prediction gives a cell, which is not exact.
std::vector<std::string> shape_of(const std::vector<MeasuredDataset>& datasets) {
  std::vector<std::string> shape;
  std::ranges::transform(datasets, std::back_inserter(shape), [](const MeasuredDataset& dataset) {
    return fmt::format("{}/{} {:.3g}", dataset.group, dataset.outline.name, dataset.values);
  });
  return shape;
}

}  // namespace

std::vector<AlikeCells> alike_cells(const study::Study& study, const VariedSettings& settings,
                                    const Prediction& prediction, const std::vector<std::size_t>& cells) {
  const std::size_t axes = study.spec().cases.axes().size();
  std::vector<AlikeCells> groups;
  std::map<std::pair<std::size_t, std::vector<double>>, std::size_t> by_point;
  std::map<std::pair<std::size_t, std::vector<std::string>>, std::size_t> by_shape;
  for (const std::size_t cell : cells) {
    const std::vector<std::size_t> position = study.spec().cases.position(cell);
    const std::size_t case_number = position.empty() ? 0 : position.front();
    const Vector point = settings.point(cell);
    const auto [known, is_new_point] =
        by_point.try_emplace({case_number, {point.begin(), point.end()}}, groups.size());
    if (is_new_point) {
      std::vector<MeasuredDataset> datasets = prediction.datasets_at(cell, point);
      const auto [found, is_new_shape] = by_shape.try_emplace({case_number, shape_of(datasets)}, groups.size());
      known->second = found->second;
      if (is_new_shape) {
        const std::vector<std::size_t> none(datasets.size());
        groups.push_back({std::move(datasets), none, none, 0, std::vector<std::set<std::size_t>>(axes)});
      }
    }
    AlikeCells& alike = groups[known->second];
    ++alike.cells;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      alike.places[axis].insert(position[axis + 1]);
    }
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      const Share share = study.keep().share(cell, dataset.group, dataset.outline);
      alike.whole[at] += share == Share::whole_case ? 1 : 0;
      alike.own[at] += share == Share::this_cell ? 1 : 0;
    }
  }
  return groups;
}

}  // namespace engram::sizes
