// Matrices and images with a single row or column, constant values, and the sentence about their range.
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "canvas/canvas.hpp"
#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/draw.hpp"
#include "figures/layout.hpp"
#include "panels/curves.hpp"

using namespace engram;
using namespace engram::canvas;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;
using Numbers = std::vector<double>;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

FakeSource matrix_of(Index rows, Index columns, Numbers values) {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("model/", {"M", {"unit", "source_unit"}, {rows, columns}, std::move(values), "1", "Weights."});
  return source;
}

panels::Panel panel_of(panels::Style style) {
  panels::Panel panel;
  panel.dataset = "model/M";
  panel.style = style;
  return panel;
}

std::string last_sentence(const FakeSource& source) {
  return panels::read_curves(panel_of(panels::Style::matrix), source).sentences.back();
}

/// Images, and the boxes that they fill.
struct Painted {
  std::vector<canvas::Box> boxes;
  std::vector<canvas::Image> images;
};

/// Notes the images that are drawn.
class ImageCanvas final : public canvas::Canvas {
 public:
  void line(const std::vector<canvas::Point>& /*points*/, const canvas::Stroke& /*stroke*/) override {}
  void dots(const std::vector<canvas::Point>& /*points*/, const canvas::Stroke& /*stroke*/) override {}
  void area(const std::vector<canvas::Point>& /*corners*/, canvas::Colour /*colour*/, double /*opacity*/) override {}
  void text(const canvas::Text& /*text*/) override {}
  void image(const canvas::Box& box, const canvas::Image& image) override {
    painted.boxes.push_back(box);
    painted.images.push_back(image);
  }
  void clip(const canvas::Box& /*box*/) override {}
  void unclip() override {}
  std::string finish(const std::string& /*mark*/) override { return ""; }

  Painted painted;
};

Painted painted(const panels::Panel& panel, const FakeSource& source) {
  panels::Figure figure;
  figure.panels = {panel};
  const std::vector<panels::Curves> curves{panels::read_curves(panel, source)};
  ImageCanvas canvas;
  paint(canvas, lay_out(figure, curves, {"", "", {""}}), curves);
  return canvas.painted;
}

}  // namespace

TEST_CASE("heat: a matrix or an image of one row, one column or one cell is drawn") {
  for (const auto& [rows, columns] : std::vector<std::pair<Index, Index>>{{1, 3}, {3, 1}, {1, 1}, {2, 2}}) {
    CAPTURE(rows, columns);
    Numbers values(static_cast<std::size_t>(rows * columns));
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<double>(i) + 1;
    }
    const FakeSource source = matrix_of(rows, columns, values);
    for (const panels::Style style : {panels::Style::matrix, panels::Style::images}) {
      panels::Figure figure;
      figure.name = "heat";
      figure.panels = {panel_of(style)};
      CHECK_THAT(svg_of(figure, source), Catch::Contains("<image"));
    }
  }
}

TEST_CASE("heat: missing cells are left out, and the others have the colours of their values") {
  using Fields = std::vector<std::uint32_t>;
  for (const auto& [rows, columns] : std::vector<std::pair<Index, Index>>{{1, 3}, {3, 1}}) {
    const FakeSource source = matrix_of(rows, columns, {1, missing, 2});
    // The ends of the palette: the least value and the greatest one.
    CHECK(painted(panel_of(panels::Style::matrix), source).images.at(0).fields == Fields{0xff440154, 0, 0xfffde725});
  }
  // Images of one cell, the first of them without a value, with white between them.
  CHECK(painted(panel_of(panels::Style::images), matrix_of(2, 1, {missing, 2})).images.at(0).fields ==
        Fields{0xffffffff, 0xffffffff, 0xffffffff});
}

TEST_CASE("heat: a matrix with more fields than an image can have is drawn by several images") {
  const Index columns = static_cast<Index>(canvas::most_fields) + 10;
  const Painted canvas = painted(panel_of(panels::Style::matrix),
                                 matrix_of(1, columns, Numbers(static_cast<std::size_t>(columns), 1.0)));
  REQUIRE(canvas.images.size() == 2);
  CHECK(canvas.images[0].columns == canvas::most_fields);
  CHECK(canvas.images[1].columns == 10);
  CHECK(canvas.boxes[0].right == canvas.boxes[1].left);
}

TEST_CASE("heat: the sentence about colours has the range of the values") {
  CHECK(last_sentence(matrix_of(2, 2, {1, 1, 1, 1})) == "All values are 1.");
  CHECK(last_sentence(matrix_of(1, 1, {-0.25})) == "The value is -0.25.");
  CHECK(last_sentence(matrix_of(1, 2, {missing, missing})) == "No value is finite.");
  CHECK(last_sentence(matrix_of(1, 2, {1, 3})) == "Colours from 1 to 3.");
  CHECK(last_sentence(matrix_of(1, 2, {-1, 1})) == "Colours from -1 to 1.");
  CHECK(last_sentence(matrix_of(1, 2, {-0.5, 1})) == "Values from -0.5 to 1, colours from -1 to 1.");
  CHECK(last_sentence(matrix_of(1, 2, {1, 1.0001})) == "Colours from 1 to 1.0001.");
}

TEST_CASE("heat: a matrix without rows or columns is refused") {
  for (const panels::Style style : {panels::Style::matrix, panels::Style::images}) {
    CHECK_THROWS_WITH(panels::read_curves(panel_of(style), matrix_of(0, 3, {})),
                      "dataset 'M' has 0 by 3 entries; a matrix or images need at least 1 by 1");
    CHECK_THROWS_WITH(panels::read_curves(panel_of(style), matrix_of(3, 0, {})),
                      "dataset 'M' has 3 by 0 entries; a matrix or images need at least 1 by 1");
  }
}

TEST_CASE("heat: more images across than there are leave no empty paper") {
  panels::Panel panel = panel_of(panels::Style::images);
  panel.images_across = 1'000'000'000'000'000;
  CHECK(panels::read_curves(panel, matrix_of(2, 4, Numbers(8, 1.0))).heat->columns == 5);
}
