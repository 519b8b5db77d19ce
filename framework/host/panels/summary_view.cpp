#include "panels/summary_view.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "panels/mixing.hpp"
#include "panels/summary_lines.hpp"
#include "results/summary.hpp"

namespace engram::panels {

namespace {

using Numbers = std::vector<double>;

constexpr std::string_view grid_prefix = "summary/grid/";

class SummaryView {
 public:
  SummaryView(const Panel& panel, const results::Source& source, Mixing::Seeds seeds)
      : panel_(panel),
        summary_(source),
        mixing_(summary_, panel, seeds),
        values_(summary_.column(panel.dataset.substr(results::summary_prefix.size()), "dataset")) {
    if (values_.numbers.empty()) {
      throw RequestError(fmt::format("dataset '{}' holds text, which an axis cannot show", panel.dataset));
    }
    view_.panel = panel;
    if (!panel.average.empty() && panel.average != cell_dimension && !results::is_seed(panel.average)) {
      (void)summary_.column(panel.average, "average");
    }
    choose_rows();
  }

  /// Means over x, or a separate point for each cell.
  View lines() {
    const results::Column x = column_along("x", panel_.x);
    const Ranked places = ranked(x, mixing_, rows_);
    const Lines lines = lines_over(panel_, summary_, mixing_, rows_, places.places);
    const std::size_t length = places.words.size();
    const auto [table, most] = table_of(values_.numbers, lines, rows_, places.places, length);
    if (places.numbers.empty()) {
      view_.add({panel_.x, {panel_.x}, {std::ssize(places.words)}, places.words, "", panel_.x + "."});
    } else {
      view_.add({panel_.x, {panel_.x}, {std::ssize(places.numbers)}, places.numbers, x.unit, panel_.x + "."});
    }
    view_.panel.average = panel_.average.empty() ? "" : row_dimension;
    const std::vector<std::string> dimensions{lines.name, row_dimension, panel_.x};
    const std::vector<Index> shape{std::ssize(table) / static_cast<Index>(most * length), static_cast<Index>(most),
                                   static_cast<Index>(length)};
    put_values(dimensions, shape, table);
    for (const auto& [name, numbers] : ends_of_bands()) {
      view_.add({name, dimensions, shape, table_of(numbers, lines, rows_, places.places, length).first, "", ""});
    }
    put_lines(lines);
    say_what_means_hold(lines, places.places);
    return finished();
  }

  /// A point for each cell.
  View points() {
    const results::Column x = column_along("x", panel_.x);
    Dataset along{panel_.x, {case_dimension}, {std::ssize(rows_)}, {}, x.unit, x.description};
    if (x.numbers.empty()) {
      along.values = of_rows(mixing_.refined(x, rows_));
    } else if (!x.texts.empty()) {
      along.values = of_rows(x.texts);
    } else {
      along.values = of_rows(x.numbers);
      // A setting has no useful description, so its name is used.
      along.description = x.path.starts_with("results.") ? x.description : panel_.x + ".";
    }
    view_.add(std::move(along));
    put_values({case_dimension}, {std::ssize(rows_)}, of_rows(values_.numbers));
    for (const auto& [name, numbers] : ends_of_bands()) {
      view_.add({name, {case_dimension}, {std::ssize(rows_)}, of_rows(numbers), "", ""});
    }
    return finished();
  }

  /// Counts every cell once, with separate bars for each setting.
  View counts() {
    const bool together = panel_.average == cell_dimension && panel_.lines.empty();
    const std::vector<std::size_t> one_place(summary_.size(), 0);
    const Lines lines =
        together ? Lines{"line", {}, one_place} : lines_over(panel_, summary_, mixing_, rows_, one_place);
    const auto [table, most] = table_of(values_.numbers, lines, rows_, one_place, 1);
    view_.panel.x.clear();
    view_.panel.average.clear();
    put_values({lines.name, row_dimension}, {std::ssize(table) / static_cast<Index>(most), static_cast<Index>(most)},
               table);
    put_lines(lines);
    if (together) {
      say_what_means_hold(lines, one_place, "The histogram counts");
    }
    return finished();
  }

  /// The mean of a column for each pair of values of two others, rows from the greatest y down.
  View map() {
    const results::Column x = column_along("x", panel_.x);
    const results::Column y = column_along("y", panel_.y);
    // The axes are those of all cells, whatever `cases` chooses.
    std::vector<std::size_t> everywhere;
    for (std::size_t row = 0; row < summary_.size(); ++row) {
      if (!x.missing[row] && !y.missing[row]) {
        everywhere.push_back(row);
      }
    }
    const Ranked across = ranked(x, mixing_, everywhere);
    Ranked upwards = ranked(y, mixing_, everywhere);
    const std::size_t rows = upwards.words.size();
    const std::size_t columns = across.words.size();
    Numbers sums(rows * columns, 0.0);
    Numbers counts(rows * columns, 0.0);
    std::map<std::size_t, std::vector<std::size_t>> fields;
    for (const std::size_t row : rows_) {
      // Rows of a matrix are drawn from the top.
      const std::size_t at = (rows - 1 - upwards.places[row]) * columns + across.places[row];
      fields[at].push_back(row);
      if (std::isfinite(values_.numbers[row])) {
        sums[at] += values_.numbers[row];
        counts[at] += 1.0;
      }
    }
    for (const auto& [at, among] : fields) {
      refuse_mixed_field(among, across.words[at % columns], upwards.words[rows - 1 - at / columns]);
    }
    // A pair without cells becomes NaN, 0 / 0.
    std::ranges::transform(sums, counts, sums.begin(), std::divides<>());
    std::ranges::reverse(upwards.words);
    std::ranges::reverse(upwards.numbers);
    put_side(panel_.x, across, x.unit);
    put_side(panel_.y, upwards, y.unit);
    put_values({panel_.y, panel_.x}, {static_cast<Index>(rows), static_cast<Index>(columns)}, std::move(sums));
    if (panel_.average == cell_dimension) {
      say_mixed(fields, "A field is a mean over");
    }
    view_.panel.average.clear();
    return finished();
  }

 private:
  /// Chooses the rows that the panel's `cases` name; all rows if there are none.
  void choose_rows() {
    rows_ = summary_.rows_of_cases(panel_.cases);
    std::ranges::sort(rows_);
    const auto empty = static_cast<std::size_t>(
        std::ranges::count_if(rows_, [&](std::size_t row) { return std::isnan(values_.numbers[row]); }));
    if (empty > 0 && empty < rows_.size()) {
      view_.sentences.push_back(
          fmt::format("{} without a number {} left out.", counted(empty, "cell"), empty == 1 ? "is" : "are"));
    }
  }

  /// A column that decides the place of cells; cells without an entry are left out.
  results::Column column_along(const char* wish, const std::string& name) {
    results::Column column = summary_.column(name, wish);
    const std::size_t before = rows_.size();
    std::erase_if(rows_, [&](std::size_t row) { return column.missing[row]; });
    if (rows_.empty()) {
      throw RequestError(fmt::format("{}: no cell that the panel shows has '{}'", wish, name));
    }
    if (const std::size_t gone = before - rows_.size(); gone > 0) {
      view_.sentences.push_back(
          fmt::format("{} without {} {} left out.", counted(gone, "cell"), name, gone == 1 ? "is" : "are"));
    }
    return column;
  }

  /// The columns that `low` and `high` name.
  [[nodiscard]] std::vector<std::pair<std::string, Numbers>> ends_of_bands() const {
    std::vector<std::pair<std::string, Numbers>> ends;
    for (const auto& [wish, name] : {std::pair{"low", panel_.low}, std::pair{"high", panel_.high}}) {
      if (!name.empty()) {
        ends.emplace_back(name, summary_.column(name, wish).numbers);
      }
    }
    return ends;
  }

  template <class T>
  [[nodiscard]] std::vector<T> of_rows(const std::vector<T>& column) const {
    std::vector<T> chosen;
    std::ranges::transform(rows_, std::back_inserter(chosen), [&](std::size_t row) { return column[row]; });
    return chosen;
  }

  /// The coordinates of a side of a map.
  void put_side(const std::string& name, const Ranked& ranks, const std::string& unit) {
    Dataset side{name, {name}, {std::ssize(ranks.words)}, ranks.words, unit, name + "."};
    if (!ranks.numbers.empty()) {
      side.values = ranks.numbers;
    }
    view_.add(std::move(side));
  }

  void put_values(std::vector<std::string> dimensions, std::vector<Index> shape, Numbers numbers) {
    Dataset dataset{panel_.dataset.substr(results::summary_prefix.size()),
                    std::move(dimensions),
                    std::move(shape),
                    std::move(numbers),
                    values_.unit,
                    values_.description};
    view_.panel.dataset = view_.path_of(dataset.name);
    view_.add(std::move(dataset));
  }

  void put_lines(const Lines& lines) {
    view_.panel.lines = lines.words.empty() ? "" : lines.name;
    if (!lines.words.empty()) {
      view_.add({lines.name, {lines.name}, {std::ssize(lines.words)}, lines.words, "", "Lines."});
    }
  }

  /// A mean over seeds needs no sentence; a mean over other settings does.
  template <class Point>
  void say_mixed(const std::map<Point, std::vector<std::size_t>>& points, std::string_view what) {
    std::vector<std::vector<std::size_t>> groups;
    std::ranges::transform(points, std::back_inserter(groups), [](const auto& point) { return point.second; });
    if (std::string sentence = mixture_in_words(summary_, what, groups, rows_); !sentence.empty()) {
      view_.sentences.push_back(std::move(sentence));
    }
  }

  void say_what_means_hold(const Lines& lines, const std::vector<std::size_t>& places,
                           std::string_view what = "A mean is over") {
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> points;
    for (const std::size_t row : rows_) {
      points[{lines.of_row[row], places[row]}].push_back(row);
    }
    say_mixed(points, what);
  }

  /// A field has one colour and cannot be split.
  void refuse_mixed_field(const std::vector<std::size_t>& among, const std::string& x, const std::string& y) const {
    const auto settings =
        panel_.average == cell_dimension ? std::vector<std::string>{} : mixing_.apart(summary_.differing(among));
    if (settings.empty()) {
      return;
    }
    throw RequestError(fmt::format(
        "the field at {} {} and {} {} would be the mean over cells that differ in {}; `average: cell` takes "
        "that mean, and `cases` leaves cells out",
        panel_.x, x, panel_.y, y, differences_in_words(summary_, settings, among)));
  }

  View finished() {
    view_.labels = of_rows(summary_.labels());
    view_.panel.cases.clear();
    return std::move(view_);
  }

  const Panel& panel_;
  results::Summary summary_;
  Mixing mixing_;
  results::Column values_;
  View view_;
  std::vector<std::size_t> rows_;  ///< the rows that the panel shows
};

/// For a histogram, an array over the sweep is the same as the column that it was made from.
Panel over_column(Panel panel) {
  if (panel.dataset.starts_with(grid_prefix)) {
    panel.dataset = std::string(results::summary_prefix) + panel.dataset.substr(grid_prefix.size());
  }
  return panel;
}

}  // namespace

bool is_of_summary(const Panel& panel) {
  const bool counts = panel.style == Style::histogram;
  if (counts && panel.dataset.starts_with(grid_prefix)) {
    return true;
  }
  return results::is_column(panel.dataset) &&
         (counts || !panel.x.empty() || !panel.average.empty() || !panel.lines.empty() || !panel.cases.empty());
}

View make_summary_view(const Panel& panel, const results::Source& source) {
  if (panel.style == Style::histogram) {
    return SummaryView(over_column(panel), source, Mixing::Seeds::together).counts();
  }
  if (!panel.y.empty()) {
    return SummaryView(panel, source, Mixing::Seeds::together).map();
  }
  const bool as_lines = !panel.average.empty() || !panel.lines.empty() || panel.style == Style::lines;
  SummaryView view(panel, source, panel.average.empty() ? Mixing::Seeds::apart : Mixing::Seeds::together);
  return as_lines ? view.lines() : view.points();
}

}  // namespace engram::panels
