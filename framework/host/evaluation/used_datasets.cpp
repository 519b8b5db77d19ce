#include "evaluation/used_datasets.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <variant>

#include "evaluation/panel_cells.hpp"

namespace engram::evaluation {

namespace {

/// The dataset and those that are used with it.
std::vector<std::string> datasets_of(const specification::Record& record, bool is_panel) {
  const std::string dataset = text_of(record, "dataset");
  std::vector<std::string> used{dataset};
  if (is_panel) {
    const std::string group = dataset.substr(0, dataset.rfind('/') + 1);
    for (const std::string_view neighbour : {"x", "low", "high"}) {
      if (const std::string name = text_of(record, neighbour); !name.empty()) {
        used.push_back(group + name);
      }
    }
    const Value beside = record.value("beside");
    const auto& others = std::get<std::vector<std::string>>(beside);
    used.insert(used.end(), others.begin(), others.end());
  }
  return used;
}

}  // namespace

UsedDatasets::UsedDatasets(const CellIndex& cells) {
  yaml::Problems unheard;
  for (const specification::Record& figure : cells.spec().figures) {
    for (const specification::Record& panel : figure.children) {
      const std::vector<std::string> labels = cells_of_panel(cells, panel, unheard);
      for (const std::string& dataset : datasets_of(panel, true)) {
        add(cells, dataset, labels);
      }
    }
  }
  for (const specification::Record& claim : cells.spec().claims) {
    for (const std::string& dataset : datasets_of(claim, false)) {
      add(cells, dataset, cells.cells_of(claim, unheard));
    }
  }
}

void UsedDatasets::add(const CellIndex& cells, const std::string& dataset, const std::vector<std::string>& labels) {
  constexpr std::string_view of_case = "cases/";
  if (dataset.starts_with(of_case)) {
    const std::string rest = dataset.substr(of_case.size());
    const std::size_t slash = rest.find('/');
    if (slash != std::string::npos) {
      add(cells, rest.substr(slash + 1), {rest.substr(0, slash)});
    }
    return;
  }
  std::vector<bool>& used = used_[dataset];
  used.resize(cells.labels().size());
  if (!cells.spec().has_cases) {
    // The label of a single run is empty, and is not found.
    used.assign(used.size(), true);
    return;
  }
  for (const std::string& label : labels) {
    if (const std::optional<std::size_t> cell = cells.find(label)) {
      used[*cell] = true;
    }
  }
}

bool UsedDatasets::uses(std::size_t cell, const std::string& dataset) const {
  const auto found = used_.find(dataset);
  return found != used_.end() && found->second[cell];
}

std::vector<std::string> UsedDatasets::datasets() const {
  std::vector<std::string> names;
  std::ranges::transform(used_, std::back_inserter(names), [](const auto& entry) { return entry.first; });
  return names;
}

}  // namespace engram::evaluation
