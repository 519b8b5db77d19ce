#include "figures/view.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/locate.hpp"
#include "figures/table.hpp"

namespace engram::figures {

namespace {

constexpr const char* group = "view/";
constexpr const char* case_dimension = "case";
constexpr const char* summary = "summary/";
constexpr const char* case_names = "summary/case_name";

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

std::vector<std::string> texts_of(const Dataset& dataset) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&dataset.values)) {
    return *texts;
  }
  std::vector<std::string> texts;
  for (const double number : numbers_of(dataset)) {
    texts.push_back(number_text(number));
  }
  return texts;
}

/// The cells of each wanted case: one for a label, all of them for the name of a case in a sweep.
std::vector<std::vector<std::string>> cells_of(const std::vector<std::string>& wanted, const Source& source) {
  const std::vector<std::string> labels = source.cases();
  std::vector<std::string> names = labels;
  if (contains(source.datasets(), case_names)) {
    names = texts_of(source.dataset(case_names));
  }
  std::vector<std::vector<std::string>> cells;
  for (const std::string& name : wanted) {
    cells.emplace_back();
    for (std::size_t at = 0; at < labels.size(); ++at) {
      if (labels[at] == name || (at < names.size() && names[at] == name)) {
        cells.back().push_back(labels[at]);
      }
    }
    if (cells.back().empty()) {
      std::vector<std::string> known = names;
      known.insert(known.end(), labels.begin(), labels.end());
      throw RequestError(fmt::format("cases: there is no case '{}'{}", name, suggestion(name, known)));
    }
    if (cells.back().size() != cells.front().size()) {
      throw RequestError(fmt::format("cases: '{}' has {} and '{}' has {}", wanted.front(),
                                     counted(cells.front().size(), "cell"), name, cells.back().size()));
    }
  }
  return cells;
}

/// One dataset of each cell, put behind one another.
class Stack {
 public:
  Stack(const std::vector<std::vector<std::string>>& cells, const Source& source)
      : cells_(cells), source_(source), paths_(source.datasets()), with_cells_(cells.front().size() > 1) {}

  [[nodiscard]] std::optional<Dataset> dataset(const std::string& path) const {
    std::optional<Dataset> whole;
    std::vector<double> numbers;
    for (const auto& cells : cells_) {
      for (const std::string& label : cells) {
        const std::string place = case_prefix(label) + path;
        if (!contains(paths_, place)) {
          return std::nullopt;
        }
        Dataset one = source_.dataset(place);
        if (whole && one.shape != whole->shape) {
          throw RequestError(fmt::format("dataset '{}' has other extents in case '{}' than in '{}'", path, label,
                                         cells_.front().front()));
        }
        const std::vector<double> values = numbers_of(one);
        numbers.insert(numbers.end(), values.begin(), values.end());
        if (!whole) {
          whole = std::move(one);
        }
      }
    }
    if (with_cells_) {
      whole->dimensions.insert(whole->dimensions.begin(), cell_dimension);
      whole->shape.insert(whole->shape.begin(), static_cast<Index>(cells_.front().size()));
    }
    whole->dimensions.insert(whole->dimensions.begin(), case_dimension);
    whole->shape.insert(whole->shape.begin(), static_cast<Index>(cells_.size()));
    whole->values = std::move(numbers);
    return whole;
  }

 private:
  const std::vector<std::vector<std::string>>& cells_;
  const Source& source_;
  std::vector<std::string> paths_;
  bool with_cells_;
};

View view_of_cases(const Panel& panel, const Source& source) {
  View view;
  view.panel = panel;
  const auto cells = cells_of(panel.cases, source);
  const Stack stack(cells, source);
  std::optional<Dataset> whole = stack.dataset(panel.dataset);
  if (!whole) {
    Panel first = panel;
    first.case_label = cells.front().front();
    locate(first, source);  // says what is there in its place
    throw RequestError(fmt::format("dataset '{}' is not there in all of the cases", panel.dataset));
  }
  const std::string folder = panel.dataset.substr(0, panel.dataset.rfind('/') + 1);
  const std::string first_folder = case_prefix(cells.front().front()) + folder;
  const std::vector<std::string> paths = source.datasets();
  for (const std::string& name : {panel.x, panel.low, panel.high}) {
    if (!name.empty() && !contains(whole->dimensions, name)) {
      if (auto other = stack.dataset(folder + name)) {
        view.add(std::move(*other));
      }
    }
  }
  // Coordinates, and the trials' own targets, are those of the first case.
  std::vector<std::string> coordinates = whole->dimensions;
  coordinates.insert(coordinates.end(), whole->coordinates.begin(), whole->coordinates.end());
  for (const std::string& name : coordinates) {
    if (contains(paths, first_folder + name)) {
      view.add(source.dataset(first_folder + name));
    }
  }
  view.add({case_dimension, {case_dimension}, {static_cast<Index>(panel.cases.size())}, panel.cases, "", "Case."});
  view.panel.dataset = group + whole->name;
  view.panel.lines = panel.lines.empty() && panel.cases.size() > 1 ? case_dimension : panel.lines;
  view.add(std::move(*whole));
  for (const auto& some : cells) {
    view.labels.insert(view.labels.end(), some.begin(), some.end());
  }
  return view;
}

Dataset column(const std::string& name, const Source& source, const char* wish) {
  const std::vector<std::string> paths = source.datasets();
  // Which plugin a part is stands in the column of the part, and a sweep calls it by the longer path.
  constexpr std::string_view of_plugin = ".plugin";
  if (name.ends_with(of_plugin) && contains(paths, summary + name.substr(0, name.size() - of_plugin.size()))) {
    return source.dataset(summary + name.substr(0, name.size() - of_plugin.size()));
  }
  if (!contains(paths, summary + name)) {
    std::vector<std::string> columns;
    for (const std::string& path : paths) {
      if (path.starts_with(summary)) {
        columns.push_back(path.substr(std::string_view(summary).size()));
      }
    }
    throw RequestError(fmt::format("{}: the summary has no column '{}'{}", wish, name, suggestion(name, columns)));
  }
  return source.dataset(summary + name);
}

/// The rank of each entry among the different ones, in the order in which they first appear.
std::vector<std::size_t> ranks(const std::vector<std::string>& words, std::vector<std::string>& different) {
  std::vector<std::size_t> places;
  for (const std::string& word : words) {
    auto found = std::ranges::find(different, word);
    if (found == different.end()) {
      found = different.insert(different.end(), word);
    }
    places.push_back(static_cast<std::size_t>(found - different.begin()));
  }
  return places;
}

/// "units" of "model.units".
std::string last_step(const std::string& path) {
  return path.substr(path.find_last_of('.') + 1);
}

/// Whether a row of the summary is of one of the cases that a panel names.
std::vector<bool> rows_of(const Panel& panel, const Source& source, std::size_t count) {
  if (panel.cases.empty()) {
    return std::vector<bool>(count, true);
  }
  std::set<std::string> wanted;
  for (const auto& cells : cells_of(panel.cases, source)) {
    wanted.insert(cells.begin(), cells.end());
  }
  std::vector<bool> rows;
  for (const std::string& label : source.cases()) {
    rows.push_back(wanted.contains(label));
  }
  return rows;
}

View view_of_summary(const Panel& panel, const Source& source) {
  View view;
  view.panel = panel;
  if (panel.x.empty()) {
    throw RequestError("average: cell over the summary needs an x, the column that the means are drawn over");
  }
  Dataset values = column(panel.dataset.substr(std::string_view(summary).size()), source, "dataset");
  const Dataset x = column(panel.x, source, "x");
  const std::vector<double> numbers = numbers_of(values);
  const std::vector<double> positions = numbers_of(x);
  std::vector<std::string> line_words;
  const std::vector<std::size_t> lines = panel.lines.empty()
                                             ? std::vector<std::size_t>(numbers.size(), 0)
                                             : ranks(texts_of(column(panel.lines, source, "lines")), line_words);
  std::set<double> sorted;
  std::ranges::copy_if(positions, std::inserter(sorted, sorted.end()),
                       [](double position) { return !std::isnan(position); });
  const std::vector<double> axis(sorted.begin(), sorted.end());

  // The cells of each line at each place along x.
  const std::size_t line_count = std::max<std::size_t>(1, line_words.size());
  std::vector<std::vector<double>> members(line_count * axis.size());
  std::size_t most = 1;
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    if (std::isnan(positions[row])) {
      continue;  // a cell without such a setting has no place along x
    }
    const auto place = static_cast<std::size_t>(std::ranges::lower_bound(axis, positions[row]) - axis.begin());
    auto& list = members[lines[row] * axis.size() + place];
    list.push_back(numbers[row]);
    most = std::max(most, list.size());
  }
  std::vector<double> table(line_count * most * axis.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t line = 0; line < line_count; ++line) {
    for (std::size_t place = 0; place < axis.size(); ++place) {
      const auto& list = members[line * axis.size() + place];
      for (std::size_t cell = 0; cell < list.size(); ++cell) {
        table[(line * most + cell) * axis.size() + place] = list[cell];
      }
    }
  }
  const std::string along = panel.x;
  const std::string by = panel.lines.empty() ? "line" : last_step(panel.lines);
  view.panel.lines = panel.lines.empty() ? "" : by;
  view.panel.average = row_dimension;
  if (!line_words.empty()) {
    view.add({by, {by}, {static_cast<Index>(line_count)}, line_words, "", "Lines."});
  }
  view.add({along, {along}, {static_cast<Index>(axis.size())}, axis, x.unit, along + "."});
  view.panel.dataset = group + values.name;
  values.dimensions = {by, row_dimension, along};
  values.shape = {static_cast<Index>(line_count), static_cast<Index>(most), static_cast<Index>(axis.size())};
  values.values = std::move(table);
  view.add(std::move(values));
  view.labels = source.cases();
  return view;
}

/// The different entries of a column in the order of an axis, and the place of each row among them.
struct Ranked {
  std::vector<std::string> words;
  std::vector<std::size_t> places;
};

Ranked ranked(const Dataset& column) {
  Ranked result;
  const bool words = std::holds_alternative<std::vector<std::string>>(column.values);
  const std::vector<double> numbers = words ? std::vector<double>{} : numbers_of(column);
  // Numbers of which some are missing have no order.
  if (words || std::ranges::any_of(numbers, [](double number) { return std::isnan(number); })) {
    result.places = ranks(texts_of(column), result.words);
    return result;
  }
  const std::set<double> sorted(numbers.begin(), numbers.end());
  const std::vector<double> axis(sorted.begin(), sorted.end());
  std::ranges::transform(axis, std::back_inserter(result.words), number_text);
  std::ranges::transform(numbers, std::back_inserter(result.places), [&](double number) {
    return static_cast<std::size_t>(std::ranges::lower_bound(axis, number) - axis.begin());
  });
  return result;
}

/// The mean of a column for each pair of values of two others.
View view_of_map(const Panel& panel, const Source& source) {
  View view;
  view.panel = panel;
  Dataset values = column(panel.dataset.substr(std::string_view(summary).size()), source, "dataset");
  const Dataset x = column(panel.x, source, "x");
  const Dataset y = column(panel.y, source, "y");
  const Ranked across = ranked(x);
  Ranked upwards = ranked(y);
  const std::size_t rows = upwards.words.size();
  const std::size_t columns = across.words.size();
  const std::vector<double> numbers = numbers_of(values);
  std::vector<double> sums(rows * columns, 0.0);
  std::vector<double> counts(rows * columns, 0.0);
  const std::vector<bool> chosen = rows_of(panel, source, numbers.size());
  for (std::size_t cell = 0; cell < numbers.size(); ++cell) {
    // Rows of a matrix are drawn from the top.
    const std::size_t at = (rows - 1 - upwards.places[cell]) * columns + across.places[cell];
    if (chosen[cell] && std::isfinite(numbers[cell])) {
      sums[at] += numbers[cell];
      counts[at] += 1.0;
    }
  }
  // A pair without cells is no number, 0 / 0.
  std::ranges::transform(sums, counts, sums.begin(), std::divides<>());
  std::ranges::reverse(upwards.words);
  view.add({panel.x, {panel.x}, {std::ssize(across.words)}, across.words, x.unit, panel.x + "."});
  view.add({panel.y, {panel.y}, {std::ssize(upwards.words)}, upwards.words, y.unit, panel.y + "."});
  view.panel.dataset = group + values.name;
  values.dimensions = {panel.y, panel.x};
  values.shape = {std::ssize(upwards.words), std::ssize(across.words)};
  values.values = std::move(sums);
  view.add(std::move(values));
  view.labels = source.cases();
  return view;
}

}  // namespace

void View::add(Dataset dataset) {
  const std::string path = group + dataset.name;
  datasets_.insert_or_assign(path, std::move(dataset));
}

std::vector<std::string> View::datasets() const {
  std::vector<std::string> paths;
  for (const auto& [path, dataset] : datasets_) {
    paths.push_back(path);
  }
  return paths;
}

bool needs_view(const Panel& panel) {
  return !panel.cases.empty() || !panel.y.empty() ||
         (panel.average == cell_dimension && panel.dataset.starts_with(summary));
}

View make_view(const Panel& panel, const Source& source) {
  if (!panel.y.empty()) {
    return view_of_map(panel, source);
  }
  return panel.cases.empty() ? view_of_summary(panel, source) : view_of_cases(panel, source);
}

}  // namespace engram::figures
