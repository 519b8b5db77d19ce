#include "results/summary.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"

namespace engram::results {

namespace {

using WordList = std::vector<std::string>;

constexpr std::string_view grid_prefix = "summary/grid/";
constexpr std::string_view sampled = "sample";

}  // namespace

Summary::Summary(const Source& source) : source_(source) {
  const std::string of_cases = std::string(summary_prefix) + "case";
  const std::string of_names = of_cases + "_name";
  labels_ = source.has(of_cases) ? texts_of(source.dataset(of_cases)) : source.cases();
  cases_ = source.has(of_names) ? texts_of(source.dataset(of_names)) : labels_;
  if (cases_.size() != labels_.size()) {
    throw RequestError(
        fmt::format("dataset '{}' has {} entries for {} cells", of_names, cases_.size(), labels_.size()));
  }
}

std::vector<std::size_t> Summary::rows_of_case(const std::string& name) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < labels_.size(); ++row) {
    if (labels_[row] == name || cases_[row] == name) {
      rows.push_back(row);
    }
  }
  if (!rows.empty()) {
    return rows;
  }
  if (labels_.empty()) {
    throw RequestError(fmt::format("there is no case '{}': the results are of a single run", name));
  }
  if (const std::optional<std::string> label = label_with(name, labels_)) {
    return {static_cast<std::size_t>(std::ranges::find(labels_, *label) - labels_.begin())};
  }
  WordList known;
  for (const WordList* names : {&cases_, &labels_}) {
    std::ranges::copy_if(*names, std::back_inserter(known),
                         [&](const auto& one) { return std::ranges::find(known, one) == known.end(); });
  }
  throw RequestError(fmt::format("there is no case '{}'{}", name, suggestion(name, known)));
}

std::vector<std::size_t> Summary::rows_of_cases(const std::vector<std::string>& names) const {
  std::vector<std::size_t> rows(names.empty() ? labels_.size() : 0);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::vector<bool> chosen(labels_.size(), false);
  for (const std::string& name : names) {
    for (const std::size_t row : rows_of_case(name)) {
      if (!chosen[row]) {
        rows.push_back(row);
        chosen[row] = true;
      }
    }
  }
  return rows;
}

const std::map<std::string, Setting>& Summary::settings() const {
  if (!settings_) {
    settings_ = read_settings();
  }
  return *settings_;
}

std::map<std::string, Setting> Summary::read_settings() const {
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

const Summary::Axes& Summary::axes() const {
  if (axes_) {
    return *axes_;
  }
  axes_.emplace();
  for (const std::string& path : source_.datasets("summary/grid")) {
    const std::string name = path.starts_with(grid_prefix) ? path.substr(grid_prefix.size()) : "";
    if (!is_setting(name) || name == sampled) {
      continue;
    }
    const Dataset coordinate = source_.dataset(path);
    if (coordinate.dimensions.size() == 1) {
      // Each path of a sample is an axis, while the paths of a zip share one.
      const std::string& axis = coordinate.dimensions.front();
      (*axes_)[setting_path(name)] = axis == sampled ? setting_path(name) : axis;
    }
  }
  return *axes_;
}

std::vector<std::size_t> Summary::rows_of(const std::vector<std::string>& labels) const {
  std::vector<std::size_t> rows;
  const std::set<std::string> wanted(labels.begin(), labels.end());
  for (std::size_t row = 0; row < labels_.size(); ++row) {
    if (wanted.contains(labels_[row])) {
      rows.push_back(row);
    }
  }
  return rows;
}

std::vector<std::string> Summary::differing(const std::vector<std::size_t>& rows) const {
  std::vector<std::string> found;
  for (const auto& [path, setting] : settings()) {
    const auto& words = setting.rows;
    if (std::ranges::any_of(rows, [&](std::size_t row) { return words[row] != words[rows.front()]; })) {
      found.push_back(path);
    }
  }
  return found;
}

const std::string& Summary::word(const std::string& path, std::size_t row) const {
  const Setting& setting = settings().at(path);
  return setting.words[setting.rows[row]];
}

std::string Summary::axis_of(std::string_view path) const {
  const std::string setting = setting_path(path);
  std::size_t longest = 0;
  std::string axis;
  for (const auto& [root, name] : axes()) {
    if (belongs_to(setting, root) && root.size() > longest) {
      longest = root.size();
      axis = name;
    }
  }
  return axis;
}

}  // namespace engram::results
