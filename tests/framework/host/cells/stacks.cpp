// The cells that a result stores together: their shapes, and their places in stacks.
#include "cells/stacks.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

using engram::Dataset;
using engram::cells::CellShape;
using engram::cells::CellStack;
using engram::cells::ShapedCell;
using engram::cells::stacks_of;
using engram::specification::Axis;
using engram::specification::Cells;
using engram::specification::ExperimentSpec;
using engram::store::StackAxis;

namespace {

using Numbers = std::vector<std::size_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

/// Cells of some cases over two axes, the last one fastest.
class Grid : public Cells::Source {
 public:
  Grid(Texts cases, std::size_t first, std::size_t second)
      : cases_(std::move(cases)), first_(first), second_(second) {}
  [[nodiscard]] std::size_t size() const override { return cases_.size() * first_ * second_; }
  [[nodiscard]] ExperimentSpec make(std::size_t /*cell*/) const override { return {}; }
  [[nodiscard]] std::pair<std::string, std::string> name(std::size_t cell) const override {
    return {std::to_string(cell), cases_[position(cell)[0]]};
  }
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const override {
    return {cell / (first_ * second_), cell / second_ % first_, cell % second_};
  }

 private:
  Texts cases_;
  std::size_t first_;
  std::size_t second_;
};

/// A sweep over x = 0, 10, 20, ..., with a word beside each, and over y = 0.5, 1.5, ...
struct Sweep {
  Cells cells;
  std::vector<StackAxis> axes;
};

Sweep sweep(const Texts& cases, std::size_t first, std::size_t second) {
  std::vector<Axis> axes(2);
  axes[0].name = "x";
  axes[1].name = "y";
  axes[0].size = first;
  axes[1].size = second;
  std::vector<std::int64_t> x;
  Reals y;
  Texts words;
  for (std::size_t point = 0; point < first; ++point) {
    x.push_back(static_cast<std::int64_t>(10 * point));
    words.push_back("word " + std::to_string(point));
    axes[0].pieces.push_back("x=" + std::to_string(10 * point));
  }
  for (std::size_t point = 0; point < second; ++point) {
    y.push_back(0.5 + static_cast<double>(point));
    axes[1].pieces.push_back("y=" + std::to_string(point));
  }
  const auto size = [](std::size_t extent) { return std::vector{static_cast<engram::Index>(extent)}; };
  return {Cells(std::make_shared<const Grid>(cases, first, second), axes),
          {{{"x", {"x"}, size(first), x, "1", "Setting."}, {{"w", {"x"}, size(first), words, "", "Setting."}}},
           {{"y", {"y"}, size(second), y, "s", "Setting."}}}};
}

/// All cells of a sweep, with a shape by their number; no cell for the shape "none".
std::vector<ShapedCell> shaped(const Sweep& sweep, const std::function<std::string(std::size_t)>& shape) {
  std::vector<ShapedCell> cells;
  for (std::size_t number = 0; number < sweep.cells.size(); ++number) {
    if (shape(number) != "none") {
      cells.push_back({number, shape(number)});
    }
  }
  return cells;
}

std::vector<CellStack> stacks(const Sweep& sweep, const std::function<std::string(std::size_t)>& shape) {
  return stacks_of(shaped(sweep, shape), sweep.cells, sweep.axes);
}

Texts paths_of(const std::vector<CellStack>& stacks) {
  Texts paths;
  for (const CellStack& stack : stacks) {
    paths.push_back(stack.path);
  }
  return paths;
}

Dataset numbers(const std::string& name, Reals values, Texts dimensions = {"i"}) {
  const auto size = static_cast<engram::Index>(values.size());
  return {name, std::move(dimensions), {size}, std::move(values), "s", "Numbers."};
}

std::string digest_of(const std::function<void(CellShape&)>& play) {
  CellShape shape;
  play(shape);
  return shape.digest();
}

}  // namespace

TEST_CASE("stacks: cells of one shape and one case are a stack over the axes of the sweep") {
  const Sweep all = sweep({""}, 2, 3);
  const std::vector<CellStack> found = stacks(all, [](std::size_t) { return "s"; });
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "cells");
  CHECK(found[0].rows == Numbers{0, 1, 2, 3, 4, 5});
  CHECK(found[0].places == Numbers{0, 1, 2, 3, 4, 5});
  REQUIRE(found[0].axes.size() == 2);
  CHECK(found[0].axes[0].coordinate.name == "x");
  CHECK(found[0].axes[0].coordinate.values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 10}));
  CHECK(found[0].axes[1].coordinate.values == decltype(Dataset::values)(Reals{0.5, 1.5, 2.5}));
  REQUIRE(found[0].axes[0].beside.size() == 1);
  CHECK(found[0].axes[0].beside[0].name == "w");
  CHECK(found[0].axes[0].beside[0].values == decltype(Dataset::values)(Texts{"word 0", "word 1"}));
  CHECK(found[0].axes[1].beside.empty());
}

TEST_CASE("stacks: each case has its own stack") {
  const std::vector<CellStack> found = stacks(sweep({"a", "b"}, 1, 2), [](std::size_t) { return "s"; });
  CHECK(paths_of(found) == Texts{"cells/a", "cells/b"});
  CHECK(found[1].rows == Numbers{2, 3});
  CHECK(found[1].places == Numbers{0, 1});
  // An axis of one point tells nothing apart.
  REQUIRE(found[1].axes.size() == 1);
  CHECK(found[1].axes[0].coordinate.name == "y");
}

TEST_CASE("stacks: an axis along which all cells of a stack are alike names the stack") {
  const auto by_x = [](std::size_t cell) { return std::to_string(cell / 2 % 3); };
  const std::vector<CellStack> one = stacks(sweep({""}, 3, 2), by_x);
  CHECK(paths_of(one) == Texts{"cells/x=0", "cells/x=10", "cells/x=20"});
  REQUIRE(one[1].axes.size() == 1);
  CHECK(one[1].axes[0].coordinate.name == "y");
  CHECK(one[1].rows == Numbers{2, 3});
  CHECK(paths_of(stacks(sweep({"a"}, 3, 2), by_x)) == Texts{"cells/a.x=0", "cells/a.x=10", "cells/a.x=20"});
  const auto by_y = [](std::size_t cell) { return std::to_string(cell % 2); };
  const std::vector<CellStack> other = stacks(sweep({""}, 3, 2), by_y);
  CHECK(paths_of(other) == Texts{"cells/y=0", "cells/y=1"});
  CHECK(other[1].rows == Numbers{1, 3, 5});
  CHECK(other[1].places == Numbers{0, 1, 2});
}

TEST_CASE("stacks: a single cell of its shape, and one without a shape, is in no stack") {
  const std::vector<CellStack> found = stacks(sweep({""}, 1, 4), [](std::size_t cell) {
    return cell == 0 ? "alone" : cell == 2 ? "" : "s";
  });
  REQUIRE(found.size() == 1);
  CHECK(found[0].rows == Numbers{1, 3});
  CHECK(stacks(sweep({""}, 1, 3), [](std::size_t cell) { return std::to_string(cell); }).empty());
  CHECK(stacks(sweep({""}, 1, 2), [](std::size_t) { return ""; }).empty());
  // Two are enough.
  CHECK(stacks(sweep({""}, 1, 2), [](std::size_t) { return "s"; }).size() == 1);
}

TEST_CASE("stacks: a place of the grid without a cell stays free, and its axes have the points of the cells") {
  // x: 0, 10, 20; y: two points; the middle x has no cell, and one place of the last x has none.
  const std::vector<CellStack> found =
      stacks(sweep({""}, 3, 2), [](std::size_t cell) { return cell / 2 == 1 || cell == 4 ? "none" : "s"; });
  REQUIRE(found.size() == 1);
  CHECK(found[0].rows == Numbers{0, 1, 2});
  CHECK(found[0].places == Numbers{0, 1, 3});
  CHECK(found[0].axes[0].coordinate.values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 20}));
  CHECK(found[0].axes[0].coordinate.shape == std::vector<engram::Index>{2});
  CHECK(found[0].axes[0].beside[0].values == decltype(Dataset::values)(Texts{"word 0", "word 2"}));
}

TEST_CASE("stacks: rows are numbers of the given cells, in the order of their places") {
  const Sweep all = sweep({""}, 2, 2);
  const std::vector<CellStack> found = stacks_of({{3, "s"}, {0, "s"}, {2, "s"}, {1, "s"}}, all.cells, all.axes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rows == Numbers{1, 3, 2, 0});
  CHECK(found[0].places == Numbers{0, 1, 2, 3});
}

TEST_CASE("stacks: cells that leave most of their grid empty are a list, with their settings beside") {
  const auto diagonal = [](std::size_t size) {
    return stacks(sweep({""}, size, size),
                  [size](std::size_t cell) { return cell / size == cell % size ? "s" : "none"; });
  };
  // Two cells fill half of a grid of four.
  REQUIRE(diagonal(2).size() == 1);
  CHECK(diagonal(2)[0].axes.size() == 2);
  CHECK(diagonal(2)[0].places == Numbers{0, 3});
  const std::vector<CellStack> found = diagonal(3);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rows == Numbers{0, 1, 2});
  CHECK(found[0].places == Numbers{0, 1, 2});
  REQUIRE(found[0].axes.size() == 1);
  const StackAxis& axis = found[0].axes[0];
  CHECK(axis.coordinate.name == "cell");
  CHECK(axis.coordinate.values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 1, 2}));
  REQUIRE(axis.beside.size() == 3);
  CHECK(axis.beside[0].name == "x");
  CHECK(axis.beside[0].dimensions == Texts{"cell"});
  CHECK(axis.beside[0].values == decltype(Dataset::values)(std::vector<std::int64_t>{0, 10, 20}));
  CHECK(axis.beside[1].values == decltype(Dataset::values)(Texts{"word 0", "word 1", "word 2"}));
  CHECK(axis.beside[2].name == "y");
  CHECK(axis.beside[2].values == decltype(Dataset::values)(Reals{0.5, 1.5, 2.5}));
}

TEST_CASE("stacks: stacks that would have one name are numbered") {
  const auto in_turns = [](std::size_t cell) { return cell / 2 == cell % 2 ? "s" : "t"; };
  CHECK(paths_of(stacks(sweep({""}, 2, 2), in_turns)) == Texts{"cells/shape", "cells/shape~2"});
  CHECK(paths_of(stacks(sweep({"a"}, 2, 2), in_turns)) == Texts{"cells/a", "cells/a~2"});
}

TEST_CASE("shape: cells that record the same things have the same digest, whatever the numbers are") {
  const std::string base = digest_of([](CellShape& shape) {
    shape.group("a");
    shape.dataset("a", numbers("x", {1, 2, 3}));
  });
  CHECK(base == digest_of([](CellShape& shape) {
          shape.group("a");
          shape.dataset("a", numbers("x", {4, 5, 6}));
        }));
  const auto differs = [&](const std::function<void(Dataset&)>& change) {
    return base != digest_of([&](CellShape& shape) {
             Dataset dataset = numbers("x", {1, 2, 3});
             change(dataset);
             shape.group("a");
             shape.dataset("a", std::move(dataset));
           });
  };
  CHECK_FALSE(differs([](Dataset&) {}));
  CHECK(differs([](Dataset& dataset) { dataset.name = "y"; }));
  CHECK(differs([](Dataset& dataset) { dataset.dimensions = {"j"}; }));
  CHECK(differs([](Dataset& dataset) { dataset.shape = {4}; }));
  CHECK(differs([](Dataset& dataset) { dataset.values = std::vector<std::int64_t>{1, 2, 3}; }));
  CHECK(differs([](Dataset& dataset) { dataset.unit = "ms"; }));
  CHECK(differs([](Dataset& dataset) { dataset.description = "Others."; }));
  CHECK(differs([](Dataset& dataset) { dataset.coordinates = {"label"}; }));
  CHECK(base != digest_of([](CellShape& shape) {
          shape.group("b");
          shape.dataset("b", numbers("x", {1, 2, 3}));
        }));
  CHECK(base != digest_of([](CellShape& shape) {
          shape.group("a");
          shape.group("b");
          shape.dataset("a", numbers("x", {1, 2, 3}));
        }));
}

TEST_CASE("shape: coordinates are shared by a stack, so their values count") {
  const auto with_coordinate = [](Reals values) {
    return digest_of([&](CellShape& shape) { shape.dataset("a", numbers("i", std::move(values))); });
  };
  CHECK(with_coordinate({1, 2}) == with_coordinate({1, 2}));
  CHECK(with_coordinate({1, 2}) != with_coordinate({1, 3}));
}

TEST_CASE("shape: single numbers are for the summary, and all names are known") {
  CellShape shape;
  shape.group("analyses/recall");
  shape.dataset("analyses/recall", {"score", {}, {}, Reals{0.5}, "s", "Score."});
  shape.dataset("training", {"rounds", {}, {}, std::vector<std::int64_t>{7}, "1", "Rounds."});
  shape.dataset("training", {"word", {}, {}, Texts{"seven"}, "", "Text."});
  shape.dataset("training", {"bits", {}, {}, std::vector<std::int8_t>{1}, "1", "Small."});
  shape.dataset("training", numbers("list", {1}, {"round"}));
  for (const char* name : {"recall", "score", "rounds", "list", "round", "word"}) {
    CHECK(shape.uses(name));
  }
  CHECK_FALSE(shape.uses("analyses/recall"));
  CHECK_FALSE(shape.uses("seed"));
  CHECK_FALSE(shape.has_failed());
  const auto scalars = shape.take_scalars();
  REQUIRE(scalars.size() == 2);
  CHECK(scalars[0].name == "results.analyses.recall.score");
  CHECK(std::get<double>(scalars[0].value) == 0.5);
  CHECK(scalars[0].unit == "s");
  CHECK(scalars[0].description == "Score.");
  CHECK(scalars[1].name == "results.training.rounds");
  CHECK(std::get<std::int64_t>(scalars[1].value) == 7);
  shape.failure("training", "it gave up");
  CHECK(shape.has_failed());
}
