#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/curves.hpp"
#include "panels/labels.hpp"
#include "panels/sentence.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"
#include "results/setting_path.hpp"

namespace engram::panels {

namespace {

/// The two factors of `count` that are nearest to each other, the smaller first.
std::pair<std::size_t, std::size_t> near_square(std::size_t count) {
  auto height = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)));
  while (height > 1 && count % height != 0) {
    --height;
  }
  return {std::max<std::size_t>(height, 1), count / std::max<std::size_t>(height, 1)};
}

/// Height and width of an image of `size` units.
std::pair<std::size_t, std::size_t> image_shape(const Panel& panel, std::size_t size) {
  if (panel.image_shape.empty()) {
    return near_square(size);
  }
  if (panel.image_shape.size() != 2 ||
      static_cast<std::size_t>(panel.image_shape[0] * panel.image_shape[1]) != size) {
    throw RequestError(fmt::format("image_shape: takes [height, width] of an image of {}", counted(size, "unit")));
  }
  return {static_cast<std::size_t>(panel.image_shape[0]), static_cast<std::size_t>(panel.image_shape[1])};
}

/// Images of one shape in rows and columns, with white between them.
class ImageGrid {
 public:
  ImageGrid(std::size_t across, std::size_t down, std::pair<std::size_t, std::size_t> shape)
      : height_(shape.first), width_(shape.second), gap_(std::max<std::size_t>(1, (width_ + 12) / 24)) {
    heat.images = true;
    heat.columns = across * (width_ + gap_) - gap_;
    heat.rows = down * (height_ + gap_) - gap_;
    heat.values.assign(heat.columns * heat.rows, std::numeric_limits<double>::quiet_NaN());
  }

  void put(std::size_t row, std::size_t column, std::span<const double> units) {
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      const std::size_t y = row * (height_ + gap_) + unit / width_;
      heat.values[y * heat.columns + column * (width_ + gap_) + unit % width_] = units[unit];
    }
  }

  Heat heat;

 private:
  std::size_t height_;
  std::size_t width_;
  std::size_t gap_;
};

/// Each row of a dataset as an image, in rows of images.
Heat images_of(const Panel& panel, const std::vector<double>& values, std::size_t count, std::size_t size) {
  const auto square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const auto across = panel.images_across ? std::min(static_cast<std::size_t>(*panel.images_across), count) : square;
  ImageGrid grid(across, (count + across - 1) / across, image_shape(panel, size));
  for (std::size_t image = 0; image < count; ++image) {
    grid.put(image / across, image % across, std::span(values).subspan(image * size, size));
  }
  return std::move(grid.heat);
}

/// Least and greatest of the finite numbers; the least is above the greatest if there are none.
Extent finite_extent(const std::vector<double>& values) {
  Extent extent{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const double value : values) {
    if (std::isfinite(value)) {
      extent = {std::min(extent.low, value), std::max(extent.high, value)};
    }
  }
  return extent;
}

/// " (all 0)" for equal values, and in words that there are none.
std::string sameness(const Extent& extent) {
  return extent.low > extent.high ? " (no finite value)" : fmt::format(" (all {:g})", extent.low);
}

/// A column of images: a dataset, and the text above it.
struct ImageColumn {
  Dataset dataset;
  std::string title;
};

/// Images of several datasets side by side, a row for each image. Each column has grey values of its own, from 0 to
/// 1.
Heat images_beside(const Panel& panel, const std::vector<ImageColumn>& columns) {
  const auto count = static_cast<std::size_t>(columns.front().dataset.shape[0]);
  const auto size = static_cast<std::size_t>(columns.front().dataset.shape[1]);
  ImageGrid grid(columns.size(), count, image_shape(panel, size));
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::vector<double> values = results::numbers_of(columns[column].dataset);
    const Extent extent = finite_extent(values);
    const double range = extent.high / 2 - extent.low / 2;
    for (double& value : values) {
      // Images without any difference are white like the paper.
      value = range > 0 ? (value / 2 - extent.low / 2) / range : std::isfinite(value) ? 1.0 : value;
    }
    for (std::size_t image = 0; image < count; ++image) {
      grid.put(image, column, std::span(values).subspan(image * size, size));
    }
    grid.heat.column_titles.push_back(columns[column].title + (range > 0 ? "" : sameness(extent)));
  }
  return std::move(grid.heat);
}

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

void check_matrix(const Dataset& dataset) {
  if (dataset.dimensions.size() != 2) {
    throw RequestError(fmt::format("dataset '{}' has the dimensions {}; a matrix or images need two", dataset.name,
                                   join(dataset.dimensions)));
  }
  if (dataset.shape[0] < 1 || dataset.shape[1] < 1) {
    throw RequestError(fmt::format("dataset '{}' has {} by {} entries; a matrix or images need at least 1 by 1",
                                   dataset.name, dataset.shape[0], dataset.shape[1]));
  }
}

/// The columns that `beside` adds to the images of a dataset.
std::vector<ImageColumn> image_columns(const Panel& panel, const Dataset& first, const results::Source& source) {
  const std::vector<std::string>& titles = panel.column_titles;
  std::vector<ImageColumn> columns{{first, ""}};
  for (const std::string& path : panel.beside) {
    columns.push_back({source.dataset(results::locate(path, panel.case_label, panel.at, source).path), ""});
    const Dataset& added = columns.back().dataset;
    check_matrix(added);
    if (added.shape != first.shape) {
      throw RequestError(fmt::format("beside: '{}' has {} by {} entries, and '{}' {} by {}", path, added.shape[0],
                                     added.shape[1], panel.dataset, first.shape[0], first.shape[1]));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].title =
        titles.empty() ? canvas::capitalised(label_or_words(panel.labels, columns[i].dataset.name)) : titles[i];
  }
  return columns;
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
      const std::string label = label_of(panel.labels, word);
      side.words.push_back(label.empty() ? word : label);
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
    Heat heat = images_beside(panel, image_columns(panel, dataset, source));
    heat.set_range(0, 1, panel);
    return heat;
  }
  const std::vector<double> values = results::numbers_of(dataset);
  const auto rows = static_cast<std::size_t>(dataset.shape[0]);
  const auto columns = static_cast<std::size_t>(dataset.shape[1]);
  Heat heat = panel.style == Style::images ? images_of(panel, values, rows, columns) : Heat{columns, rows, values};
  heat.scale = panel.colour_scale;
  if (heat.scale == Scale::log) {
    std::ranges::replace_if(
        heat.values, [](double value) { return value <= 0; }, std::numeric_limits<double>::quiet_NaN());
  }
  const Extent extent = finite_extent(heat.values);
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
  result.heat->label =
      panel.colour_label.empty() ? with_unit(shown_quantity(panel, dataset), dataset.unit) : panel.colour_label;
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
