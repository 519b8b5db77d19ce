#include "cells/kept_cells.hpp"

#include <set>

namespace engram::cells {

void SharedOnly::dataset(const std::string& group, Dataset dataset) {
  if (plan_.share(cell_, group, dataset) == KeepPlan::Share::whole_case) {
    if (dataset.dimensions.size() == 1) {
      lists_[group].push_back(dataset);
    }
    shared_.dataset(group, std::move(dataset));
  } else {
    own_[group].push_back(std::move(dataset));
  }
}

std::map<std::string, std::vector<Dataset>> SharedOnly::take_own() {
  for (auto& [group, datasets] : own_) {
    std::set<std::string> names;
    for (const Dataset& dataset : datasets) {
      names.insert(dataset.dimensions.begin(), dataset.dimensions.end());
      names.insert(dataset.coordinates.begin(), dataset.coordinates.end());
    }
    for (Dataset& list : lists_[group]) {
      if (names.contains(list.name)) {
        datasets.push_back(std::move(list));
      }
    }
  }
  return std::move(own_);
}

}  // namespace engram::cells
