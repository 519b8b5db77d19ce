// Listeners that pass on the datasets which a study keeps of a computed cell.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cells/keep_plan.hpp"
#include "journals/cell_listener.hpp"

namespace engram::cells {

/// Passes on what a study keeps of a cell.
class KeptOnly : public journals::CellListener {
 public:
  KeptOnly(const KeepPlan& plan, std::size_t cell, journals::CellListener& listener)
      : filter_(plan, cell), listener_(listener) {}

  void group(const std::string& path) override { listener_.group(path); }
  void dataset(const std::string& group, Dataset dataset) override {
    if (filter_.passes(group, dataset)) {
      listener_.dataset(group, std::move(dataset));
    }
  }
  void failure(const std::string& group, std::string sentence) override {
    listener_.failure(group, std::move(sentence));
  }
  void finish() {
    if (std::optional<Dataset> indices = filter_.take_indices()) {
      listener_.dataset("patterns", *std::move(indices));
    }
  }

 private:
  KeepFilter filter_;
  journals::CellListener& listener_;
};

/// Tells datasets that all cells of a case store from those of single cells, which cannot be in a stack.
class SharedOnly : public journals::CellListener {
 public:
  SharedOnly(const KeepPlan& plan, std::size_t cell, journals::CellListener& shared)
      : plan_(plan), cell_(cell), shared_(shared) {}

  void group(const std::string& path) override { shared_.group(path); }
  void dataset(const std::string& group, Dataset dataset) override;
  void failure(const std::string& group, std::string sentence) override {
    shared_.failure(group, std::move(sentence));
  }

  /// The datasets of the cell alone, and the lists that label their dimensions, by group.
  std::map<std::string, std::vector<Dataset>> take_own();

 private:
  const KeepPlan& plan_;
  std::size_t cell_;
  journals::CellListener& shared_;
  std::map<std::string, std::vector<Dataset>> own_;
  std::map<std::string, std::vector<Dataset>> lists_;
};

}  // namespace engram::cells
