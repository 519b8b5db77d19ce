#include "results/targets.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/dataset_values.hpp"

namespace engram::results {

namespace {

/// The target that each trial started from, which may differ from cell to cell.
class OwnTargets {
 public:
  /// Throws if the results do not say.
  OwnTargets(const char* word, const Table& table, const DatasetGroup& group) {
    const auto dataset = group.find(own_target);
    bool fits = dataset && !dataset->dimensions.empty() && dataset->dimensions.back() == trial_dimension;
    for (std::size_t at = 0; fits && at < dataset->dimensions.size(); ++at) {
      const auto dimension = table.find(dataset->dimensions[at]);
      fits = dimension.has_value();
      if (fits) {
        dimensions_.push_back(*dimension);
        extents_.push_back(static_cast<std::size_t>(dataset->shape[at]));
      }
    }
    if (!fits) {
      throw RequestError(
          fmt::format("target: {} needs to know the trials' own targets, but there is no coordinate '{}' beside the "
                      "dataset; target: nearest and target: all do not need it",
                      word, own_target));
    }
    targets_ = numbers_of(*dataset);
  }

  [[nodiscard]] double of(const Row& row) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) {
      at = at * extents_[i] + *row.places[dimensions_[i]];
    }
    if (at >= targets_.size()) {
      throw RequestError(fmt::format("dataset '{}' has {}, and another dataset has at least {} trials", own_target,
                                     counted(targets_.size(), "entry", "entries"), at + 1));
    }
    return targets_[at];
  }

 private:
  std::vector<std::size_t> dimensions_;  ///< of the table
  std::vector<std::size_t> extents_;
  std::vector<double> targets_;
};

/// The least value at each place. NaN only if all are NaN.
Row least_of(const std::vector<const Row*>& rows, std::size_t dimension) {
  Row least = *rows.front();
  least.places[dimension].reset();
  for (const Row* row : rows) {
    std::ranges::transform(least.y, row->y, least.y.begin(), [](double a, double b) { return std::fmin(a, b); });
  }
  return least;
}

/// Throws because the rows of a table do not differ in a dimension that the choice needs.
[[noreturn]] void refuse_target(const char* word, const Dataset& dataset, const char* dimension) {
  const bool is_along_x = std::ranges::find(dataset.dimensions, dimension) != dataset.dimensions.end();
  throw RequestError(
      is_along_x ? fmt::format("target: {}: dimension '{}' of dataset '{}' runs along x, so that nothing is left to "
                               "choose; `style: histogram` and `lines` leave it free",
                               word, dimension, dataset.name)
                 : fmt::format("target: {0}: dataset '{1}' has no dimension '{2}'; its dimensions: {3}", word,
                               dataset.name, dimension, join(dataset.dimensions)));
}

}  // namespace

const char* target_word(TargetChoice choice) {
  switch (choice) {
    case TargetChoice::own:
      return "own";
    case TargetChoice::others:
      return "others";
    case TargetChoice::nearest:
      return "nearest";
    case TargetChoice::automatic:
      return "automatic";
    case TargetChoice::all:
      return "all";
  }
  return "";
}

TargetChoice resolved_choice(TargetChoice choice, const Table& table, const DatasetGroup& group) {
  if (choice != TargetChoice::automatic) {
    return choice;
  }
  const bool has_own = table.find(target_dimension) && table.find(trial_dimension) && group.find(own_target);
  return has_own ? TargetChoice::own : TargetChoice::all;
}

void choose_targets(Table& table, TargetChoice choice, const Dataset& dataset, const DatasetGroup& group) {
  const char* word = target_word(choice);
  const auto target = table.find(target_dimension);
  if (choice == TargetChoice::all) {
    return;
  }
  if (!target) {
    refuse_target(word, dataset, target_dimension);
  }
  if (choice == TargetChoice::nearest) {
    std::vector<Row> rows;
    for (const auto& alike : gather(table, *target)) {
      rows.push_back(least_of(alike, *target));
    }
    table.rows = std::move(rows);
    return;
  }
  const auto trial = table.find(trial_dimension);
  if (!trial) {
    refuse_target(word, dataset, trial_dimension);
  }
  const OwnTargets own(word, table, group);
  std::erase_if(table.rows, [&](const Row& row) {
    const bool is_own = own.of(row) == static_cast<double>(*row.places[*target]);
    return is_own != (choice == TargetChoice::own);
  });
}

}  // namespace engram::results
