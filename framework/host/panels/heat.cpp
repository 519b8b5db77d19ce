#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/curves.hpp"
#include "panels/labels.hpp"
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

Heat images_of(const Panel& panel, const std::vector<double>& values, std::size_t count, std::size_t size) {
  auto [height, width] = near_square(size);
  if (!panel.image_shape.empty()) {
    if (panel.image_shape.size() != 2 ||
        static_cast<std::size_t>(panel.image_shape[0] * panel.image_shape[1]) != size) {
      throw RequestError(fmt::format("image_shape: takes [height, width] of an image of {}", counted(size, "unit")));
    }
    height = static_cast<std::size_t>(panel.image_shape[0]);
    width = static_cast<std::size_t>(panel.image_shape[1]);
  }
  const auto square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const auto across = panel.images_across ? std::min(static_cast<std::size_t>(*panel.images_across), count) : square;
  const std::size_t down = (count + across - 1) / across;
  Heat heat;
  heat.images = true;
  heat.columns = across * (width + 1) - 1;
  heat.rows = down * (height + 1) - 1;
  heat.values.assign(heat.columns * heat.rows, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t image = 0; image < count; ++image) {
    for (std::size_t unit = 0; unit < size; ++unit) {
      const std::size_t row = image / across * (height + 1) + unit / width;
      heat.values[row * heat.columns + image % across * (width + 1) + unit % width] = values[image * size + unit];
    }
  }
  return heat;
}

void set_range(Heat& heat, const std::vector<double>& values) {
  heat.least = std::numeric_limits<double>::infinity();
  heat.greatest = -heat.least;
  for (const double value : values) {
    if (std::isfinite(value)) {
      heat.least = std::min(heat.least, value);
      heat.greatest = std::max(heat.greatest, value);
    }
  }
  const bool empty = heat.least > heat.greatest;
  heat.low = empty ? 0.0 : heat.least;
  heat.high = empty ? 0.0 : heat.greatest;
  heat.diverging = heat.low < 0.0 && heat.high > 0.0 && !heat.images;
  if (heat.diverging) {
    heat.high = std::max(heat.high, -heat.low);
    heat.low = -heat.high;
  } else if (heat.low == heat.high) {
    // An image without any value is white like the paper.
    const double room = std::max(1.0, std::abs(heat.low));
    (heat.images ? heat.low : heat.high) += heat.images ? -room : room;
  }
}

/// Two numbers with three digits, or with all digits if three do not tell them apart.
std::pair<std::string, std::string> ends_in_words(double low, double high) {
  std::pair<std::string, std::string> ends{fmt::format("{:.3g}", low), fmt::format("{:.3g}", high)};
  return ends.first == ends.second ? std::pair{fmt::format("{}", low), fmt::format("{}", high)} : ends;
}

/// "Colours from -1 to 1.", or in words that all values are the same, or that there are none.
std::string range_sentence(const Heat& heat) {
  if (heat.least > heat.greatest) {
    return "No value is finite.";
  }
  if (heat.least == heat.greatest) {
    return heat.values.size() == 1 ? fmt::format("The value is {:.6g}.", heat.least)
                                   : fmt::format("All values are {:.6g}.", heat.least);
  }
  const auto [low, high] = ends_in_words(heat.low, heat.high);
  if (heat.low == heat.least && heat.high == heat.greatest) {
    return fmt::format("Colours from {} to {}.", low, high);
  }
  const auto [least, greatest] = ends_in_words(heat.least, heat.greatest);
  return least == low && greatest == high
             ? fmt::format("Colours from {} to {}.", low, high)
             : fmt::format("Values from {} to {}, colours from {} to {}.", least, greatest, low, high);
}

Heat make_heat(const Panel& panel, const Dataset& dataset) {
  if (dataset.dimensions.size() != 2) {
    throw RequestError(fmt::format("dataset '{}' has the dimensions {}; a matrix or images need two", dataset.name,
                                   join(dataset.dimensions)));
  }
  if (dataset.shape[0] < 1 || dataset.shape[1] < 1) {
    throw RequestError(fmt::format("dataset '{}' has {} by {} entries; a matrix or images need at least 1 by 1",
                                   dataset.name, dataset.shape[0], dataset.shape[1]));
  }
  const std::vector<double> values = results::numbers_of(dataset);
  const auto rows = static_cast<std::size_t>(dataset.shape[0]);
  const auto columns = static_cast<std::size_t>(dataset.shape[1]);
  Heat heat = panel.style == Style::images ? images_of(panel, values, rows, columns) : Heat{columns, rows, values};
  set_range(heat, values);
  return heat;
}

}  // namespace

Curves read_heat(const Panel& panel, const results::Source& source) {
  Curves result;
  result.place = results::locate(panel.dataset, panel.case_label, panel.at, source);
  const Dataset dataset = source.dataset(result.place.path);
  result.heat = make_heat(panel, dataset);
  const std::string quantity = plain_words(results::last_step(dataset.name));
  if (panel.y.empty()) {
    result.sentences.push_back(
        result.heat->images
            ? fmt::format("{} as {}.", canvas::capitalised(quantity), counted(dataset.shape[0], "image"))
            : fmt::format("{}, {} by {} entries.", canvas::capitalised(quantity), result.heat->rows,
                          result.heat->columns));
  }
  if (!result.heat->images) {
    const auto words_along = [&](std::size_t dimension, std::vector<std::string>& words) {
      const Dataset along = source.dataset(result.place.path.substr(0, result.place.path.rfind('/') + 1) +
                                           dataset.dimensions[dimension]);
      words = results::texts_of(along);
      return with_unit(plain_words(along.name), along.unit);
    };
    if (panel.y.empty()) {
      result.x_label = result.x_name = with_unit(plain_words(dataset.dimensions[1]), "");
      result.y_label = result.y_name = with_unit(plain_words(dataset.dimensions[0]), "");
    } else {
      result.x_label = result.x_name = words_along(1, result.x_words);
      result.y_label = result.y_name = words_along(0, result.y_words);
      result.sentences.push_back(
          fmt::format("Means of the {} over the cells of the sweep that each field stands for.", quantity));
    }
    result.sentences.push_back(range_sentence(*result.heat));
  }
  // A field extends half a unit to each side of its number.
  const auto end = [](std::size_t count) { return static_cast<double>(count) - 0.5; };
  result.curves.push_back({{-0.5, end(result.heat->columns)}, {-0.5, end(result.heat->rows)}, {}, {}, 0, false});
  result.groups = {""};
  return result;
}

}  // namespace engram::panels
