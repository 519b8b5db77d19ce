#include "inspect/dataset_text.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <numeric>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "inspect/terminal.hpp"
#include "results/dataset_rows.hpp"
#include "results/dataset_values.hpp"
#include "store/format.hpp"
#include "store/missing.hpp"
#include "system/print.hpp"

namespace engram::inspect {

namespace {

Index values_in(const std::vector<Index>& shape) {
  return std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
}

/// The extents of a dataset with its dimensions: "10 trial x 201 time".
std::string extents_of(const Dataset& dataset) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < dataset.shape.size(); ++i) {
    words.push_back(fmt::format("{} {}", dataset.shape[i], dataset.dimensions[i]));
  }
  return words.empty() ? "one number" : join(words, " x ");
}

constexpr std::size_t most_lines = 10;

/// A few values one below the other, or rows along the last dimension as a plot. `dataset` may have the first lines
/// only, of so many.
template <class Value>
void print_values(const Dataset& dataset, const std::vector<Value>& values, std::size_t all_lines) {
  constexpr bool is_text = std::is_same_v<Value, std::string>;
  constexpr std::size_t few = 20;
  if (is_text || values.size() <= few) {
    for (std::size_t i = 0; i < std::min(values.size(), most_listed); ++i) {
      system::print("{}{}\n", indent, values[i]);
    }
    if (values.size() > most_listed) {
      system::print("{}and {} more\n", indent, values.size() - most_listed);
    }
    return;
  }
  if constexpr (!is_text) {
    constexpr std::size_t width = 72;
    constexpr std::size_t height = 12;
    std::vector<std::vector<double>> lines;
    const results::Table table = results::make_table(dataset, dataset.dimensions.size() - 1);
    for (std::size_t i = 0; i < std::min(table.rows.size(), most_lines); ++i) {
      lines.push_back(table.rows[i].y);
    }
    const std::string plot = small_plot(lines, width, height, indent);
    system::print("{}", plot.empty() ? fmt::format("{}no number is finite\n", indent) : plot);
    system::print("{}{} along {}{}\n", indent, counted(lines.size(), "line"), dataset.dimensions.back(),
                  all_lines > lines.size() ? fmt::format("; {} more are not drawn", all_lines - lines.size()) : "");
  }
}

/// The first lines of a large dataset along its last dimension.
Dataset first_lines(const store::Reader& reader, const std::string& path, Dataset outline) {
  const Index length = outline.shape.back();
  const Index lines = std::min<Index>(most_lines, values_in(outline.shape) / length);
  std::vector<double> numbers;
  for (std::size_t piece = 0; std::ssize(numbers) < lines * length; ++piece) {
    const auto values = reader.piece(path, piece);
    std::visit(
        [&](const auto& list) {
          using Number = typename std::decay_t<decltype(list)>::value_type;
          if constexpr (std::is_arithmetic_v<Number>) {
            std::ranges::transform(list, std::back_inserter(numbers), store::as_real<Number>);
          }
        },
        values.value());
  }
  numbers.resize(static_cast<std::size_t>(lines * length));
  outline.dimensions = {"line", outline.dimensions.back()};
  outline.shape = {lines, length};
  outline.values = std::move(numbers);
  return outline;
}

/// The datasets of a group; those of the whole result without its cells, of which there may be very many.
std::vector<std::string> datasets_to_list(const store::Reader& reader, const std::string& group) {
  if (!group.empty()) {
    return reader.datasets(group);
  }
  std::vector<std::string> paths = reader.datasets_in("");
  for (const std::string& name : reader.groups()) {
    if (name != store::cases_group) {
      const std::vector<std::string> below = reader.datasets(name);
      paths.insert(paths.end(), below.begin(), below.end());
    }
  }
  return paths;
}

}  // namespace

void print_datasets(const store::Reader& reader, const std::string& group) {
  std::vector<std::vector<std::string>> rows;
  std::size_t further = 0;
  for (const std::string& path : datasets_to_list(reader, group)) {
    const std::string name = path.starts_with(group) ? path.substr(group.size()) : "";
    const bool apart = group.empty() && name.starts_with("provenance/");
    if (name.empty() || apart) {
      continue;
    }
    if (rows.size() == most_listed) {
      ++further;
      continue;
    }
    const Dataset outline = reader.outline(path);
    rows.push_back({name, extents_of(outline), results::with_unit(outline.description, outline.unit)});
  }
  system::print("{}", table_text(rows, indent));
  if (further > 0) {
    system::print("{}and {}; a group, as analyses/recall, lists its own\n", indent, counted(further, "more dataset"));
  }
}

void print_dataset(const store::Reader& reader, const std::string& path) {
  constexpr double most = 5e7;
  double entries = 1;
  const Dataset outline = reader.outline(path);
  for (const Index extent : outline.shape) {
    entries *= static_cast<double>(extent);
  }
  if (entries > most) {
    throw RequestError(fmt::format("{} has {}, which is more than a terminal should show; h5py and xarray read it",
                                   path, extents_of(outline)));
  }
  const Dataset dataset = reader.is_large(path) ? first_lines(reader, path, outline) : reader.dataset(path);
  print_as(Look::heading, path);
  system::print(": {}\n{}{}\n", extents_of(outline), indent, results::with_unit(outline.description, outline.unit));
  const auto all_lines =
      outline.shape.empty()
          ? std::size_t{0}
          : static_cast<std::size_t>(values_in(outline.shape) / std::max<Index>(outline.shape.back(), 1));
  std::visit([&](const auto& values) { print_values(dataset, values, all_lines); }, dataset.values);
}

}  // namespace engram::inspect
