#include "panels/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/histogram.hpp"
#include "panels/labels.hpp"
#include "panels/panel_rows.hpp"
#include "panels/sentence.hpp"
#include "panels/theory_lines.hpp"
#include "panels/view.hpp"
#include "results/dataset_rows.hpp"
#include "results/dataset_values.hpp"
#include "results/summary.hpp"

namespace engram::panels {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Extent or_unit(const Extent& extent) {
  return extent.is_empty() ? Extent{0, 1} : extent;
}

/// The dimensions that decide the group, and so the colour, of a row.
std::vector<std::size_t> grouping(const Panel& panel, const results::Table& table) {
  if (!panel.lines.empty()) {
    return {*table.find(panel.lines)};
  }
  if (panel.style == Style::histogram) {
    return {};
  }
  if (const auto target = table.find("target"); target && table.varies(*target)) {
    return {*target};
  }
  std::vector<std::size_t> varying;
  for (std::size_t dimension = 0; dimension < table.dimensions.size(); ++dimension) {
    if (table.varies(dimension)) {
      varying.push_back(dimension);
    }
  }
  return varying;
}

/// Numbers the groups in the order of their places and names them.
class Groups {
 public:
  /// `group` has the coordinates of the dimensions, and `labels` the words of the figure.
  Groups(const results::Table& table, std::vector<std::size_t> dimensions, const results::DatasetGroup& group,
         const NamedTexts& labels)
      : dimensions_(std::move(dimensions)) {
    for (const results::Row& row : table.rows) {
      numbers_.emplace(key(row), 0);
    }
    std::size_t next = 0;
    for (auto& [places, number] : numbers_) {
      number = next++;
      std::vector<std::string> words;
      for (std::size_t i = 0; i < dimensions_.size(); ++i) {
        if (places[i]) {
          const std::string& dimension = table.dimensions[dimensions_[i]];
          words.push_back(word_of(dimension, group.word(dimension, *places[i]), labels));
        }
      }
      names_.push_back(join(words));
    }
    number_what_is_called_alike();
    std::vector<std::string> words;
    for (const std::size_t dimension : dimensions_) {
      words.push_back(label_or_words(labels, table.dimensions[dimension]));
    }
    name_ = join(words);
  }

  [[nodiscard]] std::size_t of(const results::Row& row) const { return numbers_.at(key(row)); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  /// The name of a case is written in plain words, and other words as they are stored.
  static std::string word_of(const std::string& dimension, const std::string& word, const NamedTexts& labels) {
    const bool is_case = dimension == case_dimension || dimension == "case_name";
    return label_or(labels, word, is_case ? plain_words(word) : word);
  }

  /// Coordinates may have a word twice, which then becomes "tanh (1)", "tanh (2)".
  void number_what_is_called_alike() {
    std::map<std::string, std::size_t> uses;
    for (const std::string& name : names_) {
      ++uses[name];
    }
    std::map<std::string, std::size_t> seen;
    for (std::string& name : names_) {
      if (uses[name] > 1) {
        name = fmt::format("{} ({})", name, ++seen[name]);
      }
    }
  }

  [[nodiscard]] std::vector<results::Place> key(const results::Row& row) const {
    std::vector<results::Place> places;
    for (const std::size_t dimension : dimensions_) {
      places.push_back(row.places[dimension]);
    }
    return places;
  }

  std::vector<std::size_t> dimensions_;
  std::map<std::vector<results::Place>, std::size_t> numbers_;
  std::vector<std::string> names_;
  std::string name_;
};

/// The ends of the linear parts of symlog axes.
void choose_linear_parts(const Panel& panel, Curves& result) {
  for (const auto& [linear, wished, scale, numbers] :
       {std::tuple{&result.x_linear, panel.x_linear, panel.x_scale, &Curve::x},
        std::tuple{&result.y_linear, panel.y_linear, panel.y_scale, &Curve::y}}) {
    std::vector<double> all;
    for (const Curve& curve : result.curves) {
      if (scale == Scale::symlog) {
        all.insert(all.end(), (curve.*numbers).begin(), (curve.*numbers).end());
      }
    }
    *linear = wished.value_or(linear_part(all));
  }
}

/// Removes numbers that a logarithmic axis cannot show, and returns how many there were.
std::size_t keep_positive(std::vector<Curve>& curves, std::vector<double> Curve::*numbers) {
  std::size_t count = 0;
  for (Curve& curve : curves) {
    for (double& number : curve.*numbers) {
      if (number <= 0) {
        number = nan;
        ++count;
      }
    }
  }
  return count;
}

void fit_to_log_scale(const Panel& panel, const std::string& x_name, const std::string& y_name, Curves& result) {
  std::size_t left_out = 0;
  for (const auto& [scale, numbers, axis, name] :
       {std::tuple{panel.x_scale, &Curve::x, "x", x_name}, std::tuple{panel.y_scale, &Curve::y, "y", y_name}}) {
    if (scale != Scale::log) {
      continue;
    }
    left_out += keep_positive(result.curves, numbers);
    Extent extent = empty_extent;
    for (const Curve& curve : result.curves) {
      extent.include(curve.*numbers);
    }
    if (extent.is_empty()) {
      throw RequestError(fmt::format("{}_scale: log: '{}' has no number above 0", axis, name));
    }
  }
  if (panel.y_scale == Scale::log) {
    keep_positive(result.curves, &Curve::low);
    keep_positive(result.curves, &Curve::high);
  }
  if (left_out > 0) {
    result.sentences.push_back(fmt::format("{} not above 0 {} no place on the logarithmic scale and {} left out.",
                                           counted(left_out, "number"), left_out == 1 ? "has" : "have",
                                           left_out == 1 ? "is" : "are"));
  }
}

}  // namespace

Extent Curves::x_extent() const {
  Extent extent = empty_extent;
  for (const Curve& curve : curves) {
    extent.include(curve.x);
  }
  return or_unit(extent);
}

Extent Curves::y_extent(double x_from, double x_to) const {
  Extent extent = empty_extent;
  for (const Curve& curve : curves) {
    for (const auto* numbers : {&curve.y, &curve.low, &curve.high}) {
      for (std::size_t i = 0; i < numbers->size(); ++i) {
        if (curve.x[i] >= x_from && curve.x[i] <= x_to) {
          extent.include((*numbers)[i]);
        }
      }
    }
    // A line may cross the range between two of its points.
    for (std::size_t i = 1; i < curve.x.size() && !has_points(curve.group); ++i) {
      for (const double end : {x_from, x_to}) {
        const double part = (end - curve.x[i - 1]) / (curve.x[i] - curve.x[i - 1]);
        if (part > 0 && part < 1) {
          extent.include(curve.y[i - 1] + part * (curve.y[i] - curve.y[i - 1]));
        }
      }
    }
  }
  return or_unit(extent);
}

Extent Curves::y_extent() const {
  return y_extent(-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
}

namespace {

/// Adds bands around the rows from two stored datasets.
void add_bands(const Panel& panel, const Dataset& dataset, const Along& along, const results::DatasetGroup& labels,
               Rows& rows) {
  for (const auto& [name, ends] : {std::pair{&panel.low, &rows.low}, std::pair{&panel.high, &rows.high}}) {
    const std::optional<Dataset> other = labels.find(*name);
    if (!other || other->dimensions != dataset.dimensions || other->shape != dataset.shape) {
      throw RequestError(fmt::format("{}: there is no dataset '{}' of the same dimensions beside '{}'{}",
                                     ends == &rows.low ? "low" : "high", *name, dataset.name,
                                     results::nearest_match(*name, labels.names())));
    }
    for (results::Row& row : arrange(panel, *other, along, labels).table.rows) {
      ends->push_back(std::move(row.y));
    }
  }
}

Curves read_lines(const Panel& panel, const results::Source& source) {
  Curves result;
  result.place = results::locate(panel.dataset, panel.case_label, panel.at, source);
  Dataset dataset = source.dataset(result.place.path);
  if (panel.style == Style::histogram && panel.x.empty()) {
    // A histogram counts every number, in any dimension.
    dataset.dimensions.emplace_back("entry");
    dataset.shape.push_back(1);
  }
  const results::DatasetGroup labels(result.place.group, source);
  const Along along = along_x(panel, dataset, labels);
  result.points =
      panel.style == Style::points || (panel.style == Style::automatic && (along.is_dataset || !along.words.empty()));
  result.x_label = along.label;
  result.x_name = along.name;
  result.x_words = along.words;
  std::ranges::transform(result.x_words, result.x_words.begin(),
                         [&](const std::string& word) { return label_or(panel.labels, word, word); });
  result.y_name = with_unit(label_or_words(panel.labels, dataset.name), dataset.unit);
  result.y_label = label_of_path(panel.labels, dataset.name).empty()
                       ? with_unit(without_period(dataset.description), dataset.unit)
                       : result.y_name;

  Rows rows = arrange(panel, dataset, along, labels);
  if (!panel.low.empty()) {
    add_bands(panel, dataset, along, labels, rows);
  }
  const Groups groups(rows.table, grouping(panel, rows.table), labels, panel.labels);
  result.groups = groups.names();
  result.group_name = groups.name();
  const std::string colour = groups.names().size() < 2 ? "" : groups.name();
  const ShownAxes shown = shown_by(panel, dataset, along);
  result.sentences.push_back(panel.style == Style::histogram
                                 ? histogram_sentence(rows, shown, groups.names().size(), colour)
                                 : sentence_of(panel, rows, shown, colour, result.points));
  for (const results::Row& member : rows.members.rows) {
    result.curves.push_back({member.x, member.y, {}, {}, groups.of(member), true});
  }
  for (std::size_t i = 0; i < rows.table.rows.size(); ++i) {
    const results::Row& row = rows.table.rows[i];
    const bool band = !rows.low.empty();
    result.curves.push_back({row.x, row.y, band ? rows.low[i] : std::vector<double>{},
                             band ? rows.high[i] : std::vector<double>{}, groups.of(row), false});
  }
  if (panel.style == Style::histogram) {
    make_histograms(result, panel.bins, panel.x_scale, panel.y_scale);
  }
  choose_linear_parts(panel, result);
  fit_to_log_scale(panel, panel.x.empty() ? dataset.dimensions.back() : panel.x, dataset.name, result);
  result.mark_x = panel.mark_x;
  result.mark_y = panel.mark_y;
  return result;
}

}  // namespace

Curves read_curves(const Panel& panel, const results::Source& source) {
  panel.check();
  const bool is_heat = panel.style == Style::matrix || panel.style == Style::images;
  const auto read = is_heat ? read_heat : read_lines;
  Curves result;
  if (!needs_view(panel) || (is_heat && panel.y.empty())) {
    result = read(panel, source);
  } else {
    const View view = make_view(panel, source);
    result = read(view.panel, view);
    result.place.cases = view.labels;
    result.place.path = panel.dataset;
    result.sentences.insert(result.sentences.end(), view.sentences.begin(), view.sentences.end());
  }
  add_theory(panel, result.place.cases, source, result);
  result.styles = styles_of(result.groups, panel.line_styles);
  return result;
}

}  // namespace engram::panels
