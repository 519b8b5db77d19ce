#include "store/group_outline.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "store/format.hpp"
#include "store/path.hpp"

namespace engram::store {

namespace {

/// Whether HDF5, netCDF and a list of names separated by spaces can all hold a name.
bool is_name(const std::string& name) {
  const auto fits = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '/' && c != '\x7f'; };
  return !name.empty() && name != "." && name != ".." && std::all_of(name.begin(), name.end(), fits);
}

std::size_t number_of_values(const Dataset& dataset) {
  return std::visit([](const auto& values) { return values.size(); }, dataset.values);
}

std::string shape_in_words(const std::vector<Index>& shape) {
  return fmt::format("{}", fmt::join(shape, " x "));
}

/// Reports a mistake of the code that recorded the dataset.
template <class... Arguments>
[[noreturn]] void refuse(const Dataset& dataset, const std::string& group, fmt::format_string<Arguments...> text,
                         Arguments&&... arguments) {
  throw std::logic_error(fmt::format("dataset '{}' in {}: {}", dataset.name, group_in_words(group),
                                     fmt::format(text, std::forward<Arguments>(arguments)...)));
}

}  // namespace

bool is_coordinate(const Dataset& dataset) {
  return dataset.dimensions.size() == 1 && dataset.dimensions.front() == dataset.name;
}

Dataset index_of(const std::string& dimension, Index extent) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(extent));
  std::iota(indices.begin(), indices.end(), 0);
  return {dimension, {dimension}, {extent}, std::move(indices), "1", fmt::format("Index of the {}.", dimension)};
}

void GroupOutline::check(const Dataset& dataset) const {
  check_names(dataset);
  check_dimensions(dataset);
  if (dataset.name == failures_name) {
    refuse(dataset, path_, "the name is reserved for failure()");
  }
}

void GroupOutline::check_names(const Dataset& dataset) const {
  std::vector<std::string> names = {dataset.name};
  names.insert(names.end(), dataset.dimensions.begin(), dataset.dimensions.end());
  names.insert(names.end(), dataset.coordinates.begin(), dataset.coordinates.end());
  for (const std::string& name : names) {
    if (!is_name(name)) {
      refuse(dataset, path_, "'{}' is not a name; names have neither spaces nor slashes", name);
    }
  }
  if (datasets_.count(dataset.name) != 0) {
    refuse(dataset, path_, "recorded twice");
  }
  if (dimensions_.count(dataset.name) != 0 && !is_coordinate(dataset)) {
    refuse(dataset, path_, "has the name of a dimension, whose coordinate must have that one dimension");
  }
}

void GroupOutline::check_dimensions(const Dataset& dataset) const {
  const auto& names = dataset.dimensions;
  if (names.size() != dataset.shape.size()) {
    refuse(dataset, path_, "{} dimensions ({}) and {} extents ({})", names.size(), join(names), dataset.shape.size(),
           shape_in_words(dataset.shape));
  }
  std::size_t values = 1;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Index extent = dataset.shape[i];
    if (extent < 0) {
      refuse(dataset, path_, "dimension '{}' has the extent {}", names[i], extent);
    }
    if (const auto known = dimensions_.find(names[i]); known != dimensions_.end() && known->second.extent != extent) {
      refuse(dataset, path_, "dimension '{}' has the extent {} here and {} in an earlier dataset", names[i], extent,
             known->second.extent);
    }
    if (std::count(names.begin(), names.end(), names[i]) > 1) {
      refuse(dataset, path_, "dimension '{}' is given twice; each side of a square array needs its own name",
             names[i]);
    }
    if (datasets_.count(names[i]) != 0 && !dimensions_.count(names[i])) {
      refuse(dataset, path_, "dimension '{}' has the name of an earlier dataset that is not its coordinate",
             names[i]);
    }
    values *= static_cast<std::size_t>(extent);
  }
  if (values != number_of_values(dataset)) {
    const std::size_t count = number_of_values(dataset);
    refuse(dataset, path_, "{} {} not fill {}", counted(count, "value"), count == 1 ? "does" : "do",
           names.empty() ? "a single number" : shape_in_words(dataset.shape));
  }
}

void GroupOutline::add(const Dataset& dataset) {
  datasets_[dataset.name] = {dataset.dimensions, dataset.coordinates};
  for (std::size_t i = 0; i < dataset.dimensions.size(); ++i) {
    dimensions_.try_emplace(dataset.dimensions[i], Dimension{dataset.shape[i]});
  }
  if (is_coordinate(dataset)) {
    dimensions_.at(dataset.name).has_coordinate = true;
  }
}

bool GroupOutline::uses(const std::string& name) const {
  return datasets_.count(name) != 0 || dimensions_.count(name) != 0;
}

// The numbers are still right and may have taken a long run, so keep them and report the unusable coordinates.
std::vector<std::string> GroupOutline::drop_unknown_coordinates() {
  std::vector<std::string> sentences;
  for (auto& [name, outline] : datasets_) {
    const auto fits = [&, &own = outline.dimensions](const std::string& coordinate) {
      const auto found = datasets_.find(coordinate);
      return found != datasets_.end() &&
             std::all_of(found->second.dimensions.begin(), found->second.dimensions.end(),
                         [&](const auto& dimension) { return std::count(own.begin(), own.end(), dimension) > 0; });
    };
    const auto unfit = std::stable_partition(outline.coordinates.begin(), outline.coordinates.end(), fits);
    for (auto coordinate = unfit; coordinate != outline.coordinates.end(); ++coordinate) {
      sentences.push_back(
          fmt::format("dataset '{}' names the coordinate '{}', which was {}", name, *coordinate,
                      datasets_.count(*coordinate) == 0 ? "never recorded" : "recorded along other dimensions"));
    }
    outline.coordinates.erase(unfit, outline.coordinates.end());
  }
  return sentences;
}

std::vector<Dataset> GroupOutline::missing_indices() const {
  std::vector<Dataset> missing;
  for (const auto& [name, dimension] : dimensions_) {
    if (!dimension.has_coordinate) {
      missing.push_back(index_of(name, dimension.extent));
    }
  }
  return missing;
}

}  // namespace engram::store
