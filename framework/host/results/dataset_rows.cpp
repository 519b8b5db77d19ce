#include "results/dataset_rows.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/dataset_values.hpp"

namespace engram::results {

std::optional<std::size_t> Table::find(const std::string& dimension) const {
  const auto found = std::ranges::find(dimensions, dimension);
  return found == dimensions.end() ? std::nullopt
                                   : std::optional{static_cast<std::size_t>(found - dimensions.begin())};
}

bool Table::varies(std::size_t dimension) const {
  return std::ranges::any_of(rows,
                             [&](const Row& row) { return row.places[dimension] != rows.front().places[dimension]; });
}

Table make_table(const Dataset& dataset, std::size_t along) {
  const std::vector<double> numbers = numbers_of(dataset);
  Table table;
  std::vector<std::size_t> extents;
  for (std::size_t dimension = 0; dimension < dataset.dimensions.size(); ++dimension) {
    if (dimension != along) {
      table.dimensions.push_back(dataset.dimensions[dimension]);
      extents.push_back(static_cast<std::size_t>(dataset.shape[dimension]));
    }
  }
  // Distance of neighbouring numbers in a row, and of two rows that differ in the last dimension before `along`.
  std::size_t stride = 1;
  for (std::size_t dimension = along + 1; dimension < dataset.shape.size(); ++dimension) {
    stride *= static_cast<std::size_t>(dataset.shape[dimension]);
  }
  const auto length = static_cast<std::size_t>(dataset.shape[along]);
  const std::size_t count = length == 0 ? 0 : numbers.size() / length;
  for (std::size_t index = 0; index < count; ++index) {
    Row row;
    row.places.resize(extents.size());
    std::size_t rest = index;
    for (std::size_t dimension = extents.size(); dimension-- > 0;) {
      row.places[dimension] = rest % extents[dimension];
      rest /= extents[dimension];
    }
    const std::size_t first = index / stride * stride * length + index % stride;
    for (std::size_t step = 0; step < length; ++step) {
      row.y.push_back(numbers[first + step * stride]);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table make_table(const Dataset& dataset, std::size_t along, const std::vector<double>& x) {
  Table table = make_table(dataset, along);
  const auto length = static_cast<std::size_t>(dataset.shape[along]);
  if (x.size() == table.rows.size() * length) {
    Table of_x = make_table({dataset.name, dataset.dimensions, dataset.shape, x, "", ""}, along);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      table.rows[i].x = std::move(of_x.rows[i].y);
    }
    return table;
  }
  if (x.size() < length) {
    throw RequestError(fmt::format("dataset '{}' has {} places along '{}', and the axis has {}", dataset.name, length,
                                   dataset.dimensions[along], x.size()));
  }
  for (Row& row : table.rows) {
    row.x.assign(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(length));
  }
  return table;
}

std::vector<std::vector<const Row*>> gather(const Table& table, std::size_t dimension) {
  std::vector<std::vector<const Row*>> groups;
  std::map<std::vector<Place>, std::size_t> known;
  for (const Row& row : table.rows) {
    std::vector<Place> key = row.places;
    key[dimension].reset();
    const auto [found, is_new] = known.emplace(std::move(key), groups.size());
    if (is_new) {
      groups.emplace_back();
    }
    groups[found->second].push_back(&row);
  }
  return groups;
}

}  // namespace engram::results
