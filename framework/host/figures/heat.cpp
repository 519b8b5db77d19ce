#include "figures/heat.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/table.hpp"

namespace engram::figures {

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
  const auto across = panel.images_across ? static_cast<std::size_t>(*panel.images_across) : square;
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

}  // namespace

Heat make_heat(const Panel& panel, const Dataset& dataset) {
  if (dataset.dimensions.size() != 2) {
    throw RequestError(fmt::format("dataset '{}' has the dimensions {}; a matrix or images need two", dataset.name,
                                   join(dataset.dimensions)));
  }
  const std::vector<double> values = numbers_of(dataset);
  const auto rows = static_cast<std::size_t>(dataset.shape[0]);
  const auto columns = static_cast<std::size_t>(dataset.shape[1]);
  Heat heat = panel.style == Style::images ? images_of(panel, values, rows, columns) : Heat{columns, rows, values};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : values) {
    if (std::isfinite(value)) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!(low <= high)) {
    low = high = 0.0;
  }
  heat.diverging = low < 0.0 && high > 0.0 && !heat.images;
  if (heat.diverging) {
    high = std::max(high, -low);
    low = -high;
  }
  heat.low = low;
  heat.high = high > low ? high : low + 1.0;
  if (heat.images && high == low) {
    // An image without any value is white like the paper.
    heat.low = low - 1.0;
    heat.high = low;
  }
  return heat;
}

}  // namespace engram::figures
