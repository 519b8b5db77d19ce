#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "canvas/text.hpp"
#include "figures/draw.hpp"
#include "panels/labels.hpp"
#include "panels/view.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"

namespace engram::figures {

namespace {

constexpr std::size_t most_panels = 12;
constexpr std::size_t most_cases = 48;

/// A dataset that is worth drawing, and how.
struct DefaultDrawing {
  const char* name;
  const char* along;  ///< its last dimension
  const char* x;
  const char* low;
  const char* high;
};

constexpr std::array default_drawings{
    DefaultDrawing{"distance", "time", "", "", ""},
    DefaultDrawing{"energy", "time", "", "", ""},
    DefaultDrawing{"eigenvalues_im", "eigenvalue", "eigenvalues_re", "", ""},
    DefaultDrawing{"final_fraction_recalled", "damage", "", "final_fraction_recalled_low",
                   "final_fraction_recalled_high"},
};

/// How a dataset is drawn by default; null if it is not drawn.
const DefaultDrawing* default_drawing_of(const std::string& path, const results::Source& source) {
  for (const DefaultDrawing& each : default_drawings) {
    if (path.ends_with(std::string("/") + each.name)) {
      const Dataset dataset = source.outline(path);
      return !dataset.dimensions.empty() && dataset.dimensions.back() == each.along ? &each : nullptr;
    }
  }
  return nullptr;
}

/// Adds the panels of one dataset, in as many figures as they need.
void add_figures(const std::string& dataset, const DefaultDrawing& way, const std::vector<std::string>& cases,
                 std::vector<panels::Figure>& figures) {
  // "analyses/perturbation/distance" is the figure perturbation_distance.
  std::string stem = dataset.substr(dataset.find('/') + 1);
  std::ranges::replace(stem, '/', '_');
  // A sweep may have many cells; only the first ones are drawn.
  const std::size_t count = std::min(cases.size(), most_cases);
  for (std::size_t first = 0; first < count; first += most_panels) {
    const std::size_t last = std::min(first + most_panels, count);
    panels::Figure figure;
    figure.name = first == 0 ? stem : fmt::format("{}_{}", stem, first / most_panels + 1);
    figure.title = canvas::capitalised(panels::plain_words(stem));
    figure.columns = last - first <= 4 ? 2 : 3;
    for (std::size_t i = first; i < last; ++i) {
      panels::Panel panel;
      panel.dataset = dataset;
      panel.x = way.x;
      panel.low = way.low;
      panel.high = way.high;
      panel.case_label = cases[i];
      panel.title = cases[i];
      figure.panels.push_back(std::move(panel));
    }
    figures.push_back(std::move(figure));
  }
}

std::size_t different_words(const results::Column& column) {
  return std::set<std::string_view>(column.words.begin(), column.words.end()).size();
}

/// Whether each entry of one column has one entry of the other.
bool follows(const results::Column& column, const results::Column& from) {
  std::map<std::string_view, std::string_view> known;
  for (std::size_t row = 0; row < column.words.size(); ++row) {
    if (known.try_emplace(from.words[row], column.words[row]).first->second != column.words[row]) {
      return false;
    }
  }
  return true;
}

/// The number of lines if cells share a line only when all settings except x and seeds are equal.
std::size_t lines_apart(const std::vector<results::Column>& settings, const results::Column& x) {
  std::set<std::vector<std::string_view>> different;
  for (std::size_t row = 0; row < x.words.size(); ++row) {
    std::vector<std::string_view> words;
    for (const results::Column& setting : settings) {
      if (setting.path != x.path && !results::is_seed(setting.path) && !follows(setting, x)) {
        words.push_back(setting.words[row]);
      }
    }
    different.insert(std::move(words));
  }
  return different.size();
}

/// The setting with the most values that is a number in every cell; null if there is no such setting.
const results::Column* longest_axis(const std::vector<results::Column>& settings) {
  const results::Column* longest = nullptr;
  for (const results::Column& setting : settings) {
    const bool whole = !setting.numbers.empty() && std::ranges::find(setting.missing, true) == setting.missing.end();
    if (whole && setting.path != "seed" &&
        (longest == nullptr || different_words(setting) >= different_words(*longest))) {
      longest = &setting;
    }
  }
  return longest;
}

/// Draws the single results of a sweep: x is the number with the most values, lines are a second setting. Other swept
/// settings have separate lines too, unless there are too many to distinguish.
void add_summary(const results::Source& source, const std::vector<std::string>& paths,
                 std::vector<panels::Figure>& figures) {
  constexpr std::size_t most_lines = 8;
  constexpr std::size_t most_apart = 24;
  if (std::ranges::none_of(paths, results::is_column)) {
    return;
  }
  const results::Summary summary(source);
  std::vector<results::Column> numbers;
  std::vector<results::Column> settings;
  for (const std::string& path : paths) {
    const std::string name = results::is_column(path) ? path.substr(results::summary_prefix.size()) : "case";
    if (name != "case") {
      (name.starts_with(results::results_prefix) ? numbers : settings).push_back(summary.column(name, "summary"));
    }
  }
  const results::Column* x = longest_axis(settings);
  if (x == nullptr || numbers.empty()) {
    return;
  }
  const auto lines = std::ranges::find_if(settings, [&](const results::Column& setting) {
    const std::size_t count = different_words(setting);
    return setting.path != x->path && setting.path != "seed" && count > 1 && count <= most_lines;
  });
  panels::Figure figure;
  figure.name = "summary";
  figure.title = "Summary";
  figure.columns = 3;
  for (const results::Column& result : numbers) {
    if (figure.panels.size() == most_panels || different_words(result) < 2 || result.numbers.empty()) {
      continue;
    }
    panels::Panel panel;
    panel.dataset = std::string(results::summary_prefix) + result.path;
    panel.title = canvas::capitalised(panels::plain_words(results::last_step(result.path)));
    panel.x = x->path;
    panel.lines = lines == settings.end() ? "" : lines->path;
    panel.average = lines_apart(settings, *x) <= most_apart ? "seed" : panels::cell_dimension;
    panel.x_label = x->path;
    panel.y_label = panel.title;
    figure.panels.push_back(std::move(panel));
  }
  if (!figure.panels.empty()) {
    figures.push_back(std::move(figure));
  }
}

}  // namespace

std::vector<panels::Figure> default_figures(const results::Source& source) {
  const std::vector<std::string> cases = source.cases();
  if (cases.size() > most_cases) {
    // So many pictures of single cells would not be useful.
    std::vector<panels::Figure> figures;
    add_summary(source, source.datasets("summary"), figures);
    return figures;
  }
  const std::vector<std::string> paths = source.datasets();
  std::vector<std::string> prefixes;
  prefixes.reserve(cases.size() + 1);
  for (const std::string& label : cases) {
    prefixes.push_back(results::case_prefix(label));
  }
  if (cases.empty()) {
    prefixes.emplace_back();
  }
  // Each dataset with the cases that have it, in the order of the cases.
  std::vector<std::pair<std::string, std::vector<std::string>>> found;
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    for (const std::string& path : paths) {
      if (!path.starts_with(prefixes[i] + "analyses/") || default_drawing_of(path, source) == nullptr) {
        continue;
      }
      const std::string dataset = path.substr(prefixes[i].size());
      auto entry = std::ranges::find(found, dataset, &decltype(found)::value_type::first);
      if (entry == found.end()) {
        entry = found.insert(found.end(), {dataset, {}});
      }
      entry->second.push_back(cases.empty() ? "" : cases[i]);
    }
  }
  std::vector<panels::Figure> figures;
  for (const auto& [dataset, labels] : found) {
    add_figures(dataset, *default_drawing_of(results::case_prefix(labels.front()) + dataset, source), labels,
                figures);
  }
  add_summary(source, paths, figures);
  return figures;
}

}  // namespace engram::figures
