#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"

namespace engram::results {

namespace {

using WordList = std::vector<std::string>;

std::string path_of(const std::string& column) {
  return std::string(summary_prefix) + column;
}

/// Whether there are as many different numbers as different texts.
bool as_different(const std::vector<double>& numbers, const WordList& texts) {
  std::set<std::pair<bool, double>> different;
  for (const double number : numbers) {
    different.emplace(std::isnan(number), std::isnan(number) ? 0.0 : number);
  }
  return different.size() == std::set<std::string_view>(texts.begin(), texts.end()).size();
}

/// The words of numbers. Whole numbers keep all of their digits, which a double beyond 2^53 does not.
WordList words_of(const Dataset& dataset, const std::vector<double>& numbers) {
  WordList words;
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&dataset.values)) {
    std::ranges::transform(*whole, std::back_inserter(words),
                           [](std::int64_t number) { return std::to_string(number); });
  } else {
    std::ranges::transform(numbers, std::back_inserter(words), number_text);
  }
  return words;
}

/// Whether a column has different entries in some rows; missing numbers are equal.
bool differs(const Dataset& column, const std::vector<std::size_t>& rows) {
  const auto is_nan = [](const auto& value) {
    if constexpr (std::is_floating_point_v<std::decay_t<decltype(value)>>) {
      return std::isnan(value);
    }
    return false;
  };
  return std::visit(
      [&](const auto& values) {
        const auto& first = values[rows.front()];
        return std::ranges::any_of(
            rows, [&](std::size_t row) { return values[row] != first && !(is_nan(values[row]) && is_nan(first)); });
      },
      column.values);
}

/// Whether a whole number is so large that it can only be a fill value.
bool is_extreme(std::int64_t number) {
  constexpr std::int64_t far = 1'000'000'000'000'000'000;
  return number < -far || number > far;
}

}  // namespace

bool differs(const Column& column, const std::vector<std::size_t>& rows) {
  return std::ranges::any_of(rows, [&](std::size_t row) { return column.words[row] != column.words[rows.front()]; });
}

std::vector<std::string> Summary::columns() const {
  WordList names;
  for (const std::string& path : source_.datasets("summary")) {
    if (is_column(path)) {
      names.push_back(path.substr(summary_prefix.size()));
    }
  }
  return names;
}

Dataset Summary::stored_column(const std::string& name, std::string_view wish) const {
  const std::string known = source_.has(path_of(name)) ? name : setting_path(name);
  if (!is_column(path_of(known)) || !source_.has(path_of(known))) {
    throw RequestError(fmt::format("{}: the summary has no column '{}'{}", wish, name, suggestion(name, columns())));
  }
  Dataset column = source_.dataset(path_of(known));
  column.name = known;
  const std::size_t entries = std::visit([](const auto& values) { return values.size(); }, column.values);
  if (entries != labels_.size()) {
    throw RequestError(fmt::format("{}: column '{}' of the summary has {} for {}", wish, name,
                                   counted(entries, "entry", "entries"), counted(labels_.size(), "cell")));
  }
  return column;
}

Column Summary::column(const std::string& name, std::string_view wish) const {
  const Dataset dataset = stored_column(name, wish);
  Column column;
  column.path = dataset.name;
  column.unit = dataset.unit;
  column.description = dataset.description;
  column.missing = missing_in(dataset);
  if (const auto* texts = std::get_if<WordList>(&dataset.values)) {
    column.words = *texts;
    fill_lists(column);
    column.texts = *texts;
    // A column with gaps may be stored as text. Words such as 1 and 01 must stay words.
    if (auto quantities = quantities_of(*texts); quantities && as_different(quantities->values, *texts)) {
      column.numbers = std::move(quantities->values);
      column.unit = quantities->unit.empty() ? "1" : quantities->unit;
    }
  } else {
    column.numbers = numbers_of(dataset);
  }
  if (!column.numbers.empty()) {
    column.words = words_of(dataset, column.numbers);
    for (std::size_t row = 0; row < column.numbers.size(); ++row) {
      if (column.missing[row]) {
        column.numbers[row] = std::numeric_limits<double>::quiet_NaN();
        column.words[row].clear();
      }
    }
  }
  return column;
}

void Summary::fill_lists(Column& column) const {
  // Older results have no word for a list of learning rules.
  if (!is_setting(column.path) || std::ranges::find(column.missing, true) == column.missing.end() ||
      !varies(column.path)) {
    return;
  }
  for (std::size_t row = 0; row < column.words.size(); ++row) {
    if (column.missing[row]) {
      column.words[row] = word(column.path, row);
      column.missing[row] = column.words[row].empty();
    }
  }
}

std::vector<bool> Summary::missing_in(const Dataset& dataset) const {
  std::vector<bool> missing;
  if (const auto* texts = std::get_if<WordList>(&dataset.values)) {
    std::ranges::transform(*texts, std::back_inserter(missing), [](const auto& text) { return text.empty(); });
    return missing;
  }
  const std::vector<double> numbers = numbers_of(dataset);
  std::ranges::transform(numbers, std::back_inserter(missing), [](double number) { return std::isnan(number); });
  const auto* whole = std::get_if<std::vector<std::int64_t>>(&dataset.values);
  if (whole == nullptr || whole->empty()) {
    return missing;
  }
  // Whole numbers have no NaN: the fill value is at an end of their range, and its row has no such setting.
  const auto [least, greatest] = std::ranges::minmax_element(*whole);
  for (const auto end : {least, greatest}) {
    const auto row = static_cast<std::size_t>(end - whole->begin());
    const bool may_be_gap = is_extreme(*end) || *end < 0;
    const bool is_gap = may_be_gap && (dataset.name.starts_with(results_prefix)
                                           ? is_extreme(*end)
                                           : !source_.settings(labels_[row]).contains(dataset.name));
    for (std::size_t at = 0; is_gap && at < missing.size(); ++at) {
      missing[at] = missing[at] || (*whole)[at] == *end;
    }
  }
  return missing;
}

std::vector<std::string> Summary::differing_columns(const std::vector<std::size_t>& rows) const {
  std::vector<std::string> found;
  for (const std::string& name : columns()) {
    if (!rows.empty() && is_setting(name) && !is_seed(name) && differs(stored_column(name, "summary"), rows)) {
      found.push_back(name);
    }
  }
  return found;
}

}  // namespace engram::results
