#include "cells/stacks.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "store/digest.hpp"
#include "store/format.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"

namespace engram::cells {

namespace {

/// "results.analyses.perturbation." for "analyses/perturbation"; no setting of a spec begins with "results".
std::string column_prefix(std::string group) {
  std::ranges::replace(group, '/', '.');
  return "results." + group + ".";
}

std::optional<std::variant<double, std::int64_t>> single_number(const Dataset& dataset) {
  const auto* reals = std::get_if<std::vector<double>>(&dataset.values);
  const auto* wholes = std::get_if<std::vector<std::int64_t>>(&dataset.values);
  if (!dataset.dimensions.empty()) {
    return std::nullopt;
  }
  if (reals != nullptr && reals->size() == 1) {
    return reals->front();
  }
  return wholes != nullptr && wholes->size() == 1 ? std::optional{std::variant<double, std::int64_t>(wholes->front())}
                                                  : std::nullopt;
}

/// The entries of a list along an axis at some of its points.
Dataset at_points(Dataset list, const std::vector<std::size_t>& points, const std::string& dimension) {
  std::visit(
      [&](auto& values) {
        std::decay_t<decltype(values)> chosen;
        std::ranges::transform(points, std::back_inserter(chosen), [&](std::size_t point) { return values[point]; });
        values = std::move(chosen);
      },
      list.values);
  if (list.name == list.dimensions.front()) {
    list.name = dimension == "cell" ? list.name : dimension;
  }
  list.dimensions = {dimension};
  list.shape = {std::ssize(points)};
  return list;
}

/// The cells of one shape and one case, on their way to a stack.
struct Draft {
  std::vector<std::size_t> rows;
  std::vector<std::vector<std::size_t>> positions;  ///< of these cells, without the case
  std::vector<std::vector<std::size_t>> points;     ///< for each axis, those that the cells have, in order
  std::string case_name;

  void find_points(std::size_t axes) {
    points.resize(axes);
    for (std::size_t axis = 0; axis < axes; ++axis) {
      std::set<std::size_t> own;
      std::ranges::transform(positions, std::inserter(own, own.end()),
                             [&](const std::vector<std::size_t>& position) { return position[axis]; });
      points[axis] = {own.begin(), own.end()};
    }
  }
  [[nodiscard]] double grid_size() const {
    return std::accumulate(points.begin(), points.end(), 1.0, [](double size, const std::vector<std::size_t>& own) {
      return size * static_cast<double>(own.size());
    });
  }
};

/// Each cell at its place of the grid of the axes along which the cells differ.
void place_in_grid(const Draft& draft, const std::vector<store::StackAxis>& axes, CellStack& stack) {
  std::vector<std::size_t> varied;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (draft.points[axis].size() > 1) {
      varied.push_back(axis);
      const std::string& name = axes[axis].coordinate.name;
      stack.axes.push_back({at_points(axes[axis].coordinate, draft.points[axis], name)});
      for (const Dataset& beside : axes[axis].beside) {
        stack.axes.back().beside.push_back(at_points(beside, draft.points[axis], name));
      }
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> placed;
  for (std::size_t cell = 0; cell < draft.rows.size(); ++cell) {
    std::size_t place = 0;
    for (const std::size_t axis : varied) {
      const std::vector<std::size_t>& points = draft.points[axis];
      const auto at = std::ranges::lower_bound(points, draft.positions[cell][axis]);
      place = place * points.size() + static_cast<std::size_t>(at - points.begin());
    }
    placed.emplace_back(place, draft.rows[cell]);
  }
  std::ranges::sort(placed);
  for (const auto& [place, row] : placed) {
    stack.places.push_back(place);
    stack.rows.push_back(row);
  }
}

/// The cells one after the other, with all that differs between them as lists beside.
void place_in_list(const Draft& draft, const std::vector<store::StackAxis>& axes, CellStack& stack) {
  const std::string dimension = "cell";
  std::vector<std::int64_t> numbers(draft.rows.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  stack.axes = {{{dimension, {dimension}, {std::ssize(numbers)}, numbers, "1", "Number of the cell in this stack."}}};
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    std::vector<std::size_t> points;
    std::ranges::transform(draft.positions, std::back_inserter(points),
                           [&](const std::vector<std::size_t>& position) { return position[axis]; });
    stack.axes.front().beside.push_back(at_points(axes[axis].coordinate, points, dimension));
    for (const Dataset& beside : axes[axis].beside) {
      stack.axes.front().beside.push_back(at_points(beside, points, dimension));
    }
  }
  stack.rows = draft.rows;
  stack.places.resize(draft.rows.size());
  std::iota(stack.places.begin(), stack.places.end(), std::size_t{0});
}

/// "real_loop.patterns.count=10": the case of a stack and the points that it has alone.
std::string name_of(const Draft& draft, const specification::Cells& cells) {
  std::vector<std::string> words;
  for (std::size_t axis = 0; axis < draft.points.size(); ++axis) {
    if (draft.points[axis].size() == 1 && cells.axes()[axis].size > 1) {
      words.push_back(cells.axes()[axis].pieces[draft.points[axis].front()]);
    }
  }
  const std::string fixed = fmt::format("{}", fmt::join(words, ","));
  return draft.case_name + (draft.case_name.empty() || fixed.empty() ? "" : ".") + fixed;
}

}  // namespace

void CellShape::group(const std::string& path) {
  names_.insert(store::last_part(path));
  sum_.add("group ").add(path).add("\n");
}

void CellShape::dataset(const std::string& group, Dataset dataset) {
  if (const auto number = single_number(dataset)) {
    scalars_.push_back({column_prefix(group) + dataset.name, *number, dataset.unit, dataset.description});
  }
  names_.insert(dataset.name);
  names_.insert(dataset.dimensions.begin(), dataset.dimensions.end());
  sum_.add(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", group, dataset.name, fmt::join(dataset.dimensions, " "),
                       fmt::join(dataset.shape, " "), dataset.values.index(), dataset.unit, dataset.description,
                       fmt::join(dataset.coordinates, " ")));
  if (store::is_coordinate(dataset)) {
    store::add_values(dataset.values, sum_);
  }
}

void CellShape::failure(const std::string& /*group*/, std::string /*sentence*/) {
  failed_ = true;
}

std::string CellShape::digest() {
  return sum_.words();
}

std::vector<CellStack> stacks_of(const std::vector<ShapedCell>& cells, const specification::Cells& names,
                                 const std::vector<store::StackAxis>& axes) {
  std::vector<Draft> drafts;
  std::map<std::pair<std::size_t, std::string>, std::size_t> known;  // by case and shape
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (cells[row].shape.empty()) {
      continue;
    }
    const std::vector<std::size_t> position = names.position(cells[row].number);
    const auto [found, is_new] = known.try_emplace({position.front(), cells[row].shape}, drafts.size());
    if (is_new) {
      drafts.emplace_back().case_name = names.case_name(cells[row].number);
    }
    Draft& draft = drafts[found->second];
    draft.rows.push_back(row);
    draft.positions.emplace_back(position.begin() + 1, position.end());
  }
  // A single cell of its shape gains nothing from a stack.
  std::erase_if(drafts, [](const Draft& draft) { return draft.rows.size() < 2; });
  std::vector<CellStack> stacks;
  std::map<std::string, std::size_t> used;
  for (Draft& draft : drafts) {
    draft.find_points(axes.size());
    CellStack& stack = stacks.emplace_back();
    if (draft.grid_size() <= 2.0 * static_cast<double>(draft.rows.size())) {
      place_in_grid(draft, axes, stack);
    } else {
      place_in_list(draft, axes, stack);
    }
    std::string name = name_of(draft, names);
    if (name.empty() && drafts.size() > 1) {
      name = "shape";
    }
    if (const std::size_t before = used[name]++; before > 0) {
      name += fmt::format("~{}", before + 1);
    }
    stack.path = store::join_path(store::cells_group, name);
    stack.path = name.empty() ? store::cells_group : stack.path;
  }
  return stacks;
}

}  // namespace engram::cells
