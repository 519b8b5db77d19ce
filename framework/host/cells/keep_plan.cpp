#include "cells/keep_plan.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "specification/keep.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"
#include "system/split.hpp"

namespace engram::cells {

namespace {

using specification::Content;
using specification::Keep;

constexpr std::string_view line_start = "keep ";
constexpr std::string_view patterns_group = "patterns";

bool contains(const auto& list, const auto& item) {
  return std::ranges::find(list, item) != list.end();
}

}  // namespace

KeepPlan::KeepPlan(const specification::Spec& spec, const evaluation::CellIndex& cells)
    : rules_(spec.keep), used_(cells) {
  const std::size_t count = spec.cases.size();
  const std::vector<specification::Axis>& axes = spec.cases.axes();
  const auto seeds = std::ranges::find_if(
      axes, [](const specification::Axis& axis) { return axis.size > 1 && contains(axis.paths, "seed"); });
  for (std::size_t cell = 0; cell < count; ++cell) {
    const std::vector<std::size_t> position = spec.cases.position(cell);
    cases_.push_back(position.empty() ? 0 : position.front());
    if (seeds != axes.end()) {
      first_seed_.push_back(position[static_cast<std::size_t>(seeds - axes.begin()) + 1] == 0);
    }
  }
  const std::size_t case_count = cases_.empty() ? 0 : std::ranges::max(cases_) + 1;
  for (const std::string& path : used_.datasets()) {
    if (specification::possible_contents(path).empty()) {
      continue;
    }
    used_paths_.push_back(path);
    std::vector<bool>& whole = whole_cases_.emplace(path, std::vector<bool>(case_count, true)).first->second;
    for (std::size_t cell = 0; cell < count; ++cell) {
      whole[cases_[cell]] = whole[cases_[cell]] && used_.uses(cell, path);
    }
  }
  std::ranges::sort(used_paths_);
}

KeepPlan::Share KeepPlan::share(std::size_t cell, Keep keep, const std::string& path) const {
  switch (keep) {
    case Keep::none:
      return Share::none;
    case Keep::first_seed:
      return first_seed_.empty() ? Share::whole_case : has_first_seed(cell) ? Share::this_cell : Share::none;
    case Keep::used:
      if (!used_.uses(cell, path)) {
        return Share::none;
      }
      return whole_cases_.at(path)[cases_[cell]] ? Share::whole_case : Share::this_cell;
    default:
      return Share::whole_case;
  }
}

KeepPlan::Share KeepPlan::share(std::size_t cell, const std::string& group, const Dataset& dataset) const {
  const std::optional<Content> content = specification::content_of(group, dataset.dimensions);
  const std::optional<Keep> keep = content ? rules_.of(*content) : std::nullopt;
  return keep ? share(cell, *keep, store::join_path(group, dataset.name)) : Share::whole_case;
}

bool KeepPlan::keeps_whole(std::size_t cell, Content content) const {
  const Keep keep = rules_.of(content).value_or(Keep::all);
  return keep == Keep::all || (keep == Keep::first_seed && has_first_seed(cell));
}

std::vector<std::string> KeepPlan::used_of(std::size_t cell, Content content) const {
  std::vector<std::string> paths;
  if (rules_.of(content) == Keep::used) {
    std::ranges::copy_if(used_paths_, std::back_inserter(paths), [&](const std::string& path) {
      return used_.uses(cell, path) && contains(specification::possible_contents(path), content);
    });
  }
  return paths;
}

std::string KeepPlan::line(std::size_t cell) const {
  std::vector<std::string_view> partial;
  std::set<std::string> datasets;
  for (const Content content : specification::all_contents()) {
    if (!keeps_whole(cell, content)) {
      partial.push_back(specification::name_of(content));
      std::ranges::move(used_of(cell, content), std::inserter(datasets, datasets.end()));
    }
  }
  return partial.empty() ? ""
                         : fmt::format("{}{} {}\n", line_start, fmt::join(partial, ","), fmt::join(datasets, ","));
}

std::string KeepPlan::lacking(std::size_t cell, std::string_view made_with) const {
  std::vector<std::string> partial;
  std::vector<std::string> datasets;
  for (const std::string& line : system::split(made_with, '\n')) {
    if (line.starts_with(line_start)) {
      const std::vector<std::string> words = system::split(std::string_view(line).substr(line_start.size()), ' ');
      partial = words.empty() ? partial : system::split(words.front(), ',');
      datasets = words.size() < 2 ? datasets : system::split(words[1], ',');
    }
  }
  const std::vector<Content> contents = specification::all_contents();
  for (const std::string& name : partial) {
    const auto content = std::ranges::find(contents, name, [](Content each) { return specification::name_of(each); });
    // A later version of engram may keep other contents apart.
    if (content == contents.end() || keeps_whole(cell, *content)) {
      return name;
    }
    for (std::string& path : used_of(cell, *content)) {
      if (!contains(datasets, path)) {
        return std::move(path);
      }
    }
  }
  return "";
}

void KeepPlan::set_line(std::size_t cell, std::string& made_with) const {
  if (!lacking(cell, made_with).empty()) {
    return;
  }
  std::string text;
  for (const std::string& each : system::split(made_with, '\n')) {
    text += each.starts_with(line_start) ? "" : each + "\n";
  }
  made_with = text + line(cell);
}

bool KeepFilter::passes(const std::string& group, const Dataset& dataset) {
  if (group == patterns_group && indices_ && dataset.name == indices_->name) {
    indices_.reset();
  }
  if (plan_.share(cell_, group, dataset) != KeepPlan::Share::none) {
    return true;
  }
  if (group == patterns_group && dataset.name == "targets") {
    indices_ = store::index_of(dataset.dimensions.front(), dataset.shape.front());
  }
  return false;
}

}  // namespace engram::cells
