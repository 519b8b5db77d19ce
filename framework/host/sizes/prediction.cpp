#include "sizes/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <Eigen/QR>

#include "store/path.hpp"

namespace engram::sizes {

Prediction::Prediction(std::vector<MeasuredCell> measured, const VariedSettings& settings)
    : measured_(std::move(measured)),
      weights_(settings.weights()),
      has_whole_(!std::ranges::all_of(measured_, &MeasuredCell::is_late)) {
  std::ranges::transform(measured_, std::back_inserter(points_),
                         [&](const MeasuredCell& each) { return settings.point(each.cell); });
  std::map<std::string, Rows> rows_of;
  for (std::size_t row = 0; row < measured_.size(); ++row) {
    for (const MeasuredDataset& dataset : measured_[row].datasets) {
      rows_of[store::join_path(dataset.group, dataset.outline.name)].emplace_back(row, &dataset);
    }
  }
  for (const auto& [path, rows] : rows_of) {
    trends_.emplace(path, trend_of(rows));
  }
}

std::vector<MeasuredDataset> Prediction::datasets_at(std::size_t cell, const Vector& point) const {
  const std::size_t nearest = nearest_to(cell, point);
  std::vector<MeasuredDataset> datasets = measured_[nearest].datasets;
  if (measured_[nearest].cell == cell) {
    return datasets;
  }
  for (MeasuredDataset& dataset : datasets) {
    const Trend& trend = trends_.at(store::join_path(dataset.group, dataset.outline.name));
    const Vector way = point - points_[nearest];
    dataset.values *= std::exp(trend.values.dot(way));
    dataset.size.plain *= std::exp(trend.plain.dot(way));
    dataset.size.packed = std::min(dataset.size.plain, dataset.size.packed * std::exp(trend.packed.dot(way)));
  }
  return datasets;
}

Prediction::Trend Prediction::trend_of(const Rows& rows) const {
  const Index count = std::ssize(rows) - 1;
  const Index coordinates = points_.front().size();
  if (count < 1 || coordinates == 0) {
    return {Vector::Zero(coordinates), Vector::Zero(coordinates), Vector::Zero(coordinates)};
  }
  Matrix ways(count, coordinates);
  Matrix changes(count, 3);
  const auto& [first, reference] = rows.front();
  const auto change = [](double from, double to) { return std::log((to + 1.0) / (from + 1.0)); };
  for (Index at = 0; at < count; ++at) {
    const auto& [row, dataset] = rows[static_cast<std::size_t>(at + 1)];
    ways.row(at) = points_[row] - points_[first];
    changes(at, 0) = change(reference->values, dataset->values);
    changes(at, 1) = change(reference->size.plain, dataset->size.plain);
    changes(at, 2) = change(reference->size.packed, dataset->size.packed);
  }
  // The least powers that explain the sizes, since settings may change together.
  const Matrix weighted = ways * weights_.asDiagonal();
  const Matrix powers = weights_.asDiagonal() * weighted.completeOrthogonalDecomposition().solve(changes);
  return {powers.col(0), powers.col(1), powers.col(2)};
}

std::size_t Prediction::nearest_to(std::size_t cell, const Vector& point) const {
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t row = 0; row < measured_.size(); ++row) {
    // A cell that took too long lacks datasets.
    if (measured_[row].is_late && has_whole_) {
      continue;
    }
    const double distance = measured_[row].cell == cell ? -1.0 : (points_[row] - point).lpNorm<1>();
    if (distance < least) {
      best = row;
      least = distance;
    }
  }
  return best;
}

}  // namespace engram::sizes
