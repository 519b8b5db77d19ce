// The weights that a model recorded in an earlier run, for a model that takes them in place of its initial ones.
#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// Datasets by the names under which Model::record() stored them. Its functions throw RunError, in words for the
/// user, if a dataset is missing, has another shape, or holds a value that is not finite.
class StoredWeights {
 public:
  /// In place of a number of rows: as many as the dataset has.
  static constexpr Index any_number = -1;

  explicit StoredWeights(std::vector<Dataset> datasets) : datasets_(std::move(datasets)) {}

  [[nodiscard]] bool has(std::string_view name) const {
    return std::ranges::find(datasets_, name, &Dataset::name) != datasets_.end();
  }

  /// A dataset of two dimensions: its rows lie along the first.
  [[nodiscard]] Matrix matrix(const std::string& name, Index rows, Index columns) const {
    const Dataset& dataset = find(name);
    const std::vector<double> numbers = numbers_of(dataset, {rows, columns});
    using ByRow = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const ByRow>(numbers.data(), dataset.shape[0], dataset.shape[1]);
  }

  /// A dataset of one dimension.
  [[nodiscard]] Vector vector(const std::string& name, Index size) const {
    const std::vector<double> numbers = numbers_of(find(name), {size});
    return Eigen::Map<const Vector>(numbers.data(), std::ssize(numbers));
  }

 private:
  [[nodiscard]] const Dataset& find(const std::string& name) const {
    const auto found = std::ranges::find(datasets_, name, &Dataset::name);
    if (found == datasets_.end()) {
      std::vector<std::string> names;
      std::ranges::transform(datasets_, std::back_inserter(names), &Dataset::name);
      throw RunError("there is no dataset '" + name +
                     "' among them; stored: " + (names.empty() ? "none" : join(names)));
    }
    return *found;
  }

  /// "50 x 30".
  static std::string shape_text(const std::vector<Index>& shape) {
    std::vector<std::string> extents;
    std::ranges::transform(shape, std::back_inserter(extents), [](Index extent) {
      return extent == any_number ? std::string("any number") : std::to_string(extent);
    });
    return extents.empty() ? "a single number" : join(extents, " x ");
  }

  static std::vector<double> numbers_of(const Dataset& dataset, const std::vector<Index>& shape) {
    const auto fits = [](Index stored, Index taken) { return taken == any_number || stored == taken; };
    if (!std::ranges::equal(dataset.shape, shape, fits)) {
      throw RunError("'" + dataset.name + "' is " + shape_text(dataset.shape) +
                     (dataset.dimensions.empty() ? "" : " (" + join(dataset.dimensions, " x ") + ")") +
                     ", and the model takes " + shape_text(shape));
    }
    std::vector<double> numbers = std::visit(
        [&](const auto& values) {
          if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
            throw RunError("'" + dataset.name + "' holds texts, and the model takes numbers");
            return std::vector<double>{};
          } else {
            return std::vector<double>(values.begin(), values.end());
          }
        },
        dataset.values);
    const auto lost = std::ranges::find_if_not(numbers, [](double value) { return std::isfinite(value); });
    if (lost != numbers.end()) {
      throw RunError("'" + dataset.name + "' holds " + number_text(*lost) + " as its value " +
                     std::to_string(lost - numbers.begin()) + ", and weights are finite");
    }
    return numbers;
  }

  std::vector<Dataset> datasets_;
};

}  // namespace engram
