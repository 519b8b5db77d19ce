#include "cells/summary.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "store/missing.hpp"

namespace engram::cells {

namespace {

using Entries = std::vector<const std::optional<specification::Setting>*>;

bool has_value(const std::optional<specification::Setting>& entry) {
  return entry && !std::holds_alternative<std::monostate>(entry->value);
}

bool is_number(const specification::Setting& setting) {
  return std::holds_alternative<std::int64_t>(setting.value) || std::holds_alternative<double>(setting.value);
}

bool is_pure(const std::string& unit) {
  return unit.empty() || unit == "1";
}

bool same_unit(const std::string& a, const std::string& b) {
  return a == b || (is_pure(a) && is_pure(b));
}

/// The first entry with a value, if all values are numbers with its unit; null otherwise.
const specification::Setting* numbers_like(const Entries& entries) {
  const specification::Setting* first = nullptr;
  for (const auto* entry : entries) {
    if (!has_value(*entry)) {
      continue;
    }
    first = first == nullptr ? &**entry : first;
    if (!is_number(**entry) || !same_unit((*entry)->unit, first->unit)) {
      return nullptr;
    }
  }
  return first;
}

bool all_whole(const Entries& entries) {
  return std::ranges::all_of(entries, [](const auto* entry) {
    return !has_value(*entry) || std::holds_alternative<std::int64_t>((*entry)->value);
  });
}

/// Numbers, missing if an entry has no value.
template <class Number>
std::vector<Number> numbers_of(const Entries& entries) {
  std::vector<Number> numbers;
  numbers.reserve(entries.size());
  for (const auto* entry : entries) {
    if (!has_value(*entry)) {
      numbers.push_back(store::missing_value<Number>());
    } else if (const auto* whole = std::get_if<std::int64_t>(&(*entry)->value)) {
      numbers.push_back(static_cast<Number>(*whole));
    } else {
      numbers.push_back(static_cast<Number>(std::get<double>((*entry)->value)));
    }
  }
  return numbers;
}

std::vector<std::string> texts_of(const Entries& entries) {
  std::vector<std::string> texts;
  std::ranges::transform(entries, std::back_inserter(texts),
                         [](const auto* entry) { return *entry ? specification::text_of(**entry) : ""; });
  return texts;
}

/// Whether entries can be coordinates along an axis.
bool all_different(const Entries& entries) {
  const std::vector<std::string> texts = texts_of(entries);
  return std::ranges::all_of(entries, [](const auto* entry) { return has_value(*entry); }) &&
         std::set<std::string>(texts.begin(), texts.end()).size() == texts.size();
}

/// The values of a result at the places of an array.
template <class Number>
std::vector<Number> spread(const std::vector<Number>& values, const std::vector<std::size_t>& places,
                           std::size_t size) {
  std::vector<Number> array(size, store::missing_value<Number>());
  for (std::size_t row = 0; row < values.size(); ++row) {
    array[places[row]] = values[row];
  }
  return array;
}

decltype(Dataset::values) values_of_dataset(std::variant<std::vector<double>, std::vector<std::int64_t>> numbers) {
  return std::visit([](auto& list) { return decltype(Dataset::values)(std::move(list)); }, numbers);
}

}  // namespace

Dataset SummaryTable::dataset_of(const std::string& name, const std::string& dimension,
                                 const std::vector<const Entry*>& entries) {
  Dataset dataset{name, {dimension}, {std::ssize(entries)}, {}, "", "Setting of the spec."};
  const specification::Setting* like = numbers_like(entries);
  if (like == nullptr) {
    dataset.values = texts_of(entries);
    return dataset;
  }
  dataset.unit = is_pure(like->unit) ? "1" : like->unit;
  if (all_whole(entries)) {
    dataset.values = numbers_of<std::int64_t>(entries);
  } else {
    dataset.values = numbers_of<double>(entries);
  }
  return dataset;
}

std::uint32_t SummaryTable::number_of(const Entry& entry, Column& column) {
  // Most settings are the same in all cases, others often the same as in the case before.
  const std::uint32_t last = column.rows.empty() ? 0 : column.rows.back();
  for (const std::uint32_t number : {std::uint32_t{0}, last}) {
    if (number < column.entries.size() && column.entries[number] == entry) {
      return number;
    }
  }
  const std::string key = entry ? fmt::format("{} {}", entry->value.index(), specification::text_of(*entry)) : "";
  const auto [found, is_new] = column.numbers.try_emplace(key, static_cast<std::uint32_t>(column.entries.size()));
  if (is_new) {
    column.entries.push_back(entry);
  }
  return found->second;
}

void SummaryTable::put(std::size_t row, const Entry& entry, Column& column) {
  if (const std::uint32_t number = number_of(entry, column); number != 0) {
    column.rows.resize(row, 0);
    column.rows.push_back(number);
  }
}

void SummaryTable::put(std::size_t row, const std::variant<double, std::int64_t>& value, Numbers& values) {
  if (auto* whole = std::get_if<std::vector<std::int64_t>>(&values)) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      whole->resize(row, store::missing_value<std::int64_t>());
      whole->push_back(*number);
      return;
    }
    std::vector<double> reals;
    std::ranges::transform(*whole, std::back_inserter(reals), store::as_real<std::int64_t>);
    values = std::move(reals);
  }
  auto& reals = std::get<std::vector<double>>(values);
  reals.resize(row, store::missing_value<double>());
  reals.push_back(std::visit([](auto number) { return static_cast<double>(number); }, value));
}

void SummaryTable::add(const CaseSummary& row) {
  const std::size_t number = rows_++;
  put(number, specification::Setting{row.case_name}, names_);
  for (const auto& [path, setting] : row.settings) {
    const auto [column, is_new] = settings_.try_emplace(path);
    if (is_new && number > 0) {
      put(0, std::nullopt, column->second);  // earlier rows have no value
    }
    put(number, setting, column->second);
  }
  for (auto& [path, column] : settings_) {
    if (!row.settings.contains(path)) {
      put(number, std::nullopt, column);
    }
  }
  for (const Scalar& scalar : row.scalars) {
    const auto [found, is_new] = result_numbers_.try_emplace(scalar.name, results_.size());
    if (is_new) {
      const bool whole = std::holds_alternative<std::int64_t>(scalar.value);
      results_.push_back({scalar, whole ? Numbers(std::vector<std::int64_t>{}) : Numbers(std::vector<double>{})});
    }
    put(number, scalar.value, results_[found->second].values);
  }
}

std::vector<const SummaryTable::Entry*> SummaryTable::entries_of(const Column& column) const {
  std::vector<const Entry*> entries(rows_, &column.entries.front());
  std::ranges::transform(column.rows, entries.begin(), [&](std::uint32_t number) { return &column.entries[number]; });
  return entries;
}

SummaryTable::Numbers SummaryTable::values_of(const Result& result) const {
  Numbers values = result.values;
  std::visit(
      [&](auto& list) {
        using Number = typename std::decay_t<decltype(list)>::value_type;
        list.resize(rows_, store::missing_value<Number>());
      },
      values);
  return values;
}

std::vector<std::string> SummaryTable::names() const {
  return texts_of(entries_of(names_));
}

void SummaryTable::record(const std::vector<std::string>& labels, Recorder& recorder) const {
  const std::string dimension = "case";
  const auto count = static_cast<Index>(rows_);
  recorder.record({dimension, {dimension}, {count}, labels, "", "Labels of the cases."});
  const std::vector<std::string> case_names = names();
  if (std::ranges::none_of(case_names, &std::string::empty)) {
    recorder.record({"case_name",
                     {dimension},
                     {count},
                     case_names,
                     "",
                     "Case of the spec that each cell of the sweep belongs to."});
  }
  for (const auto& [path, column] : settings_) {
    if (column.entries.size() > 1) {
      recorder.record(dataset_of(path, dimension, entries_of(column)));
    }
  }
  for (const Result& result : results_) {
    recorder.record({result.first.name,
                     {dimension},
                     {count},
                     values_of_dataset(values_of(result)),
                     result.first.unit,
                     result.first.description});
  }
}

std::vector<store::StackAxis> SummaryTable::axes(const specification::Cells& cells,
                                                 const std::vector<std::size_t>& numbers) const {
  std::vector<std::vector<std::size_t>> positions;
  std::ranges::transform(numbers, std::back_inserter(positions),
                         [&](std::size_t number) { return cells.position(number); });
  const Entry nothing;
  std::vector<store::StackAxis> made;
  for (std::size_t number = 0; number < cells.axes().size(); ++number) {
    const specification::Axis& axis = cells.axes()[number];
    const auto along = [&](std::size_t path) {
      std::vector<const Entry*> entries(axis.size, &nothing);
      const auto column = settings_.find(axis.settings[path]);
      if (column != settings_.end()) {
        const std::vector<const Entry*> all = entries_of(column->second);
        for (std::size_t row = 0; row < positions.size(); ++row) {
          entries[positions[row][number + 1]] = all[row];
        }
      }
      return entries;
    };
    const bool is_path = axis.paths.front() == axis.name;
    const std::vector<const Entry*> entries = is_path ? along(0) : std::vector<const Entry*>{&nothing};
    // Samples, zips that repeat a value, and missing cells get the words of labels as coordinates.
    made.push_back(
        {all_different(entries)
             ? dataset_of(axis.name, axis.name, entries)
             : Dataset{axis.name, {axis.name}, {std::ssize(axis.labels)}, axis.labels, "", "Setting of the spec."}});
    for (std::size_t path = is_path ? 1 : 0; path < axis.paths.size(); ++path) {
      made.back().beside.push_back(dataset_of(axis.paths[path], axis.name, along(path)));
    }
  }
  return made;
}

void SummaryTable::record_grid(const specification::Cells& cells, const std::vector<std::size_t>& numbers,
                               Recorder& recorder) const {
  std::vector<std::vector<std::size_t>> positions;
  std::ranges::transform(numbers, std::back_inserter(positions),
                         [&](std::size_t number) { return cells.position(number); });
  std::vector<std::string> case_names;
  const std::vector<std::string> names = this->names();
  for (std::size_t row = 0; row < positions.size(); ++row) {
    const std::size_t at = positions[row].front();
    case_names.resize(std::max(case_names.size(), at + 1));
    case_names[at] = names[row];
  }
  std::vector<std::string> dimensions;
  std::vector<Index> shape;
  std::vector<std::string> beside;
  // If there are cases, they are the first dimension.
  const bool has_cases = !names.front().empty();
  if (has_cases) {
    dimensions.emplace_back("case_name");
    shape.push_back(std::ssize(case_names));
    recorder.record({"case_name", {"case_name"}, {shape.back()}, case_names, "", "Cases of the spec."});
  }
  for (store::StackAxis& axis : axes(cells, numbers)) {
    dimensions.push_back(axis.coordinate.name);
    shape.push_back(axis.coordinate.shape.front());
    recorder.record(std::move(axis.coordinate));
    for (Dataset& setting : axis.beside) {
      beside.push_back(setting.name);
      recorder.record(std::move(setting));
    }
  }
  std::size_t size = 1;
  for (const Index extent : shape) {
    size *= static_cast<std::size_t>(extent);
  }
  std::vector<std::size_t> places;
  for (const std::vector<std::size_t>& position : positions) {
    std::size_t at = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      at = at * static_cast<std::size_t>(shape[axis]) + position[axis + (has_cases ? 0 : 1)];
    }
    places.push_back(at);
  }
  for (const Result& result : results_) {
    auto values = std::visit([&](const auto& list) { return decltype(Dataset::values)(spread(list, places, size)); },
                             result.values);
    recorder.record({result.first.name, dimensions, shape, std::move(values), result.first.unit,
                     result.first.description, beside});
  }
}

}  // namespace engram::cells
