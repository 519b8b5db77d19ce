#include "app/summary.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace engram::app {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Numbers with one unit for all, of texts such as "50 ms" that a resolved spec writes as "0.05 s".
struct Numbers {
  std::vector<double> values;
  std::string unit;
};

std::optional<Numbers> numbers_of(const std::vector<std::string>& texts) {
  Numbers numbers;
  for (const std::string& text : texts) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    std::string unit(end, text.data() + text.size());
    unit.erase(0, unit.find_first_not_of(' '));
    if (error != std::errc() || (!numbers.values.empty() && unit != numbers.unit) ||
        !std::ranges::all_of(unit, [](unsigned char c) { return std::isalpha(c) != 0; })) {
      return std::nullopt;
    }
    numbers.values.push_back(value);
    numbers.unit = std::move(unit);
  }
  return numbers;
}

/// A setting along one dimension: numbers where all of its texts are.
Dataset setting_along(const std::string& name, const std::string& dimension, const std::vector<std::string>& texts) {
  Dataset dataset{name, {dimension}, {std::ssize(texts)}, texts, "", "Setting of the spec."};
  if (auto numbers = numbers_of(texts)) {
    dataset.values = std::move(numbers->values);
    dataset.unit = numbers->unit.empty() ? "1" : numbers->unit;
  }
  return dataset;
}

/// The path of a setting: a part's plugin stands at the part's own path.
std::string setting_path(const std::string& swept) {
  constexpr std::string_view plugin = ".plugin";
  return swept.ends_with(plugin) ? swept.substr(0, swept.size() - plugin.size()) : swept;
}

bool all_different(const std::vector<std::string>& texts) {
  return std::set<std::string>(texts.begin(), texts.end()).size() == texts.size();
}

}  // namespace

void SummaryTable::put(std::size_t row, const std::string& text, Column& column) {
  auto found = column.numbers.find(text);
  if (found == column.numbers.end()) {
    const auto number = static_cast<std::uint32_t>(column.words.size());
    found = column.numbers.emplace(column.words.emplace_back(text), number).first;
  }
  if (found->second != 0) {
    column.rows.resize(row, 0);
    column.rows.push_back(found->second);
  }
}

void SummaryTable::add(const CaseSummary& row) {
  const std::size_t number = rows_++;
  put(number, row.case_name, names_);
  for (const auto& [path, text] : row.settings) {
    const auto [column, is_new] = settings_.try_emplace(path);
    if (is_new && number > 0) {
      put(0, "", column->second);  // the rows before have nothing there
    }
    put(number, text, column->second);
  }
  for (auto& [path, column] : settings_) {
    if (!row.settings.contains(path)) {
      put(number, "", column);
    }
  }
  for (const Scalar& scalar : row.scalars) {
    const auto [found, is_new] = result_numbers_.try_emplace(scalar.name, results_.size());
    if (is_new) {
      results_.push_back({scalar, {}});
    }
    std::vector<double>& values = results_[found->second].values;
    values.resize(number, none);
    values.push_back(scalar.value);
  }
}

std::vector<std::string> SummaryTable::texts_of(const Column& column) const {
  std::vector<std::string> texts(rows_, column.words.front());
  std::ranges::transform(column.rows, texts.begin(), [&](std::uint32_t word) { return column.words[word]; });
  return texts;
}

std::vector<double> SummaryTable::values_of(const Result& result) const {
  std::vector<double> values = result.values;
  values.resize(rows_, none);
  return values;
}

void SummaryTable::record(const std::vector<std::string>& labels, Recorder& recorder) const {
  const std::string dimension = "case";
  const auto count = static_cast<Index>(rows_);
  recorder.record({dimension, {dimension}, {count}, labels, "", "Labels of the cases."});
  if (std::ranges::none_of(names_.words, &std::string::empty)) {
    recorder.record({"case_name",
                     {dimension},
                     {count},
                     texts_of(names_),
                     "",
                     "Case of the spec that each cell of the sweep belongs to."});
  }
  for (const auto& [path, column] : settings_) {
    if (column.words.size() > 1) {
      recorder.record(setting_along(path, dimension, texts_of(column)));
    }
  }
  for (const Result& result : results_) {
    recorder.record(
        {result.first.name, {dimension}, {count}, values_of(result), result.first.unit, result.first.description});
  }
}

void SummaryTable::record_grid(const spec::Cells& cells, const std::vector<std::size_t>& numbers,
                               Recorder& recorder) const {
  std::vector<std::vector<std::size_t>> positions;
  std::ranges::transform(numbers, std::back_inserter(positions),
                         [&](std::size_t number) { return cells.position(number); });
  std::vector<std::string> case_names;
  const std::vector<std::string> names = texts_of(names_);
  for (std::size_t row = 0; row < positions.size(); ++row) {
    const std::size_t at = positions[row].front();
    case_names.resize(std::max(case_names.size(), at + 1));
    case_names[at] = names[row];
  }
  std::vector<std::string> dimensions;
  std::vector<Index> shape;
  std::vector<std::string> beside;
  // A dimension for the cases goes in front where there are any.
  const bool has_cases = !names.front().empty();
  if (has_cases) {
    dimensions.emplace_back("case_name");
    shape.push_back(std::ssize(case_names));
    recorder.record({"case_name", {"case_name"}, {shape.back()}, case_names, "", "Cases of the spec."});
  }
  for (std::size_t number = 0; number < cells.axes().size(); ++number) {
    const spec::Axis& axis = cells.axes()[number];
    const auto along = [&](const std::string& path) {
      std::vector<std::string> texts(axis.size);
      const auto column = settings_.find(setting_path(path));
      if (column != settings_.end()) {
        const std::vector<std::string> all = texts_of(column->second);
        for (std::size_t row = 0; row < positions.size(); ++row) {
          texts[positions[row][number + 1]] = all[row];
        }
      }
      return texts;
    };
    dimensions.push_back(axis.name);
    shape.push_back(std::ssize(axis.labels));
    const bool is_path = axis.paths.front() == axis.name;
    std::vector<std::string> texts = is_path ? along(axis.name) : axis.labels;
    // Parts of one plugin with other parameters, or values that only cells which were left out have.
    recorder.record(
        setting_along(axis.name, axis.name, all_different(texts) && !texts.front().empty() ? texts : axis.labels));
    for (const std::string& path : axis.paths) {
      if (path != axis.name) {
        recorder.record(setting_along(path, axis.name, along(path)));
        beside.push_back(path);
      }
    }
  }
  std::size_t size = 1;
  for (const Index extent : shape) {
    size *= static_cast<std::size_t>(extent);
  }
  for (const Result& result : results_) {
    std::vector<double> values(size, none);
    for (std::size_t row = 0; row < result.values.size(); ++row) {
      std::size_t at = 0;
      for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        at = at * static_cast<std::size_t>(shape[axis]) + positions[row][axis + (has_cases ? 0 : 1)];
      }
      values[at] = result.values[row];
    }
    recorder.record({result.first.name, dimensions, shape, std::move(values), result.first.unit,
                     result.first.description, beside});
  }
}

}  // namespace engram::app
