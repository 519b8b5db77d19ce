#include "sizes/result_size.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include <Eigen/QR>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engram/array.hpp>
#include <engram/counted.hpp>
#include <engram/memory.hpp>
#include <engram/words.hpp>

#include "sizes/measured_cell.hpp"
#include "sizes/varied_settings.hpp"
#include "specification/keep.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"

namespace engram::sizes {

namespace {

using Clock = std::chrono::steady_clock;
using Share = cells::KeepPlan::Share;

/// What is not under `keep`: single numbers, lists, texts and tables.
constexpr const char* other_contents = "other";

/// Predicts the datasets of each cell from those of measured cells.
class Prediction {
 public:
  Prediction(std::vector<MeasuredCell> measured, const VariedSettings& settings)
      : measured_(std::move(measured)),
        weights_(settings.weights()),
        has_whole_(!std::ranges::all_of(measured_, &MeasuredCell::is_late)) {
    std::ranges::transform(measured_, std::back_inserter(points_),
                           [&](const MeasuredCell& each) { return settings.point(each.cell); });
    for (std::size_t row = 0; row < measured_.size(); ++row) {
      for (const MeasuredDataset& dataset : measured_[row].datasets) {
        rows_[store::join_path(dataset.group, dataset.outline.name)].emplace_back(row, &dataset);
      }
    }
    for (const auto& [path, rows] : rows_) {
      trends_.emplace(path, trend_of(rows));
    }
  }

  [[nodiscard]] std::vector<MeasuredDataset> datasets_at(std::size_t cell, const Vector& point) const {
    const std::size_t nearest = nearest_to(cell, point);
    std::vector<MeasuredDataset> datasets = measured_[nearest].datasets;
    if (measured_[nearest].cell == cell) {
      return datasets;
    }
    for (MeasuredDataset& dataset : datasets) {
      const Trend& trend = trends_.at(store::join_path(dataset.group, dataset.outline.name));
      const Vector way = point - points_[nearest];
      dataset.values *= std::exp(trend.values.dot(way));
      dataset.size.plain *= std::exp(trend.plain.dot(way));
      dataset.size.packed = std::min(dataset.size.plain, dataset.size.packed * std::exp(trend.packed.dot(way)));
    }
    return datasets;
  }

 private:
  using Rows = std::vector<std::pair<std::size_t, const MeasuredDataset*>>;
  /// The powers of each coordinate.
  struct Trend {
    Vector values;
    Vector plain;
    Vector packed;
  };

  [[nodiscard]] Trend trend_of(const Rows& rows) const {
    const Index count = std::ssize(rows) - 1;
    const Index coordinates = points_.front().size();
    if (count < 1 || coordinates == 0) {
      return {Vector::Zero(coordinates), Vector::Zero(coordinates), Vector::Zero(coordinates)};
    }
    Matrix ways(count, coordinates);
    Matrix changes(count, 3);
    const auto& [first, reference] = rows.front();
    const auto change = [](double from, double to) { return std::log((to + 1.0) / (from + 1.0)); };
    for (Index at = 0; at < count; ++at) {
      const auto& [row, dataset] = rows[static_cast<std::size_t>(at + 1)];
      ways.row(at) = points_[row] - points_[first];
      changes(at, 0) = change(reference->values, dataset->values);
      changes(at, 1) = change(reference->size.plain, dataset->size.plain);
      changes(at, 2) = change(reference->size.packed, dataset->size.packed);
    }
    // The least powers that explain the sizes, since settings may change together.
    const Matrix weighted = ways * weights_.asDiagonal();
    const Matrix powers = weights_.asDiagonal() * weighted.completeOrthogonalDecomposition().solve(changes);
    return {powers.col(0), powers.col(1), powers.col(2)};
  }

  [[nodiscard]] std::size_t nearest_to(std::size_t cell, const Vector& point) const {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < measured_.size(); ++row) {
      // A cell that took too long lacks datasets.
      if (measured_[row].is_late && has_whole_) {
        continue;
      }
      const double distance = measured_[row].cell == cell ? -1.0 : (points_[row] - point).lpNorm<1>();
      if (distance < least) {
        best = row;
        least = distance;
      }
    }
    return best;
  }

  std::vector<MeasuredCell> measured_;
  Vector weights_;
  bool has_whole_;  ///< whether there is a cell that was not too late, and so has all its datasets
  std::vector<Vector> points_;
  std::map<std::string, Rows> rows_;  ///< of measured cells with a dataset, by its path
  std::map<std::string, Trend> trends_;
};

/// Cells with datasets of the same sizes, which a result stores together.
struct Alike {
  std::vector<MeasuredDataset> datasets;
  std::vector<std::size_t> whole;  ///< for each dataset, the cells that store it with all others of their case
  std::vector<std::size_t> own;    ///< and the cells that store it apart
  std::size_t cells = 0;
  std::vector<std::set<std::size_t>> places;  ///< for each axis
};

/// Adds up the sizes of the cells and of all that a result stores beside them.
class Sum {
 public:
  explicit Sum(const study::Study& study) : study_(study) {}

  void add(const Alike& alike) {
    const specification::Cells& cells = study_.spec().cases;
    const bool is_stack = !cells.axes().empty() && alike.cells > 1;
    const auto count = static_cast<double>(alike.cells);
    double grid = 1.0;
    for (const std::set<std::size_t>& places : alike.places) {
      grid *= static_cast<double>(places.size());
    }
    grid = grid <= 2.0 * count ? grid : count;
    std::set<std::string> groups;
    std::map<std::string, double> own_groups;
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      groups.insert(dataset.group);
      const double once = store::bytes_of_dataset(dataset.size);
      if (alike.own[at] > 0) {
        put(dataset, once * static_cast<double>(alike.own[at]));
        double& most = own_groups[dataset.group];
        most = std::max(most, static_cast<double>(alike.own[at]));
      }
      if (alike.whole[at] == 0) {
        continue;
      }
      if (!is_stack) {
        put(dataset, once * static_cast<double>(alike.whole[at]));
      } else if (store::is_coordinate(dataset.outline)) {
        put(dataset, once);
      } else {
        put(dataset, store::bytes_of_dataset(dataset.size, grid));
      }
    }
    const double stacks = is_stack ? 1.0 : count;
    put_other(stacks * store::bytes_of_group * static_cast<double>(groups.size()));
    for (const auto& [group, most] : own_groups) {
      put_other(most * (store::bytes_of_group + own_lists(alike, group)));
    }
    add_text(alike, is_stack);
    if (is_stack) {
      add_axes(alike, static_cast<double>(groups.size()));
    }
  }

  /// The table of the cells and the summary.
  void add_tables(std::size_t cells, const Alike& largest) {
    const auto count = static_cast<double>(cells);
    const specification::Spec& spec = study_.spec();
    const double label = store::bytes_of_text(static_cast<double>(spec.cases.label(cells - 1).size()));
    constexpr double key_letters = 64.0;
    constexpr double short_letters = 15.0;
    // Key, label, host, start, status, seconds; the label and the name of the case again in the summary.
    put_other(count * (store::bytes_of_text(key_letters) + 2.0 * label + 4.0 * store::bytes_of_text(short_letters) +
                       3.0 * sizeof(double)));
    double grid = 1.0;
    for (const specification::Axis& axis : spec.cases.axes()) {
      grid *= static_cast<double>(axis.size);
      put_other(static_cast<double>(axis.paths.size()) *
                (store::bytes_of_dataset({sizeof(double), sizeof(double)}, count + static_cast<double>(axis.size))));
    }
    for (const MeasuredDataset& dataset : largest.datasets) {
      if (dataset.outline.dimensions.empty()) {
        // Single numbers of many cells are compressed to about a third.
        const store::StoredSize number{sizeof(double), sizeof(double) / 3.0};
        put_other(store::bytes_of_dataset(number, count));
        put_other(spec.cases.axes().empty() ? 0.0 : store::bytes_of_dataset(number, grid));
      }
    }
  }

  /// The spec, the origins of its settings and the provenance.
  void add_heading() {
    const specification::Spec& spec = study_.spec();
    constexpr double datasets = 30.0;
    put_other(datasets * store::bytes_of_dataset({}));
    put_other(static_cast<double>(spec.original.size() + spec.resolved.size()));
    for (const specification::ExtendedSpec& extended : spec.extended) {
      put_other(static_cast<double>(extended.text.size()));
    }
    std::set<std::string> cases;
    constexpr double columns = 5.0;
    constexpr double letters = 15.0;
    for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
      if (cases.insert(spec.cases.case_name(cell)).second) {
        put_other(columns * store::bytes_of_text(letters) * static_cast<double>(spec.cases.settings(cell).size()));
      }
    }
  }

  [[nodiscard]] double bytes() const {
    double all = 0.0;
    for (const auto& [name, bytes] : contents_) {
      all += bytes;
    }
    return all;
  }
  [[nodiscard]] const std::map<std::string, double>& contents() const { return contents_; }

 private:
  void put(const MeasuredDataset& dataset, double bytes) {
    const auto content = specification::content_of(dataset.group, dataset.outline.dimensions);
    contents_[content ? std::string(specification::name_of(*content)) : other_contents] += bytes;
  }
  void put_other(double bytes) { contents_[other_contents] += bytes; }

  /// The lists that label the dimensions of datasets which a cell stores apart.
  static double own_lists(const Alike& alike, const std::string& group) {
    std::set<std::string> names;
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      if (dataset.group == group && alike.own[at] > 0) {
        names.insert(dataset.outline.dimensions.begin(), dataset.outline.dimensions.end());
      }
    }
    double bytes = 0.0;
    for (const MeasuredDataset& dataset : alike.datasets) {
      if (dataset.group == group && store::is_coordinate(dataset.outline) && names.contains(dataset.outline.name)) {
        bytes += store::bytes_of_dataset(dataset.size);
      }
    }
    return bytes;
  }

  /// The resolved spec of each cell. Those of a stack are much alike and are compressed together.
  void add_text(const Alike& alike, bool is_stack) {
    if (!study_.spec().has_cases) {
      return;
    }
    constexpr double share = 0.05;
    const auto letters = static_cast<double>(study_.spec().cases.front().resolved.size());
    const auto count = static_cast<double>(alike.cells);
    put_other(is_stack ? store::bytes_of_dataset({letters, share * letters}, count)
                       : count * (store::bytes_of_group + store::bytes_of_dataset({letters, letters})));
  }

  /// The values of the axes, in each group of a stack.
  void add_axes(const Alike& alike, double groups) {
    for (std::size_t axis = 0; axis < alike.places.size(); ++axis) {
      const auto size = static_cast<double>(alike.places[axis].size());
      if (size > 1.0) {
        const auto paths = static_cast<double>(study_.spec().cases.axes()[axis].paths.size());
        put_other(groups * paths * store::bytes_of_dataset({sizeof(double), sizeof(double)}, size));
      }
    }
  }

  const study::Study& study_;
  std::map<std::string, double> contents_;
};

/// The shape that a prediction gives a cell, which is not exact.
std::vector<std::string> shape_of(const std::vector<MeasuredDataset>& datasets) {
  std::vector<std::string> shape;
  std::ranges::transform(datasets, std::back_inserter(shape), [](const MeasuredDataset& dataset) {
    return fmt::format("{}/{} {:.3g}", dataset.group, dataset.outline.name, dataset.values);
  });
  return shape;
}

/// Groups cells by their case and the shape of their datasets.
class Grouping {
 public:
  Grouping(const study::Study& study, const VariedSettings& settings, const Prediction& prediction,
           bool keeps_everything)
      : study_(study), settings_(settings), prediction_(prediction), keeps_everything_(keeps_everything) {}

  void add(std::size_t cell) {
    const std::vector<std::size_t> position = study_.spec().cases.position(cell);
    const std::size_t case_number = position.empty() ? 0 : position.front();
    const Vector point = settings_.point(cell);
    const std::vector<double> key(point.begin(), point.end());
    auto known = by_point_.find({case_number, key});
    if (known == by_point_.end()) {
      std::vector<MeasuredDataset> datasets = prediction_.datasets_at(cell, point);
      const auto [found, is_new] = by_shape_.try_emplace({case_number, shape_of(datasets)}, groups_.size());
      if (is_new) {
        const std::size_t count = datasets.size();
        groups_.push_back(
            {std::move(datasets), std::vector<std::size_t>(count), std::vector<std::size_t>(count), 0, {}});
        groups_.back().places.resize(study_.spec().cases.axes().size());
      }
      known = by_point_.emplace(std::pair{case_number, key}, found->second).first;
    }
    Alike& alike = groups_[known->second];
    ++alike.cells;
    for (std::size_t axis = 0; axis < alike.places.size(); ++axis) {
      alike.places[axis].insert(position[axis + 1]);
    }
    for (std::size_t at = 0; at < alike.datasets.size(); ++at) {
      const MeasuredDataset& dataset = alike.datasets[at];
      const Share share =
          keeps_everything_ ? Share::whole_case : study_.keep().share(cell, dataset.group, dataset.outline);
      alike.whole[at] += share == Share::whole_case ? 1 : 0;
      alike.own[at] += share == Share::this_cell ? 1 : 0;
    }
  }
  [[nodiscard]] const std::vector<Alike>& groups() const { return groups_; }

 private:
  const study::Study& study_;
  const VariedSettings& settings_;
  const Prediction& prediction_;
  bool keeps_everything_;
  std::map<std::pair<std::size_t, std::vector<double>>, std::size_t> by_point_;
  std::map<std::pair<std::size_t, std::vector<std::string>>, std::size_t> by_shape_;
  std::vector<Alike> groups_;
};

Sum sum_of(const study::Study& study, const VariedSettings& settings, const Prediction& prediction,
           const std::vector<std::size_t>& cells, bool keeps_everything) {
  Grouping grouping(study, settings, prediction, keeps_everything);
  std::ranges::for_each(cells, [&](std::size_t cell) { grouping.add(cell); });
  Sum sum(study);
  std::ranges::for_each(grouping.groups(), [&](const Alike& alike) { sum.add(alike); });
  sum.add_heading();
  if (study.spec().has_cases && cells.size() == study.size()) {
    sum.add_tables(cells.size(), grouping.groups().front());
  }
  return sum;
}

std::string name_of(const study::Study& study, std::size_t cell) {
  const std::string label = study.spec().cases.label(cell);
  return label.empty() ? "the run" : fmt::format("cell '{}'", label);
}

/// Measures cells one after the other, within a time for all of them.
class Measuring {
 public:
  Measuring(const study::Study& study, std::chrono::milliseconds limit)
      : study_(study), limit_(limit), end_(Clock::now() + limit) {}

  void measure(const VariedSettings::Probe& probe, bool is_last) {
    if (!tried_.insert(probe.cell).second) {
      return;
    }
    const std::chrono::milliseconds time = time_for_next(is_last);
    if (time < least_time) {
      size_.not_reached.insert(probe.setting);
      return;
    }
    MeasuredCell cell = measure_cell(study_, probe.cell, time);
    if (!cell.failure.empty()) {
      size_.failed.push_back(fmt::format("{} fails: {}", name_of(study_, probe.cell), cell.failure));
      return;
    }
    if (cell.is_late) {
      size_.not_reached.insert(probe.setting);
    } else {
      ++size_.measured;
    }
    measured_.push_back(std::move(cell));
  }

  /// The size without its bytes.
  [[nodiscard]] ResultSize size() const {
    ResultSize size = size_;
    if (measured_.empty()) {
      size.unknown = size.failed.empty() ? "no cell could be measured" : size.failed.front();
    } else if (size.measured == 0) {
      const std::string late = fmt::format("{} takes longer than {:g} s", name_of(study_, measured_.front().cell),
                                           std::chrono::duration<double>(limit_).count());
      (measured_.front().datasets.empty() ? size.unknown : size.late) = late;
    }
    return size;
  }
  std::vector<MeasuredCell> take_measured() { return std::move(measured_); }

 private:
  static constexpr std::chrono::milliseconds least_time{100};

  /// Half of the time that is left, so that other cells have their turn too.
  [[nodiscard]] std::chrono::milliseconds time_for_next(bool is_last) const {
    auto time = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    time = is_last ? time : time / 2;
    const std::optional<double> timeout = study_.spec().timeout;
    return timeout ? std::min(time, std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * *timeout))) : time;
  }

  const study::Study& study_;
  std::chrono::milliseconds limit_;
  Clock::time_point end_;
  std::set<std::size_t> tried_;
  std::vector<MeasuredCell> measured_;
  ResultSize size_;
};

}  // namespace

ResultSize estimate_size(const study::Study& study, std::optional<std::size_t> alone,
                         std::chrono::milliseconds limit) {
  const VariedSettings settings(study.spec().cases);
  const std::vector<VariedSettings::Probe> probes =
      alone ? std::vector{VariedSettings::Probe{"", *alone}} : settings.probes();
  Measuring measuring(study, limit);
  for (std::size_t at = 0; at < probes.size(); ++at) {
    measuring.measure(probes[at], at + 1 == probes.size());
  }
  ResultSize size = measuring.size();
  if (!size.unknown.empty()) {
    return size;
  }
  const Prediction prediction(measuring.take_measured(), settings);
  std::vector<std::size_t> cells(alone ? 1 : study.size());
  std::iota(cells.begin(), cells.end(), alone.value_or(0));
  const Sum kept = sum_of(study, settings, prediction, cells, alone.has_value());
  size.cells = cells.size();
  size.bytes = kept.bytes();
  size.contents = kept.contents();
  size.with_everything = sum_of(study, settings, prediction, cells, true).bytes();
  return size;
}

namespace {

std::string roughly(double bytes) {
  constexpr double two_digits = 10.0;
  double unit = 1.0;
  while (bytes / unit >= 10.0 * two_digits) {
    unit *= 10.0;
  }
  return bytes_text(std::round(bytes / unit) * unit);
}

}  // namespace

std::string in_words(const ResultSize& size, const std::string& target) {
  if (!size.unknown.empty()) {
    return fmt::format("{}: the size is unknown, since {}\n", target, size.unknown);
  }
  std::string text = fmt::format("{}: {} {}", target, size.late.empty() ? "about" : "at least", roughly(size.bytes));
  if (size.cells > 1) {
    text += fmt::format(", {} of {} each{}", counted(size.cells, "cell"),
                        roughly(size.bytes / static_cast<double>(size.cells)),
                        size.measured == 0   ? ""
                        : size.measured == 1 ? ", measured on one of them"
                                             : fmt::format(", measured on {} of them", size.measured));
  }
  if (roughly(size.with_everything) != roughly(size.bytes)) {
    text += fmt::format("; with keep: all about {}", roughly(size.with_everything));
  }
  text += "\n";
  std::vector<std::pair<double, std::string>> parts;
  for (const auto& [name, bytes] : size.contents) {
    parts.emplace_back(-bytes, name);
  }
  std::ranges::sort(parts);
  std::vector<std::string> words;
  std::ranges::transform(parts, std::back_inserter(words), [](const std::pair<double, std::string>& part) {
    return fmt::format("{} {}", part.second, roughly(-part.first));
  });
  text += fmt::format("  {}\n", fmt::join(words, ", "));
  if (!size.late.empty()) {
    text += fmt::format("  {}, and only what it records until then is counted\n", size.late);
  } else if (!size.not_reached.empty()) {
    text += fmt::format("  cells with other {} take longer than the time for the estimate, and may be larger\n",
                        join({size.not_reached.begin(), size.not_reached.end()}));
  }
  for (const std::string& sentence : size.failed) {
    text += fmt::format("  {}\n", sentence);
  }
  return text;
}

}  // namespace engram::sizes
