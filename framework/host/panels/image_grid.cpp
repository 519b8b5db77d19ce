#include "panels/image_grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/axis.hpp"
#include "panels/labels.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"

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
  if (static_cast<std::size_t>(panel.image_shape[0] * panel.image_shape[1]) != size) {
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

/// " (all 0)" for equal values, and in words that there are none.
std::string sameness(const Extent& extent) {
  return extent.is_empty() ? " (no finite value)" : fmt::format(" (all {:g})", extent.low);
}

/// A column of images: a dataset, and the text above it.
struct ImageColumn {
  Dataset dataset;
  std::string title;
};

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

}  // namespace

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

Heat images_of(const Panel& panel, const Dataset& dataset) {
  const std::vector<double> values = results::numbers_of(dataset);
  const auto count = static_cast<std::size_t>(dataset.shape[0]);
  const auto size = static_cast<std::size_t>(dataset.shape[1]);
  const auto square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const auto across = panel.images_across ? std::min(static_cast<std::size_t>(*panel.images_across), count) : square;
  ImageGrid grid(across, (count + across - 1) / across, image_shape(panel, size));
  for (std::size_t image = 0; image < count; ++image) {
    grid.put(image / across, image % across, std::span(values).subspan(image * size, size));
  }
  return std::move(grid.heat);
}

Heat images_beside(const Panel& panel, const Dataset& first, const results::Source& source) {
  const std::vector<ImageColumn> columns = image_columns(panel, first, source);
  const auto count = static_cast<std::size_t>(first.shape[0]);
  const auto size = static_cast<std::size_t>(first.shape[1]);
  ImageGrid grid(columns.size(), count, image_shape(panel, size));
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::vector<double> values = results::numbers_of(columns[column].dataset);
    Extent extent = empty_extent;
    extent.include(values);
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

}  // namespace engram::panels
