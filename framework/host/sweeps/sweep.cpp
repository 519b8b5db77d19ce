#include "sweeps/sweep.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "yaml/path.hpp"

namespace engram::sweeps {

namespace {

constexpr double most_cells = 1'000'000;

}  // namespace

SweepCells::SweepCells(std::vector<CaseTree> cases, Sweep sweep, yaml::Problems& problems)
    : cases_(std::move(cases)), sweep_(std::move(sweep)), whole_(cases_.size()) {
  if (sweep_.axes.empty() || cases_.empty()) {
    return;
  }
  double count = static_cast<double>(cases_.size());
  for (const SweepAxis& axis : sweep_.axes) {
    count *= static_cast<double>(axis.points.size());
  }
  if (count > most_cells) {
    problems.add(sweep_.axes.front().marks.front(),
                 fmt::format("the sweep has {:.0f} cells; at most {:.0f} are allowed", count, most_cells));
    sweep_ = {};
    return;
  }
  whole_ = static_cast<std::size_t>(count);
  for (const SweepAxis& axis : sweep_.axes) {
    paths_.insert(paths_.end(), axis.paths.begin(), axis.paths.end());
  }
}

void SweepCells::filter(const Catalogue& catalogue, yaml::Problems& problems) {
  if (sweep_.axes.empty() || (sweep_.filters.conditions.empty() && sweep_.filters.exclusions.empty())) {
    return;
  }
  const Grid grid{whole_, [&](std::size_t at) { return tree_at(place(at), problems).tree; },
                  [&](std::size_t at, const std::string& path) { return word_at(place(at), path); }};
  Filtered result = filtered(grid, sweep_.filters, catalogue, problems);
  std::ranges::move(result.paths, std::back_inserter(paths_));
  kept_ = std::move(result.kept);
  sweep_.filters.exclusions = std::move(result.exclusions);
  filtered_ = true;
  if (kept_.empty() && whole_ > 0) {
    problems.add(sweep_.axes.front().marks.front(),
                 fmt::format("'where' and 'exclude' leave out all {} of the sweep", counted(whole_, "cell")));
    kept_.push_back(0);
  }
}

void SweepCells::keep(const std::set<std::string>& labels) {
  for (std::size_t at = 0; at < whole_; ++at) {
    if (labels.contains(name_at(place(at)).label)) {
      kept_.push_back(at);
    }
  }
  filtered_ = true;
}

std::string SweepCells::word_at(const std::vector<std::size_t>& position, const std::string& path) const {
  for (std::size_t number = 0; number < sweep_.axes.size(); ++number) {
    const SweepAxis& axis = sweep_.axes[number];
    const auto at = static_cast<std::size_t>(std::ranges::find(axis.paths, path) - axis.paths.begin());
    if (at < axis.paths.size() && !axis.words[at].empty()) {
      return axis.words[at][position[number + 1]];
    }
  }
  return "";
}

std::vector<std::size_t> SweepCells::place(std::size_t at) const {
  std::vector<std::size_t> position(sweep_.axes.size() + 1);
  for (std::size_t axis = sweep_.axes.size(); axis-- > 0;) {
    const std::size_t points = sweep_.axes[axis].points.size();
    position[axis + 1] = at % points;
    at /= points;
  }
  position[0] = at;
  return position;
}

std::vector<std::size_t> SweepCells::position(std::size_t cell) const {
  return place(filtered_ ? kept_[cell] : cell);
}

CaseName SweepCells::name_at(const std::vector<std::size_t>& position) const {
  const CaseTree& base = cases_[position.front()];
  if (sweep_.axes.empty()) {
    return {base.label, ""};
  }
  std::string label = base.label;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    label += (label.empty() ? "" : axis == 0 ? "." : ",") + sweep_.axes[axis].points[position[axis + 1]].label;
  }
  return {std::move(label), base.label};
}

CaseTree SweepCells::tree_at(const std::vector<std::size_t>& position, yaml::Problems& problems) const {
  CaseTree cell = cases_[position.front()];
  for (std::size_t number = 0; number < sweep_.axes.size(); ++number) {
    const SweepAxis& axis = sweep_.axes[number];
    const SweepPoint& point = axis.points[position[number + 1]];
    for (std::size_t path = 0; path < axis.paths.size(); ++path) {
      if (auto changed = yaml::put(cell.tree, axis.paths[path], point.values[path], axis.marks[path], problems)) {
        cell.tree = std::move(*changed);
      }
    }
  }
  CaseName name = name_at(position);
  cell.label = std::move(name.label);
  cell.case_name = std::move(name.case_name);
  return cell;
}

CaseName SweepCells::name(std::size_t cell) const {
  return name_at(position(cell));
}

const yaml::Mark& SweepCells::mark(std::size_t cell) const {
  return sweep_.axes.empty() ? cases_[position(cell).front()].mark : sweep_.axes.front().marks.front();
}

CaseTree SweepCells::tree_of_point(std::size_t axis, std::size_t point, yaml::Problems& problems) const {
  std::vector<std::size_t> position(sweep_.axes.size() + 1, 0);
  position[axis + 1] = point;
  return tree_at(position, problems);
}

CaseTree SweepCells::tree(std::size_t cell, yaml::Problems& problems) const {
  return tree_at(position(cell), problems);
}

}  // namespace engram::sweeps
