#include "evaluation/panel_check.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include <engram/words.hpp>

#include "panels/view.hpp"
#include "results/targets.hpp"

namespace engram::evaluation {

PanelCheck::PanelCheck(const specification::Record& record, const panels::Panel& panel, const Declared& declared,
                       bool several_cells, yaml::Problems& problems)
    : record_(record), panel_(panel), declared_(declared), problems_(problems) {
  if (!panel.cases.empty()) {
    dimensions_.emplace_back(panels::case_dimension);
    if (several_cells) {
      dimensions_.emplace_back(panels::cell_dimension);
    }
  }
  dimensions_.insert(dimensions_.end(), declared.dataset->dimensions.begin(), declared.dataset->dimensions.end());
}

void PanelCheck::check() const {
  if (panel_.style == panels::Style::matrix || panel_.style == panels::Style::images) {
    check_heat();
    return;
  }
  const bool needs_dimension = panel_.style != panels::Style::histogram || !panel_.x.empty();
  if (dimensions_.empty() && needs_dimension) {
    complain(
        "dataset",
        fmt::format("dataset '{}' is a single number and has no dimension to run along x", declared_.dataset->name),
        {"single numbers of cases and sweeps are columns of the summary: summary/results.analyses.LABEL.NAME"});
    return;
  }
  check_x();
  check_target();
  check_dimension("lines", panel_.lines);
  check_dimension("average", panel_.average);
  check_neighbour("low", panel_.low);
  check_neighbour("high", panel_.high);
}

void PanelCheck::check_heat() const {
  const std::vector<std::string>& dimensions = declared_.dataset->dimensions;
  if (dimensions.size() != 2) {
    complain("style",
             fmt::format("dataset '{}' has {} dimensions; a matrix or images need two", declared_.dataset->name,
                         dimensions.size()),
             {"dimensions: " + join(dimensions)});
  }
}

void PanelCheck::check_x() const {
  if (panel_.x.empty() || has(panel_.x)) {
    return;
  }
  const Recorded* other = neighbour(panel_.x);
  if (other == nullptr) {
    std::vector<std::string> allowed = dimensions_;
    for (const Recorded& recorded : declared_.plugin->records) {
      if (recorded.dimensions == declared_.dataset->dimensions && recorded.name != declared_.dataset->name) {
        allowed.push_back(recorded.name);
      }
    }
    complain("x",
             fmt::format("'{}' is neither a dimension of dataset '{}' nor a dataset beside it", panel_.x,
                         declared_.dataset->name),
             notes_on(panel_.x, "allowed", allowed));
  } else if (other->dimensions != declared_.dataset->dimensions) {
    complain("x", fmt::format("dataset '{}' has other dimensions than '{}'", panel_.x, declared_.dataset->name),
             {fmt::format("{}: {}", panel_.x, join(other->dimensions)),
              fmt::format("{}: {}", declared_.dataset->name, join(declared_.dataset->dimensions))});
  } else if (!panel_.average.empty() || panel_.target == results::TargetChoice::nearest) {
    complain(panel_.average.empty() ? "target" : "average",
             fmt::format("{} has no meaning if x is a dataset, '{}', and not a dimension",
                         panel_.average.empty() ? "target: nearest" : "average", panel_.x),
             {"dimensions: " + join(dimensions_)});
  }
}

void PanelCheck::check_target() const {
  using results::TargetChoice;
  if (panel_.target == TargetChoice::automatic || panel_.target == TargetChoice::all) {
    return;
  }
  const bool own = panel_.target != TargetChoice::nearest;
  for (const char* dimension : {results::target_dimension, results::trial_dimension}) {
    if ((own || dimension == results::target_dimension) && !has(dimension)) {
      complain("target",
               fmt::format("target: {}: dataset '{}' has no dimension '{}'", results::target_word(panel_.target),
                           declared_.dataset->name, dimension),
               {dimensions_.empty() ? "it is a single number" : "its dimensions: " + join(dimensions_)});
      return;
    }
    if ((own || dimension == results::target_dimension) && dimension == along_x()) {
      complain("target",
               fmt::format("target: {}: dimension '{}' runs along x, so that nothing is left to choose",
                           results::target_word(panel_.target), dimension),
               {"`style: histogram` and `lines` leave it free"});
      return;
    }
  }
  if (own && neighbour(results::own_target) == nullptr) {
    complain("target",
             fmt::format("target: {}: {} does not record the trials' own targets, '{}'",
                         results::target_word(panel_.target), declared_.plugin->name, results::own_target),
             {"target: nearest and target: all do not need it"});
  }
}

std::string PanelCheck::along_x() const {
  if (!panel_.x.empty()) {
    return panel_.x;
  }
  return panel_.style == panels::Style::histogram || dimensions_.empty() ? "" : dimensions_.back();
}

void PanelCheck::check_dimension(std::string_view key, const std::string& dimension) const {
  if (dimension.empty()) {
    return;
  }
  if (!has(dimension)) {
    complain(key, fmt::format("{}: dataset '{}' has no dimension '{}'", key, declared_.dataset->name, dimension),
             notes_on(dimension, "dimensions", dimensions_));
  } else if (dimension == along_x()) {
    complain(key, fmt::format("{}: dimension '{}' runs along x already", key, dimension),
             {"dimensions: " + join(dimensions_)});
  }
}

void PanelCheck::check_neighbour(std::string_view key, const std::string& name) const {
  if (name.empty()) {
    return;
  }
  const Recorded* other = neighbour(name);
  if (other != nullptr && other->dimensions == declared_.dataset->dimensions) {
    return;
  }
  std::vector<std::string> allowed;
  for (const Recorded& recorded : declared_.plugin->records) {
    if (recorded.dimensions == declared_.dataset->dimensions) {
      allowed.push_back(recorded.name);
    }
  }
  complain(key,
           fmt::format("{}: there is no dataset '{}' of the same dimensions beside '{}'", key, name,
                       declared_.dataset->name),
           notes_on(name, "datasets", allowed));
}

bool PanelCheck::has(const std::string& dimension) const {
  return std::ranges::find(dimensions_, dimension) != dimensions_.end();
}

const Recorded* PanelCheck::neighbour(const std::string& name) const {
  const auto found = std::ranges::find(declared_.plugin->records, name, &Recorded::name);
  return found == declared_.plugin->records.end() ? nullptr : &*found;
}

void PanelCheck::complain(std::string_view key, std::string message, std::vector<std::string> notes) const {
  problems_.add(record_.mark_of(key), std::move(message), std::move(notes));
}

}  // namespace engram::evaluation
