#include "results/dataset_group.hpp"

#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

namespace engram::results {

const std::optional<Dataset>& DatasetGroup::coordinate(const std::string& dimension) const {
  const auto [found, is_new] = coordinates_.try_emplace(dimension);
  if (is_new) {
    std::optional<Dataset> dataset = find(dimension);
    if (dataset && dataset->dimensions == std::vector{dimension}) {
      found->second = std::move(dataset);
    }
  }
  return found->second;
}

std::optional<Dataset> DatasetGroup::find(const std::string& name) const {
  return source_.has(path_ + name) ? std::optional{source_.dataset(path_ + name)} : std::nullopt;
}

std::vector<std::string> DatasetGroup::names() const {
  std::vector<std::string> names;
  for (const std::string& path : source_.datasets(path_)) {
    if (path.starts_with(path_) && path.find('/', path_.size()) == std::string::npos) {
      names.push_back(path.substr(path_.size()));
    }
  }
  return names;
}

std::string DatasetGroup::word(const std::string& dimension, std::size_t index) const {
  const std::optional<Dataset>& dataset = coordinate(dimension);
  if (!dataset) {
    return std::to_string(index);
  }
  return std::visit(
      [&](const auto& values) {
        if (index >= values.size()) {
          throw RequestError(fmt::format("dataset '{}' has {} along '{}', and another dataset has at least {}",
                                         dataset->name, counted(values.size(), "entry", "entries"), dimension,
                                         index + 1));
        }
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
          return values[index];
        } else {
          return fmt::format("{}", values[index]);
        }
      },
      dataset->values);
}

}  // namespace engram::results
