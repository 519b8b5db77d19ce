// The grid of a summary: results and settings over the axes of a sweep.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "cells/summary.hpp"

using engram::Dataset;
using engram::Index;
using engram::MemoryRecorder;
using engram::cells::SummaryTable;
using engram::specification::Axis;
using engram::specification::Cells;
using engram::specification::ExperimentSpec;
using engram::specification::Settings;

namespace {

using Numbers = std::vector<std::size_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;
using Wholes = std::vector<std::int64_t>;
using Values = decltype(Dataset::values);

/// Cells of some cases over axes of these sizes, the last one fastest.
class Grid : public Cells::Source {
 public:
  Grid(Texts cases, Numbers sizes) : cases_(std::move(cases)), sizes_(std::move(sizes)) {}
  [[nodiscard]] std::size_t size() const override {
    std::size_t all = cases_.size();
    for (const std::size_t size : sizes_) {
      all *= size;
    }
    return all;
  }
  [[nodiscard]] ExperimentSpec make(std::size_t /*cell*/) const override { return {}; }
  [[nodiscard]] std::pair<std::string, std::string> name(std::size_t cell) const override {
    return {std::to_string(cell), cases_[position(cell).front()]};
  }
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const override {
    Numbers places(sizes_.size() + 1);
    for (std::size_t axis = sizes_.size(); axis > 0; --axis) {
      places[axis] = cell % sizes_[axis - 1];
      cell /= sizes_[axis - 1];
    }
    places[0] = cell;
    return places;
  }

 private:
  Texts cases_;
  Numbers sizes_;
};

/// The settings of a cell by its place on each axis.
using SettingsAt = Settings (*)(const Numbers& position);

/// The grid of a summary of some of the cells, each with its number as result.
MemoryRecorder grid_of(const Texts& cases, const std::vector<Axis>& axes, const Numbers& numbers,
                       SettingsAt settings_at) {
  Numbers sizes;
  for (const Axis& axis : axes) {
    sizes.push_back(axis.size);
  }
  const auto source = std::make_shared<const Grid>(cases, sizes);
  SummaryTable table;
  for (const std::size_t number : numbers) {
    table.add({source->name(number).second,
               settings_at(source->position(number)),
               {{"results.n", static_cast<double>(number), "s", "Its number."}}});
  }
  MemoryRecorder recorder;
  table.record_grid(Cells(source, axes), numbers, recorder);
  return recorder;
}

Axis axis(const std::string& name, std::size_t size, Texts paths = {}) {
  Axis made;
  made.name = name;
  made.paths = paths.empty() ? Texts{name} : std::move(paths);
  made.settings = made.paths;
  made.size = size;
  for (std::size_t point = 0; point < size; ++point) {
    made.labels.push_back(std::string(1, static_cast<char>('p' + point)));
  }
  return made;
}

Settings two_settings(const Numbers& position) {
  return {{"seed", {static_cast<std::int64_t>(position[1]) + 1}},
          {"tau", {0.5 * static_cast<double>(position[2] + 1), "s"}}};
}

}  // namespace

TEST_CASE("summary grid: results stand at the places of their cells, with the cases first") {
  const MemoryRecorder grid =
      grid_of({"a", "b"}, {axis("seed", 2), axis("tau", 3)}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, two_settings);
  CHECK(grid.find("results.n").dimensions == Texts{"case_name", "seed", "tau"});
  CHECK(grid.find("results.n").shape == std::vector<Index>{2, 2, 3});
  CHECK(grid.reals("results.n") == Reals{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  CHECK(grid.find("results.n").unit == "s");
  CHECK(grid.find("case_name").values == Values(Texts{"a", "b"}));
  CHECK(grid.find("seed").values == Values(Wholes{1, 2}));
  CHECK(grid.find("tau").values == Values(Reals{0.5, 1.0, 1.5}));
  CHECK(grid.find("tau").unit == "s");
  const MemoryRecorder single = grid_of({""}, {axis("seed", 2), axis("tau", 3)}, {0, 1, 2, 3, 4, 5}, two_settings);
  CHECK(single.find("results.n").dimensions == Texts{"seed", "tau"});
  CHECK(single.reals("results.n") == Reals{0, 1, 2, 3, 4, 5});
}

TEST_CASE("summary grid: a cell that is missing leaves its place free, and the others in theirs") {
  const MemoryRecorder grid =
      grid_of({"a", "b"}, {axis("seed", 2), axis("tau", 3)}, {1, 3, 4, 5, 6, 11}, two_settings);
  const Reals& results = grid.reals("results.n");
  REQUIRE(results.size() == 12);
  for (std::size_t place = 0; place < 12; ++place) {
    const bool is_there = place == 1 || (place >= 3 && place <= 6) || place == 11;
    CHECK(std::isnan(results[place]) != is_there);
    CHECK((!is_there || results[place] == static_cast<double>(place)));
  }
  // Every point of the axes has a cell, if not with each other.
  CHECK(grid.find("tau").values == Values(Reals{0.5, 1.0, 1.5}));
  const MemoryRecorder fewer = grid_of({"a"}, {axis("seed", 2), axis("tau", 3)}, {0, 1, 3}, two_settings);
  CHECK(fewer.find("seed").values == Values(Wholes{1, 2}));
  // No cell tells the value of the last point, whose word is known.
  CHECK(fewer.find("tau").values == Values(Texts{"p", "q", "r"}));
}

TEST_CASE("summary grid: paths that change together stand beside their axis") {
  const MemoryRecorder grid = grid_of({""}, {axis("units", 3, {"units", "size"})}, {0, 1, 2}, [](const Numbers& at) {
    return Settings{{"units", {std::int64_t{10} * static_cast<std::int64_t>(at[1])}},
                    {"size", {std::string(at[1] + 1, 'x')}}};
  });
  CHECK(grid.find("units").values == Values(Wholes{0, 10, 20}));
  CHECK(grid.find("size").dimensions == Texts{"units"});
  CHECK(grid.find("size").values == Values(Texts{"x", "xx", "xxx"}));
  CHECK(grid.find("results.n").coordinates == Texts{"size"});
}

TEST_CASE("summary grid: a value that repeats is no coordinate, and the words of the points are") {
  const MemoryRecorder grid = grid_of({""}, {axis("units", 3, {"units", "size"})}, {0, 1, 2}, [](const Numbers& at) {
    return Settings{{"units", {std::int64_t{at[1] == 2 ? 1 : 0}}}, {"size", {static_cast<std::int64_t>(at[1])}}};
  });
  CHECK(grid.find("units").values == Values(Texts{"p", "q", "r"}));
  CHECK(grid.find("size").values == Values(Wholes{0, 1, 2}));
}

TEST_CASE("summary grid: a sample has words along its axis, and all of its paths beside") {
  const MemoryRecorder grid = grid_of({""}, {axis("sample", 2, {"rate", "count"})}, {0, 1}, [](const Numbers& at) {
    return Settings{{"rate", {0.25 * static_cast<double>(at[1])}}, {"count", {static_cast<std::int64_t>(at[1])}}};
  });
  CHECK(grid.find("sample").values == Values(Texts{"p", "q"}));
  CHECK(grid.find("rate").values == Values(Reals{0.0, 0.25}));
  CHECK(grid.find("count").values == Values(Wholes{0, 1}));
  CHECK(grid.find("results.n").coordinates == Texts{"rate", "count"});
}
