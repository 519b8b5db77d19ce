#include "panels/cell_stack.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "panels/view.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"

namespace engram::panels {

namespace {

std::size_t size_of(const Dataset& dataset) {
  return std::visit([](const auto& values) { return values.size(); }, dataset.values);
}

}  // namespace

CellStack::CellStack(const std::vector<Shown>& shown, const results::Source& source)
    : shown_(shown), source_(source) {
  for (const Shown& one : shown) {
    most_ = std::max(most_, one.cells.size());
  }
}

std::optional<Dataset> CellStack::dataset(const std::string& path) const {
  std::optional<Dataset> whole;
  std::vector<double> numbers;
  for (const Shown& one : shown_) {
    for (const std::string& label : one.cells) {
      const std::string place = results::case_prefix(label) + path;
      if (!source_.has(place)) {
        return std::nullopt;
      }
      Dataset next = source_.dataset(place);
      const std::vector<double> values = results::numbers_of(next);
      numbers.insert(numbers.end(), values.begin(), values.end());
      if (whole) {
        check_alike(path, *whole, next, label);
      } else {
        whole = std::move(next);
      }
    }
    numbers.resize(numbers.size() + (most_ - one.cells.size()) * size_of(*whole),
                   std::numeric_limits<double>::quiet_NaN());
  }
  if (with_cells()) {
    whole->dimensions.insert(whole->dimensions.begin(), cell_dimension);
    whole->shape.insert(whole->shape.begin(), static_cast<Index>(most_));
  }
  whole->dimensions.insert(whole->dimensions.begin(), case_dimension);
  whole->shape.insert(whole->shape.begin(), std::ssize(shown_));
  whole->values = std::move(numbers);
  return whole;
}

std::optional<std::string> CellStack::odd_one(const std::string& path) const {
  const std::string first = results::case_prefix(first_label()) + path;
  const Dataset whole = source_.dataset(first);
  for (const Shown& one : shown_) {
    for (const std::string& label : one.cells) {
      const std::string place = results::case_prefix(label) + path;
      if (place != first && (!source_.has(place) || source_.dataset(place).values != whole.values)) {
        return label;
      }
    }
  }
  return std::nullopt;
}

void CellStack::check_alike(const std::string& path, Dataset& whole, const Dataset& next,
                            const std::string& label) const {
  if (next.dimensions != whole.dimensions) {
    throw RequestError(fmt::format("dataset '{}' runs over {} in case '{}' and over {} in '{}'", path,
                                   join(next.dimensions), label, join(whole.dimensions), first_label()));
  }
  if (next.shape != whole.shape) {
    const std::size_t at =
        static_cast<std::size_t>(std::ranges::mismatch(next.shape, whole.shape).in1 - next.shape.begin());
    throw RequestError(
        fmt::format("dataset '{}' has {} along '{}' in case '{}' and {} in '{}'; show them in separate panels", path,
                    next.shape[at], next.dimensions[at], label, whole.shape[at], first_label()));
  }
  if (next.unit != whole.unit) {
    throw RequestError(
        fmt::format("dataset '{}' is in '{}' in case '{}' and in '{}' in '{}', which have no axis in common; show "
                    "them in separate panels",
                    path, next.unit, label, whole.unit, first_label()));
  }
  if (next.description != whole.description) {
    std::string name = whole.name;
    std::ranges::replace(name, '_', ' ');
    whole.description = name + ".";
  }
}

}  // namespace engram::panels
