#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "figures/draw.hpp"
#include "figures/labels.hpp"
#include "figures/locate.hpp"
#include "figures/text.hpp"
#include "figures/view.hpp"

namespace engram::figures {

namespace {

constexpr std::size_t most_panels = 12;
constexpr std::size_t most_cases = 48;
constexpr std::string_view summary_prefix = "summary/";

/// A dataset that says much when it is drawn in one way.
struct Telling {
  const char* name;
  const char* along;  ///< its last dimension
  const char* x;
  const char* low;
  const char* high;
};

constexpr std::array telling{
    Telling{"distance", "time", "", "", ""},
    Telling{"energy", "time", "", "", ""},
    Telling{"eigenvalues_im", "eigenvalue", "eigenvalues_re", "", ""},
    Telling{"final_fraction_recalled", "damage", "", "final_fraction_recalled_low", "final_fraction_recalled_high"},
};

/// How a dataset is drawn without being asked for; null where it is not.
const Telling* telling_of(const std::string& path, const Source& source) {
  for (const Telling& each : telling) {
    if (path.ends_with(std::string("/") + each.name)) {
      const Dataset dataset = source.dataset(path);
      return !dataset.dimensions.empty() && dataset.dimensions.back() == each.along ? &each : nullptr;
    }
  }
  return nullptr;
}

/// The panels of one dataset, as many figures as they fill.
void add_figures(const std::string& dataset, const Telling& way, const std::vector<std::string>& cases,
                 std::vector<Figure>& figures) {
  // "analyses/perturbation/distance" is the figure perturbation_distance.
  std::string stem = dataset.substr(dataset.find('/') + 1);
  std::ranges::replace(stem, '/', '_');
  // Of a sweep with many cells, the first ones.
  const std::size_t count = std::min(cases.size(), most_cases);
  for (std::size_t first = 0; first < count; first += most_panels) {
    const std::size_t last = std::min(first + most_panels, count);
    Figure figure;
    figure.name = first == 0 ? stem : fmt::format("{}_{}", stem, first / most_panels + 1);
    figure.title = capitalised(plain_words(stem));
    figure.columns = last - first <= 4 ? 2 : 3;
    for (std::size_t i = first; i < last; ++i) {
      Panel panel;
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

/// How many different values a column of the summary has.
std::size_t different_values(const Dataset& column) {
  return std::visit(
      [](const auto& values) {
        return std::set<typename std::decay_t<decltype(values)>::value_type>(values.begin(), values.end()).size();
      },
      column.values);
}

/// The single results of a sweep over what was swept: x is the number that takes most values, lines a second setting.
void add_summary(const Source& source, const std::vector<std::string>& paths, std::vector<Figure>& figures) {
  constexpr std::size_t most_lines = 8;
  std::vector<std::string> results;
  std::vector<std::pair<std::size_t, std::string>> numbers;
  std::vector<std::string> lines;
  for (const std::string& path : paths) {
    if (!path.starts_with(summary_prefix) || path.find('/', summary_prefix.size()) != std::string::npos) {
      continue;
    }
    const std::string name = path.substr(summary_prefix.size());
    if (name.starts_with("results.")) {
      results.push_back(path);
    } else if (name != "case" && name != "seed") {
      const Dataset column = source.dataset(path);
      const std::size_t count = different_values(column);
      if (!std::holds_alternative<std::vector<std::string>>(column.values)) {
        numbers.emplace_back(count, name);
      }
      if (count > 1 && count <= most_lines) {
        lines.push_back(name);
      }
    }
  }
  if (numbers.empty() || results.empty()) {
    return;
  }
  const std::string x = std::ranges::max(numbers, {}, &std::pair<std::size_t, std::string>::first).second;
  std::erase(lines, x);
  Figure figure;
  figure.name = "summary";
  figure.title = "Summary";
  figure.columns = 3;
  for (const std::string& result : results) {
    if (figure.panels.size() == most_panels || different_values(source.dataset(result)) < 2) {
      continue;
    }
    Panel panel;
    panel.dataset = result;
    panel.title = capitalised(plain_words(result.substr(result.rfind('.') + 1)));
    panel.x = x;
    panel.lines = lines.empty() ? "" : lines.front();
    panel.average = cell_dimension;
    panel.x_label = x;
    panel.y_label = panel.title;
    figure.panels.push_back(std::move(panel));
  }
  if (!figure.panels.empty()) {
    figures.push_back(std::move(figure));
  }
}

}  // namespace

std::vector<Figure> default_figures(const Source& source) {
  const std::vector<std::string> paths = source.datasets();
  const std::vector<std::string> cases = source.cases();
  if (cases.size() > most_cases) {
    // Nobody looks at that many pictures of single cells.
    std::vector<Figure> figures;
    add_summary(source, paths, figures);
    return figures;
  }
  std::vector<std::string> prefixes;
  prefixes.reserve(cases.size() + 1);
  for (const std::string& label : cases) {
    prefixes.push_back(case_prefix(label));
  }
  if (cases.empty()) {
    prefixes.emplace_back();
  }
  // Each dataset with the cases that have it, in the order of the cases.
  std::vector<std::pair<std::string, std::vector<std::string>>> found;
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    for (const std::string& path : paths) {
      if (!path.starts_with(prefixes[i] + "analyses/") || telling_of(path, source) == nullptr) {
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
  std::vector<Figure> figures;
  for (const auto& [dataset, labels] : found) {
    const std::string prefix = cases.empty() ? "" : case_prefix(labels.front());
    add_figures(dataset, *telling_of(prefix + dataset, source), labels, figures);
  }
  add_summary(source, paths, figures);
  return figures;
}

}  // namespace engram::figures
