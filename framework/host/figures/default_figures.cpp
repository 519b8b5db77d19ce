#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "figures/draw.hpp"
#include "figures/labels.hpp"
#include "figures/locate.hpp"
#include "figures/text.hpp"

namespace engram::figures {

namespace {

constexpr std::size_t most_panels = 12;
constexpr const char* wanted = "distance";
constexpr const char* along = "time";

bool is_wanted(const std::string& path, const Source& source) {
  if (!path.ends_with(std::string("/") + wanted)) {
    return false;
  }
  const Dataset dataset = source.dataset(path);
  return !dataset.dimensions.empty() && dataset.dimensions.back() == along;
}

/// The panels of one dataset, as many figures as they fill.
void add_figures(const std::string& dataset, const std::vector<std::string>& cases, std::vector<Figure>& figures) {
  // "analyses/perturbation/distance" is the figure perturbation_distance.
  std::string stem = dataset.substr(dataset.find('/') + 1);
  std::ranges::replace(stem, '/', '_');
  for (std::size_t first = 0; first < cases.size(); first += most_panels) {
    const std::size_t last = std::min(first + most_panels, cases.size());
    Figure figure;
    figure.name = first == 0 ? stem : fmt::format("{}_{}", stem, first / most_panels + 1);
    figure.title = capitalised(plain_words(stem));
    figure.columns = last - first <= 4 ? 2 : 3;
    for (std::size_t i = first; i < last; ++i) {
      Panel panel;
      panel.dataset = dataset;
      panel.case_label = cases[i];
      panel.title = cases[i];
      figure.panels.push_back(std::move(panel));
    }
    figures.push_back(std::move(figure));
  }
}

}  // namespace

std::vector<Figure> default_figures(const Source& source) {
  const std::vector<std::string> paths = source.datasets();
  const std::vector<std::string> cases = source.cases();
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
      if (!path.starts_with(prefixes[i] + "analyses/") || !is_wanted(path, source)) {
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
    add_figures(dataset, labels, figures);
  }
  return figures;
}

}  // namespace engram::figures
