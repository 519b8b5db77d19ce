#include "panels/view.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "panels/cell_stack.hpp"
#include "panels/mixing.hpp"
#include "panels/summary_view.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/summary.hpp"
#include "results/targets.hpp"

namespace engram::panels {

namespace {

constexpr const char* group = "view/";

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

/// The cell with that label, or all cells of the case with that name.
std::vector<Shown> cells_of(const std::vector<std::string>& wanted, const results::Source& source) {
  const results::Summary summary(source);
  std::vector<Shown> shown;
  for (const std::string& name : wanted) {
    shown.push_back({name, {}});
    for (const std::size_t row : summary.rows_of_case(name)) {
      shown.back().cells.push_back(summary.labels()[row]);
    }
    if (shown.back().cells.size() != shown.front().cells.size()) {
      throw RequestError(fmt::format("cases: '{}' has {} and '{}' has {}", wanted.front(),
                                     counted(shown.front().cells.size(), "cell"), name, shown.back().cells.size()));
    }
  }
  return shown;
}

/// A histogram has separate bars for each setting that differs between the cells of a case, except seeds.
std::vector<Shown> split_by_settings(const std::vector<Shown>& shown, const Panel& panel,
                                     const results::Source& source) {
  const results::Summary summary(source);
  const Mixing mixing(summary, panel, Mixing::Seeds::together);
  std::vector<Shown> split;
  for (const Shown& one : shown) {
    const std::vector<std::size_t> rows = summary.rows_of(one.cells);
    const std::vector<std::string> settings = mixing.apart(summary.differing(rows));
    const std::size_t first = split.size();
    for (const std::size_t row : rows) {
      const std::string name = one.name + settings_in_words(summary, settings, row, "");
      auto found =
          std::ranges::find(split.begin() + static_cast<std::ptrdiff_t>(first), split.end(), name, &Shown::name);
      if (found == split.end()) {
        found = split.insert(split.end(), {name, {}});
      }
      found->cells.push_back(summary.labels()[row]);
    }
  }
  return split;
}

/// The words that distinguish the cells of each case, if all cases have the same words: "seed=1".
std::vector<std::string> cell_words(const std::vector<Shown>& shown) {
  std::vector<std::string> words;
  for (const Shown& one : shown) {
    std::vector<std::string> own;
    for (const std::string& label : one.cells) {
      own.push_back(label.starts_with(one.name + ".") ? label.substr(one.name.size() + 1) : label);
    }
    if (!words.empty() && own != words) {
      return {};
    }
    words = std::move(own);
  }
  return words;
}

/// The dimension along x; nullopt if x is a dataset.
std::optional<std::string> dimension_along(const Panel& panel, const Dataset& dataset) {
  if (panel.x.empty()) {
    return dataset.dimensions.empty() ? std::nullopt : std::optional{dataset.dimensions.back()};
  }
  return contains(dataset.dimensions, panel.x) ? std::optional{panel.x} : std::nullopt;
}

/// Adds the coordinates of the stacked dataset that are equal in all cells; other coordinates would be right only for
/// the first cell.
void add_coordinates(const Panel& panel, const Dataset& whole, const CellStack& stack, const results::Source& source,
                     View& view) {
  const std::string folder = panel.dataset.substr(0, panel.dataset.rfind('/') + 1);
  const std::string first_folder = results::case_prefix(stack.first_label()) + folder;
  const std::optional<std::string> along =
      panel.style == Style::histogram ? std::nullopt : dimension_along(panel, whole);
  std::vector<std::string> coordinates = whole.dimensions;
  coordinates.insert(coordinates.end(), whole.coordinates.begin(), whole.coordinates.end());
  for (const std::string& name : coordinates) {
    if (!source.has(first_folder + name)) {
      continue;
    }
    const std::optional<std::string> odd = stack.odd_one(folder + name);
    if (!odd) {
      view.add(source.dataset(first_folder + name));
    } else if (name == results::own_target) {
      if (auto stacked = stack.dataset(folder + name)) {
        view.add(std::move(*stacked));
      }
    } else if (name == along) {
      throw RequestError(fmt::format(
          "dataset '{}' runs over other values of '{}' in case '{}' than in '{}'; show them in separate panels",
          panel.dataset, name, *odd, stack.first_label()));
    }
  }
}

/// Names the settings, except seeds, that differ between cells that share a mean.
void say_what_cells_differ_in(const std::vector<Shown>& shown, const results::Source& source, View& view) {
  const results::Summary summary(source);
  std::vector<std::vector<std::size_t>> groups;
  std::ranges::transform(shown, std::back_inserter(groups),
                         [&](const Shown& one) { return summary.rows_of(one.cells); });
  if (std::string sentence = mixture_in_words(summary, "A mean is over", groups, summary.rows_of(view.labels));
      !sentence.empty()) {
    view.sentences.push_back(std::move(sentence));
  }
}

View view_of_cases(const Panel& panel, const results::Source& source) {
  View view;
  view.panel = panel;
  std::vector<Shown> shown = cells_of(panel.cases, source);
  const bool several = shown.front().cells.size() > 1;
  if (several && panel.style == Style::histogram && panel.average != cell_dimension) {
    shown = split_by_settings(shown, panel, source);
  }
  const CellStack stack(shown, source);
  std::optional<Dataset> whole = stack.dataset(panel.dataset);
  if (!whole) {
    if (!source.has(results::case_prefix(stack.first_label()) + panel.dataset)) {
      results::refuse_dataset(panel.dataset, stack.first_label(), source);
    }
    throw RequestError(fmt::format("dataset '{}' is not there in all of the cases", panel.dataset));
  }
  const std::string folder = panel.dataset.substr(0, panel.dataset.rfind('/') + 1);
  for (const std::string& name : {panel.x, panel.low, panel.high}) {
    if (!name.empty() && !contains(whole->dimensions, name)) {
      if (auto other = stack.dataset(folder + name)) {
        view.add(std::move(*other));
      }
    }
  }
  add_coordinates(panel, *whole, stack, source, view);
  std::vector<std::string> names;
  for (const Shown& one : shown) {
    names.push_back(one.name);
    view.labels.insert(view.labels.end(), one.cells.begin(), one.cells.end());
  }
  view.add({case_dimension, {case_dimension}, {std::ssize(names)}, names, "", "Case."});
  if (auto words = cell_words(shown); stack.with_cells() && !words.empty()) {
    view.add({cell_dimension, {cell_dimension}, {std::ssize(words)}, words, "", "Cell."});
  }
  if (stack.with_cells() && panel.average == cell_dimension) {
    say_what_cells_differ_in(shown, source, view);
  }
  view.panel.dataset = View::path_of(whole->name);
  view.panel.lines = panel.lines.empty() && names.size() > 1 ? case_dimension : panel.lines;
  view.add(std::move(*whole));
  return view;
}

}  // namespace

std::string View::path_of(const std::string& name) {
  return group + name;
}

void View::add(Dataset dataset) {
  const std::string path = path_of(dataset.name);
  datasets_.insert_or_assign(path, std::move(dataset));
}

std::vector<std::string> View::datasets(const std::string& group) const {
  std::vector<std::string> paths;
  for (const auto& [path, dataset] : datasets_) {
    if (results::is_below(path, group)) {
      paths.push_back(path);
    }
  }
  return paths;
}

bool needs_view(const Panel& panel) {
  return !panel.cases.empty() || !panel.y.empty() || is_of_summary(panel);
}

View make_view(const Panel& panel, const results::Source& source) {
  return !panel.y.empty() || is_of_summary(panel) ? make_summary_view(panel, source) : view_of_cases(panel, source);
}

}  // namespace engram::panels
