#include "panels/panel_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "panels/labels.hpp"
#include "panels/view.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/sample.hpp"

namespace engram::panels {

namespace {

Along along_dimension(const Panel& panel, const Dataset& dataset, std::size_t dimension,
                      const results::DatasetGroup& labels) {
  Along along;
  along.dimension = dimension;
  const std::string& name = dataset.dimensions[dimension];
  along.x.resize(static_cast<std::size_t>(dataset.shape[dimension]));
  std::iota(along.x.begin(), along.x.end(), 0.0);
  const bool has_label = !label_of_path(panel.labels, name).empty();
  const std::string quantity = label_or_words(panel.labels, name);
  along.name = along.label = with_unit(quantity, "");
  if (const auto& coordinate = labels.coordinate(name)) {
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate->values)) {
      along.words = *words;
    } else {
      along.x = results::numbers_of(*coordinate);
    }
    along.name = with_unit(quantity, coordinate->unit);
    along.label = has_label ? along.name : with_unit(without_period(coordinate->description), coordinate->unit);
  }
  return along;
}

/// Settings are stored as they are written: "100 ms". If all of them are numbers with the same unit, they become
/// numbers; otherwise each text gets a place, in the order of first appearance. Returns the unit.
std::string read_settings(const std::vector<std::string>& texts, Along& along) {
  if (auto quantities = results::quantities_of(texts)) {
    along.x = std::move(quantities->values);
    return quantities->unit;
  }
  for (const std::string& text : texts) {
    auto found = std::ranges::find(along.words, text);
    if (found == along.words.end()) {
      found = along.words.insert(along.words.end(), text);
    }
    along.x.push_back(static_cast<double>(found - along.words.begin()));
  }
  return "";
}

Along along_dataset(const Panel& panel, const Dataset& dataset, const results::DatasetGroup& labels) {
  const std::optional<Dataset> other = labels.find(panel.x);
  if (!other) {
    std::vector<std::string> candidates = labels.names();
    candidates.insert(candidates.end(), dataset.dimensions.begin(), dataset.dimensions.end());
    throw RequestError(
        fmt::format("x: '{}' is neither a dimension of dataset '{}', which has {}, nor a dataset beside it{}",
                    panel.x, dataset.name, join(dataset.dimensions), results::nearest_match(panel.x, candidates)));
  }
  if (other->dimensions != dataset.dimensions) {
    throw RequestError(fmt::format("x: dataset '{}' has the dimensions {}, but '{}' has {}", panel.x,
                                   join(other->dimensions), dataset.name, join(dataset.dimensions)));
  }
  if (!panel.average.empty() || panel.target == TargetChoice::nearest) {
    throw RequestError(fmt::format("{}: has no meaning if x is a dataset, '{}', and not a dimension",
                                   panel.average.empty() ? "target: nearest" : "average", panel.x));
  }
  Along along;
  along.dimension = dataset.dimensions.size() - 1;
  along.is_dataset = true;
  const std::string label = label_of_path(panel.labels, panel.x);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&other->values)) {
    const std::string unit = read_settings(*texts, along);
    // The path of a setting says more than its description.
    const std::string name = label.empty() ? panel.x : label;
    along.name = along.label = unit.empty() ? name : fmt::format("{} ({})", name, unit);
  } else {
    along.x = results::numbers_of(*other);
    along.name = with_unit(label_or_words(panel.labels, panel.x), other->unit);
    along.label = label.empty() ? with_unit(without_period(other->description), other->unit) : along.name;
  }
  return along;
}

/// Checks the dimension that the panel names under `wish`; the dimension along x is not allowed.
void check_dimension(const results::Table& table, const Dataset& dataset, const char* wish,
                     const std::string& dimension) {
  if (dimension.empty() || table.find(dimension)) {
    return;
  }
  if (std::ranges::find(dataset.dimensions, dimension) != dataset.dimensions.end()) {
    throw RequestError(fmt::format("{}: dimension '{}' runs along x already", wish, dimension));
  }
  throw RequestError(fmt::format("{}: dataset '{}' has no dimension '{}'; it has {}{}", wish, dataset.name, dimension,
                                 join(dataset.dimensions), results::nearest_match(dimension, dataset.dimensions)));
}

/// The mean of some numbers and the ends of the band around it.
struct Mean {
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// Half of the width of a band that has its mean in the middle. One number has no deviation, and so no band.
double half_width(const results::Sample& members, Spread spread) {
  const auto count = static_cast<double>(members.count);
  if (members.count < 2) {
    return 0;
  }
  switch (spread) {
    case Spread::standard_error:
      return members.deviation / std::sqrt(count);
    case Spread::confidence:
      return results::confidence_of(members);
    default:
      return members.deviation;
  }
}

/// NaN without members.
Mean mean_of(const std::vector<double>& members, Spread spread) {
  const results::Sample sample = results::sample_of(members);
  const double mean = sample.mean;
  if (!std::isfinite(mean)) {
    return {mean, mean, mean};
  }
  if (spread == Spread::range) {
    const auto [least, greatest] = std::ranges::minmax(members);
    return {mean, least, greatest};
  }
  const double half = half_width(sample, spread);
  return {mean, mean - half, mean + half};
}

bool has_band(Spread spread) {
  return spread != Spread::none && spread != Spread::members;
}

/// Takes means over `dimension`, with the spread around them. A place with a member that is not finite has no mean;
/// among rows of the summary, NaN means that there is no member.
void average(Rows& rows, std::size_t dimension, Spread spread) {
  const bool padded = rows.table.dimensions[dimension] == row_dimension;
  results::Table means{rows.table.dimensions, {}};
  for (const auto& group : results::gather(rows.table, dimension)) {
    results::Row row_of_means = *group.front();
    row_of_means.places[dimension].reset();
    std::vector<double> low;
    std::vector<double> high;
    for (std::size_t i = 0; i < row_of_means.y.size(); ++i) {
      std::vector<double> members;
      for (const results::Row* row : group) {
        if (!padded || !std::isnan(row->y[i])) {
          members.push_back(row->y[i]);
        }
      }
      const Mean mean = mean_of(members, spread);
      row_of_means.y[i] = mean.mean;
      low.push_back(mean.low);
      high.push_back(mean.high);
      if (!members.empty()) {
        rows.least_members = rows.most_members == 0 ? members.size() : std::min(rows.least_members, members.size());
        rows.most_members = std::max(rows.most_members, members.size());
      }
    }
    means.rows.push_back(std::move(row_of_means));
    if (has_band(spread)) {
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

Along along_x(const Panel& panel, const Dataset& dataset, const results::DatasetGroup& labels) {
  if (dataset.dimensions.empty()) {
    throw RequestError(
        fmt::format("dataset '{}' is a single number and has no dimension to run along x", dataset.name));
  }
  if (panel.x.empty()) {
    return along_dimension(panel, dataset, dataset.dimensions.size() - 1, labels);
  }
  const auto found = std::ranges::find(dataset.dimensions, panel.x);
  if (found == dataset.dimensions.end()) {
    return along_dataset(panel, dataset, labels);
  }
  return along_dimension(panel, dataset, static_cast<std::size_t>(found - dataset.dimensions.begin()), labels);
}

Rows arrange(const Panel& panel, const Dataset& dataset, const Along& along, const results::DatasetGroup& labels) {
  Rows rows;
  rows.table = results::make_table(dataset, along.dimension, along.x);
  check_dimension(rows.table, dataset, "lines", panel.lines);
  check_dimension(rows.table, dataset, "average", panel.average);
  if (rows.table.rows.empty() || rows.table.rows.front().y.empty()) {
    throw RequestError(fmt::format("dataset '{}' is empty", dataset.name));
  }
  const TargetChoice choice = results::resolved_choice(panel.target, rows.table, labels);
  results::choose_targets(rows.table, choice, dataset, labels);
  if (rows.table.rows.empty()) {
    throw RequestError(
        fmt::format("target: {}: dataset '{}' holds no such distances", results::target_word(choice), dataset.name));
  }
  rows.target = choice;
  if (!panel.average.empty()) {
    // A trial's own target follows from the trial: if lines are over something else, the mean over trials is also a
    // mean over their targets.
    if (choice == TargetChoice::own && panel.average == results::trial_dimension && !panel.lines.empty() &&
        panel.lines != results::target_dimension) {
      for (results::Row& row : rows.table.rows) {
        row.places[*rows.table.find(results::target_dimension)].reset();
      }
    }
    average(rows, *rows.table.find(panel.average), panel.spread);
  }
  return rows;
}

}  // namespace engram::panels
