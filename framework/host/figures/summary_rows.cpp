#include "figures/summary_rows.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/locate.hpp"
#include "figures/quantities.hpp"
#include "figures/table.hpp"

namespace engram::figures {

namespace {

using WordList = std::vector<std::string>;

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view of_plugin = ".plugin";
constexpr std::string_view grid_prefix = "summary/grid/";
constexpr std::string_view results = "results.";
constexpr std::string_view sampled = "sample";

template <class Value>
bool contains(const std::vector<Value>& values, const Value& value) {
  return std::ranges::find(values, value) != values.end();
}

/// Whether a column names the row's cell, and is not a setting.
bool names_the_row(std::string_view column) {
  return column == "case" || column == "case_name";
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

/// Whether a whole number is so large that it can only be a fill value.
bool is_extreme(std::int64_t number) {
  constexpr std::int64_t far = 1'000'000'000'000'000'000;
  return number < -far || number > far;
}

}  // namespace

bool is_column(std::string_view path) {
  return path.starts_with(summary_prefix) && path.find('/', summary_prefix.size()) == std::string_view::npos;
}

std::string setting_path(std::string_view path) {
  if (path.ends_with(of_plugin)) {
    path.remove_suffix(of_plugin.size());
  }
  return std::string(path);
}

bool belongs_to(std::string_view path, std::string_view root) {
  return path.starts_with(root) &&
         (path.size() == root.size() || path[root.size()] == '.' || path[root.size()] == '[');
}

bool is_seed(std::string_view path) {
  return last_step(path) == "seed";
}

std::string last_step(std::string_view path) {
  return std::string(path.substr(path.find_last_of('.') + 1));
}

SummaryRows::SummaryRows(const Source& source) : source_(source), paths_(source.datasets()) {
  const std::string of_cases = std::string(summary_prefix) + "case";
  const std::string of_names = of_cases + "_name";
  labels_ = contains(paths_, of_cases) ? texts_of(source.dataset(of_cases)) : source.cases();
  cases_ = contains(paths_, of_names) ? texts_of(source.dataset(of_names)) : labels_;
  if (cases_.size() != labels_.size()) {
    throw RequestError(
        fmt::format("dataset '{}' has {} entries for {} cells", of_names, cases_.size(), labels_.size()));
  }
  read_axes();
}

std::vector<std::size_t> SummaryRows::rows_of_case(const std::string& name) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < labels_.size(); ++row) {
    if (labels_[row] == name || (row < cases_.size() && cases_[row] == name)) {
      rows.push_back(row);
    }
  }
  return rows;
}

std::string SummaryRows::case_suggestion(const std::string& name) const {
  WordList known = cases_;
  known.insert(known.end(), labels_.begin(), labels_.end());
  return suggestion(name, known);
}

const std::map<std::string, Setting>& SummaryRows::settings() const {
  if (!settings_) {
    settings_ = read_settings();
  }
  return *settings_;
}

std::map<std::string, Setting> SummaryRows::read_settings() const {
  std::map<std::string, Setting> settings;
  std::map<std::string, std::unordered_map<std::string, std::uint32_t>> numbers;
  for (std::size_t row = 0; row < labels_.size(); ++row) {
    for (const auto& [path, word] : source_.settings(labels_[row])) {
      Setting& setting = settings[path];
      auto& known = numbers[path];
      if (setting.words.empty()) {
        setting.words.emplace_back();  // for rows without this setting
        setting.rows.assign(labels_.size(), 0);
      }
      const auto [found, is_new] = known.try_emplace(word, static_cast<std::uint32_t>(setting.words.size()));
      if (is_new) {
        setting.words.push_back(word);
      }
      setting.rows[row] = found->second;
    }
  }
  std::erase_if(settings, [](const auto& entry) {
    const std::vector<std::uint32_t>& rows = entry.second.rows;
    return std::ranges::all_of(rows, [&](std::uint32_t number) { return number == rows.front(); });
  });
  return settings;
}

void SummaryRows::read_axes() {
  for (const std::string& path : paths_) {
    const std::string name = path.starts_with(grid_prefix) ? path.substr(grid_prefix.size()) : "";
    if (name.empty() || name.starts_with(results) || names_the_row(name) || name == sampled) {
      continue;
    }
    const Dataset coordinate = source_.dataset(path);
    if (coordinate.dimensions.size() == 1) {
      // Each path of a sample is an axis, while the paths of a zip share one.
      const std::string& axis = coordinate.dimensions.front();
      axes_[setting_path(name)] = axis == sampled ? setting_path(name) : axis;
    }
  }
}

std::vector<std::size_t> SummaryRows::rows_of(const std::vector<std::string>& labels) const {
  std::vector<std::size_t> rows;
  const std::set<std::string> wanted(labels.begin(), labels.end());
  for (std::size_t row = 0; row < labels_.size(); ++row) {
    if (wanted.contains(labels_[row])) {
      rows.push_back(row);
    }
  }
  return rows;
}

Column SummaryRows::column(const std::string& name, std::string_view wish) const {
  const auto path_of = [](const std::string& column) { return std::string(summary_prefix) + column; };
  std::string known = name;
  if (!contains(paths_, path_of(known)) && contains(paths_, path_of(setting_path(known)))) {
    known = setting_path(known);
  }
  if (!is_column(path_of(known)) || !contains(paths_, path_of(known))) {
    WordList columns;
    for (const std::string& path : paths_) {
      if (is_column(path)) {
        columns.push_back(path.substr(summary_prefix.size()));
      }
    }
    throw RequestError(fmt::format("{}: the summary has no column '{}'{}", wish, name, suggestion(name, columns)));
  }
  const Dataset dataset = source_.dataset(path_of(known));
  Column column;
  column.path = known;
  column.unit = dataset.unit;
  column.description = dataset.description;
  column.missing = missing_in(known, dataset);
  if (column.missing.size() != labels_.size()) {
    throw RequestError(fmt::format("{}: column '{}' of the summary has {} entries for {} cells", wish, name,
                                   column.missing.size(), labels_.size()));
  }
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
        column.numbers[row] = not_there;
        column.words[row].clear();
      }
    }
  }
  return column;
}

void SummaryRows::fill_lists(Column& column) const {
  // Older results have no word for a list of learning rules.
  if (column.path.starts_with(results) || names_the_row(column.path) || !contains(column.missing, true) ||
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

std::vector<bool> SummaryRows::missing_in(const std::string& path, const Dataset& dataset) const {
  std::vector<bool> missing;
  if (const auto* texts = std::get_if<WordList>(&dataset.values)) {
    std::ranges::transform(*texts, std::back_inserter(missing), [](const auto& text) { return text.empty(); });
    return missing;
  }
  const std::vector<double> numbers = numbers_of(dataset);
  std::ranges::transform(numbers, std::back_inserter(missing), [](double number) { return std::isnan(number); });
  const auto* whole = std::get_if<std::vector<std::int64_t>>(&dataset.values);
  if (whole == nullptr || whole->empty() || whole->size() != labels_.size()) {
    return missing;
  }
  // Whole numbers have no NaN: the fill value is at an end of their range, and its row has no such setting.
  const auto [least, greatest] = std::ranges::minmax_element(*whole);
  for (const auto end : {least, greatest}) {
    const auto row = static_cast<std::size_t>(end - whole->begin());
    const bool may_be_gap = is_extreme(*end) || *end < 0;
    const bool is_gap =
        may_be_gap && (path.starts_with(results) ? is_extreme(*end) : !source_.settings(labels_[row]).contains(path));
    for (std::size_t at = 0; is_gap && at < missing.size(); ++at) {
      missing[at] = missing[at] || (*whole)[at] == *end;
    }
  }
  return missing;
}

std::vector<std::string> SummaryRows::differing(const std::vector<std::size_t>& rows) const {
  std::vector<std::string> found;
  for (const auto& [path, setting] : settings()) {
    const auto& words = setting.rows;
    if (std::ranges::any_of(rows, [&](std::size_t row) { return words[row] != words[rows.front()]; })) {
      found.push_back(path);
    }
  }
  return found;
}

const std::string& SummaryRows::word(const std::string& path, std::size_t row) const {
  const Setting& setting = settings().at(path);
  return setting.words[setting.rows[row]];
}

std::string SummaryRows::axis_of(std::string_view path) const {
  const std::string setting = setting_path(path);
  std::size_t longest = 0;
  std::string axis;
  for (const auto& [root, name] : axes_) {
    if (belongs_to(setting, root) && root.size() > longest) {
      longest = root.size();
      axis = name;
    }
  }
  return axis;
}

}  // namespace engram::figures
