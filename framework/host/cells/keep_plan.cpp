#include "cells/keep_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "specification/keep.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"

namespace engram::cells {

namespace {

using specification::Content;
using specification::Keep;

constexpr std::string_view line_start = "keep ";
constexpr std::string_view patterns_group = "patterns";

/// Whether a dataset may belong to a content, judging by its path alone: analyses record three of them.
bool may_be(std::string_view path, Content content) {
  const auto group = path.substr(0, path.find('/'));
  switch (content) {
    case Content::weights:
      return group == "model";
    case Content::patterns:
      return group == "patterns";
    case Content::training:
      return group == "training";
    default:
      return group == "analyses";
  }
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
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
    const bool is_of_run =
        std::ranges::any_of(specification::all_contents(), [&](Content content) { return may_be(path, content); });
    if (!is_of_run) {
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

std::string KeepPlan::line(std::size_t cell) const {
  std::vector<std::string_view> partial;
  std::vector<std::string> datasets;
  for (const Content content : specification::all_contents()) {
    const Keep keep = rules_.of(content).value_or(Keep::all);
    if (keep == Keep::all || (keep == Keep::first_seed && has_first_seed(cell))) {
      continue;
    }
    partial.push_back(specification::name_of(content));
    if (keep == Keep::used) {
      std::ranges::copy_if(used_paths_, std::back_inserter(datasets), [&](const std::string& path) {
        return may_be(path, content) && used_.uses(cell, path) && !contains(datasets, path);
      });
    }
  }
  return partial.empty() ? ""
                         : fmt::format("{}{} {}\n", line_start, fmt::join(partial, ","), fmt::join(datasets, ","));
}

std::string KeepPlan::lacking(std::size_t cell, std::string_view made_with) const {
  std::vector<std::string> partial;
  std::vector<std::string> datasets;
  for (const std::string& line : split(made_with, '\n')) {
    if (line.starts_with(line_start)) {
      const std::vector<std::string> words = split(std::string_view(line).substr(line_start.size()), ' ');
      partial = words.empty() ? partial : split(words.front(), ',');
      datasets = words.size() < 2 ? datasets : split(words[1], ',');
    }
  }
  for (const std::string& name : partial) {
    const auto contents = specification::all_contents();
    const auto content = std::ranges::find(contents, name, [](Content each) { return specification::name_of(each); });
    if (content == contents.end()) {
      return name;  // a later version of engram may keep other contents apart
    }
    const Keep keep = rules_.of(*content).value_or(Keep::all);
    if (keep == Keep::all || (keep == Keep::first_seed && has_first_seed(cell))) {
      return name;
    }
    if (keep == Keep::used) {
      const auto missing = std::ranges::find_if(used_paths_, [&](const std::string& path) {
        return may_be(path, *content) && used_.uses(cell, path) && !contains(datasets, path);
      });
      if (missing != used_paths_.end()) {
        return *missing;
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
  for (const std::string& each : split(made_with, '\n')) {
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
