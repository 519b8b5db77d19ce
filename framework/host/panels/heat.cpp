#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "canvas/text.hpp"
#include "panels/axis.hpp"
#include "panels/curves.hpp"
#include "panels/image_grid.hpp"
#include "panels/labels.hpp"
#include "panels/sentence.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"
#include "results/setting_path.hpp"

namespace engram::panels {

namespace {

/// In words that no value is finite, or that all are the same; a colour bar says the rest.
std::string range_sentence(const Heat& heat) {
  if (heat.least > heat.greatest) {
    return "No value is finite.";
  }
  if (heat.least == heat.greatest) {
    return heat.values.size() == 1 ? fmt::format("The value is {:.6g}.", heat.least)
                                   : fmt::format("All values are {:.6g}.", heat.least);
  }
  return "";
}

/// The coordinates of one side of a matrix.
struct Side {
  std::vector<double> numbers;     ///< different from each other, in rising or falling order; empty otherwise
  std::vector<std::string> words;  ///< empty if there are numbers, or no coordinates
  std::string label;
};

bool is_monotone(const std::vector<double>& numbers) {
  const auto rises = [](double a, double b) { return a >= b; };
  const auto falls = [](double a, double b) { return a <= b; };
  return std::ranges::adjacent_find(numbers, rises) == numbers.end() ||
         std::ranges::adjacent_find(numbers, falls) == numbers.end();
}

/// A coordinate with the numbers 0, 1, ... says no more than the numbers of rows or columns do.
bool counts_from_zero(const std::vector<double>& numbers) {
  std::vector<double> counted(numbers.size());
  std::iota(counted.begin(), counted.end(), 0.0);
  return counted == numbers;
}

Side side_of(const Panel& panel, const Dataset& dataset, std::size_t dimension, const results::DatasetGroup& group) {
  const std::string& name = dataset.dimensions[dimension];
  const std::optional<Dataset>& coordinate = group.coordinate(name);
  Side side{{}, {}, with_unit(label_or_words(panel.labels, name), coordinate ? coordinate->unit : "")};
  if (!coordinate || coordinate->shape.front() != dataset.shape[dimension]) {
    return side;
  }
  const bool is_text = std::holds_alternative<std::vector<std::string>>(coordinate->values);
  const std::vector<double> numbers = is_text ? std::vector<double>{} : results::numbers_of(*coordinate);
  const bool is_finite = std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); });
  if (numbers.size() > 1 && is_finite && is_monotone(numbers)) {
    side.numbers = counts_from_zero(numbers) ? std::vector<double>{} : numbers;
  } else {
    for (Index entry = 0; entry < coordinate->shape.front(); ++entry) {
      const std::string word = group.word(name, static_cast<std::size_t>(entry));
      side.words.push_back(label_or(panel.labels, word, word));
    }
  }
  return side;
}

void refuse_log(const char* key, Scale scale, const std::vector<double>& numbers, const std::string& name) {
  if (scale == Scale::log && std::ranges::any_of(numbers, [](double number) { return number <= 0; })) {
    throw RequestError(fmt::format("{}: log: '{}' has numbers that are not above 0; symlog shows them", key, name));
  }
}

void put_sides(const Panel& panel, const Dataset& dataset, const results::DatasetGroup& group, Curves& result) {
  Side x = side_of(panel, dataset, 1, group);
  Side y = side_of(panel, dataset, 0, group);
  refuse_log("x_scale", panel.x_scale, x.numbers, dataset.dimensions[1]);
  refuse_log("y_scale", panel.y_scale, y.numbers, dataset.dimensions[0]);
  result.x_label = result.x_name = x.label;
  result.y_label = result.y_name = y.label;
  result.x_words = std::move(x.words);
  result.y_words = std::move(y.words);
  result.x_linear = panel.x_linear.value_or(linear_part(x.numbers));
  result.y_linear = panel.y_linear.value_or(linear_part(y.numbers));
  result.heat->x_at = std::move(x.numbers);
  result.heat->y_at = std::move(y.numbers);
}

Heat make_heat(const Panel& panel, const Dataset& dataset, const results::Source& source) {
  check_matrix(dataset);
  if (!panel.beside.empty()) {
    Heat heat = images_beside(panel, dataset, source);
    heat.set_range(0, 1, panel);
    return heat;
  }
  const auto rows = static_cast<std::size_t>(dataset.shape[0]);
  const auto columns = static_cast<std::size_t>(dataset.shape[1]);
  Heat heat =
      panel.style == Style::images ? images_of(panel, dataset) : Heat{columns, rows, results::numbers_of(dataset)};
  heat.scale = panel.colour_scale;
  if (heat.scale == Scale::log) {
    std::ranges::replace_if(
        heat.values, [](double value) { return value <= 0; }, std::numeric_limits<double>::quiet_NaN());
  }
  Extent extent = empty_extent;
  extent.include(heat.values);
  heat.set_range(extent.low, extent.high, panel);
  return heat;
}

}  // namespace

void Heat::set_range(double from, double to, const Panel& panel) {
  least = from;
  greatest = to;
  const bool empty = least > greatest;
  low = panel.colour_min.value_or(empty ? 0.0 : least);
  high = panel.colour_max.value_or(empty ? 0.0 : greatest);
  if (low >= high) {
    // All values are the same, or lie outside of the requested end.
    const double room = std::max(1.0, std::abs(low));
    // An image without any value is white like the paper.
    if (panel.colour_max || (images && !panel.colour_min)) {
      low = scale == Scale::log ? high / 2 : high - room;
    } else {
      high = scale == Scale::log ? 2 * low : low + room;
    }
  }
  // White is zero: a free end mirrors the other one.
  diverging = low < 0.0 && high > 0.0 && !images && !(panel.colour_min && panel.colour_max && low != -high);
  if (diverging && !panel.colour_min) {
    low = -(panel.colour_max ? high : std::max(high, -low));
  }
  if (diverging && !panel.colour_max) {
    high = -low;
  }
}

Curves read_heat(const Panel& panel, const results::Source& source) {
  Curves result;
  result.place = results::locate(panel.dataset, panel.case_label, panel.at, source);
  const Dataset dataset = source.dataset(result.place.path);
  result.heat = make_heat(panel, dataset, source);
  const std::string quantity = shown_quantity(panel, dataset);
  result.heat->label = panel.colour_label.empty() ? with_unit(quantity, dataset.unit) : panel.colour_label;
  if (!result.heat->column_titles.empty()) {
    result.sentences.push_back(
        fmt::format("{} as images, a row for each.", counted(dataset.shape[0], plain_words(dataset.dimensions[0]))));
  } else if (panel.y.empty()) {
    result.sentences.push_back(
        result.heat->images
            ? fmt::format("{} as {}.", canvas::capitalised(quantity), counted(dataset.shape[0], "image"))
            : fmt::format("{}, {} by {} entries.", canvas::capitalised(quantity), result.heat->rows,
                          result.heat->columns));
  }
  if (!result.heat->images) {
    put_sides(panel, dataset, results::DatasetGroup(result.place.group, source), result);
    if (!panel.y.empty()) {
      result.sentences.push_back(
          fmt::format("Means of the {} over the cells of the sweep that each field stands for.", quantity));
    }
  }
  if (std::string range = range_sentence(*result.heat); !range.empty() && result.heat->column_titles.empty()) {
    result.sentences.push_back(std::move(range));
  }
  // A field extends half a unit to each side of its number.
  const auto end = [](std::size_t count) { return static_cast<double>(count) - 0.5; };
  result.curves.push_back({{-0.5, end(result.heat->columns)}, {-0.5, end(result.heat->rows)}, {}, {}, 0, false});
  result.groups = {""};
  result.styles = {{}};
  return result;
}

}  // namespace engram::panels
