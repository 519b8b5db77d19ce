#include "figures/rows.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/locate.hpp"
#include "figures/view.hpp"

namespace engram::figures {

namespace {

constexpr const char* target_dimension = "target";
constexpr const char* trial_dimension = "trial";
constexpr const char* own_target = "target_of_trial";

/// Checks the dimension that the panel names under `wish`; the dimension along x is not allowed.
void check_dimension(const Table& table, const Dataset& dataset, const char* wish, const std::string& dimension) {
  if (dimension.empty() || table.find(dimension)) {
    return;
  }
  if (std::ranges::find(dataset.dimensions, dimension) != dataset.dimensions.end()) {
    throw RequestError(fmt::format("{}: dimension '{}' runs along x already", wish, dimension));
  }
  throw RequestError(fmt::format("{}: dataset '{}' has no dimension '{}'; it has {}{}", wish, dataset.name, dimension,
                                 join(dataset.dimensions), nearest_match(dimension, dataset.dimensions)));
}

/// The target that each trial started from, which may differ from cell to cell.
class OwnTargets {
 public:
  /// Throws if the results do not say.
  OwnTargets(const char* word, const Table& table, const Labels& labels) {
    const auto dataset = labels.neighbour(own_target);
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

const char* word_of(TargetChoice choice) {
  switch (choice) {
    case TargetChoice::own:
      return "own";
    case TargetChoice::others:
      return "others";
    case TargetChoice::nearest:
      return "nearest";
    default:
      return "all";
  }
}

/// The choice that `automatic` means here.
TargetChoice resolve(TargetChoice choice, const Table& table, const Labels& labels) {
  if (choice != TargetChoice::automatic) {
    return choice;
  }
  const bool has_own = table.find(target_dimension) && table.find(trial_dimension) && labels.neighbour(own_target);
  return has_own ? TargetChoice::own : TargetChoice::all;
}

/// The least value at each place. NaN only if all are NaN.
Row least_of(const std::vector<const Row*>& rows, std::size_t dimension) {
  Row least = *rows.front();
  least.places[dimension].reset();
  for (const Row* row : rows) {
    std::ranges::transform(least.y, row->y, least.y.begin(), [](double a, double b) { return std::fmin(a, b); });
  }
  return least;
}

/// Throws because the rows of a table are not told apart by a dimension, which `target: own` and others need.
[[noreturn]] void refuse_target(const char* word, const Dataset& dataset, const char* dimension) {
  const bool is_along_x = std::ranges::find(dataset.dimensions, dimension) != dataset.dimensions.end();
  throw RequestError(
      is_along_x ? fmt::format("target: {}: dimension '{}' of dataset '{}' runs along x, so that nothing is left to "
                               "choose; `style: histogram` and `lines` leave it free",
                               word, dimension, dataset.name)
                 : fmt::format("target: {0}: dataset '{1}' has no rows by '{2}'; its dimensions are {3}", word,
                               dataset.name, dimension, join(dataset.dimensions)));
}

void choose_targets(Table& table, TargetChoice choice, const Dataset& dataset, const Labels& labels) {
  const char* word = word_of(choice);
  const auto target = table.find(target_dimension);
  if (choice == TargetChoice::all) {
    return;
  }
  if (!target) {
    refuse_target(word, dataset, target_dimension);
  }
  if (choice == TargetChoice::nearest) {
    std::vector<Row> rows;
    for (const auto& group : gather(table, *target)) {
      rows.push_back(least_of(group, *target));
    }
    table.rows = std::move(rows);
    return;
  }
  const auto trial = table.find(trial_dimension);
  if (!trial) {
    refuse_target(word, dataset, trial_dimension);
  }
  const OwnTargets own(word, table, labels);
  std::erase_if(table.rows, [&](const Row& row) {
    const bool is_own = own.of(row) == static_cast<double>(*row.places[*target]);
    return is_own != (choice == TargetChoice::own);
  });
}

/// Takes means over `dimension`, with the spread around them. A place with a member that is not finite has no mean;
/// among rows of the summary, NaN means that there is no member.
void average(Rows& rows, std::size_t dimension, Spread spread) {
  const bool padded = rows.table.dimensions[dimension] == row_dimension;
  Table means{rows.table.dimensions, {}};
  for (const auto& group : gather(rows.table, dimension)) {
    Row mean = *group.front();
    mean.places[dimension].reset();
    std::vector<double> low = mean.y;
    std::vector<double> high = mean.y;
    for (std::size_t i = 0; i < mean.y.size(); ++i) {
      double sum = 0;
      std::size_t members = 0;
      for (const Row* row : group) {
        if (padded && std::isnan(row->y[i])) {
          continue;
        }
        ++members;
        sum += row->y[i];
        low[i] = std::fmin(low[i], row->y[i]);
        high[i] = std::fmax(high[i], row->y[i]);
      }
      mean.y[i] = sum / static_cast<double>(members);  // NaN without members
      if (members > 0) {
        rows.least_members = rows.most_members == 0 ? members : std::min(rows.least_members, members);
        rows.most_members = std::max(rows.most_members, members);
      }
    }
    means.rows.push_back(std::move(mean));
    if (spread == Spread::range) {
      rows.low.push_back(std::move(low));
      rows.high.push_back(std::move(high));
    }
  }
  if (spread == Spread::members) {
    rows.members = std::move(rows.table);
  }
  rows.table = std::move(means);
}

}  // namespace

Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const Labels& labels) {
  Rows rows;
  rows.table = make_table(dataset, along.dimension, along.x);
  check_dimension(rows.table, dataset, "lines", panel.lines);
  check_dimension(rows.table, dataset, "average", panel.average);
  if (rows.table.rows.empty() || rows.table.rows.front().y.empty()) {
    throw RequestError(fmt::format("dataset '{}' is empty", dataset.name));
  }
  const TargetChoice choice = resolve(panel.target, rows.table, labels);
  choose_targets(rows.table, choice, dataset, labels);
  if (rows.table.rows.empty()) {
    throw RequestError(
        fmt::format("target: {}: dataset '{}' holds no such distances", word_of(choice), dataset.name));
  }
  rows.target = choice;
  if (!panel.average.empty()) {
    // A trial's own target follows from the trial: if lines are over something else, the mean over trials is also a
    // mean over their targets.
    if (choice == TargetChoice::own && panel.average == trial_dimension && !panel.lines.empty() &&
        panel.lines != target_dimension) {
      for (Row& row : rows.table.rows) {
        row.places[*rows.table.find(target_dimension)].reset();
      }
    }
    average(rows, *rows.table.find(panel.average), panel.spread);
  }
  return rows;
}

}  // namespace engram::figures
