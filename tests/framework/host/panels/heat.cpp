// Matrices and images with a single row or column, constant values, and the sentence about their range.
#include <cmath>
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
using Fields = std::vector<std::uint32_t>;

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
  std::string finish(const engram::canvas::Metadata& /*metadata*/) override { return ""; }

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
  // The colour bar says the rest.
  CHECK(last_sentence(matrix_of(1, 2, {1, 3})) == "M, 1 by 2 entries.");
}

TEST_CASE("heat: colours go from the least to the greatest value, and evenly around zero if there are both signs") {
  const auto ends = [](const panels::Panel& panel, Numbers values) {
    const panels::Heat heat = *panels::read_curves(panel, matrix_of(1, 2, std::move(values))).heat;
    return std::pair{heat.low, heat.high};
  };
  panels::Panel panel = panel_of(panels::Style::matrix);
  CHECK(ends(panel, {1, 3}) == std::pair{1.0, 3.0});
  CHECK(ends(panel, {-0.5, 1}) == std::pair{-1.0, 1.0});
  panel.colour_min = -2;
  CHECK(ends(panel, {-0.5, 1}) == std::pair{-2.0, 2.0});
  panel.colour_max = 4;
  CHECK(ends(panel, {-0.5, 1}) == std::pair{-2.0, 4.0});
  panel.colour_min.reset();
  CHECK(ends(panel, {1, 3}) == std::pair{1.0, 4.0});
  // An end beyond the data has room on its other side.
  panel.colour_max = -5;
  CHECK(ends(panel, {-0.05, 0.05}) == std::pair{-6.0, -5.0});
  panel.colour_max.reset();
  panel.colour_min = 0;
  CHECK(ends(panel, {-3, -1}) == std::pair{0.0, 1.0});
}

TEST_CASE("heat: a logarithmic scale gives equal ratios equal steps, and has no colour for zero") {
  panels::Panel panel = panel_of(panels::Style::matrix);
  panel.colour_scale = panels::Scale::log;
  const FakeSource source = matrix_of(1, 4, {1, 10, 100, 0});
  const Fields fields = painted(panel, source).images.at(0).fields;
  panel.colour_scale = panels::Scale::linear;
  CHECK(fields.at(1) == painted(panel, matrix_of(1, 3, {0, 1, 2})).images.at(0).fields.at(1));
  CHECK(fields.at(3) == 0);
}

TEST_CASE("heat: the bar beside a matrix has its quantity and its colours, and equal values have none") {
  panels::Figure figure;
  figure.panels = {panel_of(panels::Style::matrix)};
  const auto page_of = [&](Numbers values) {
    const FakeSource source = matrix_of(1, 2, std::move(values));
    return lay_out(figure, {panels::read_curves(figure.panels[0], source)}, {"", "", {""}});
  };
  const figures::PanelLayout panel = page_of({2, 6}).panels.at(0);
  REQUIRE(panel.bar);
  CHECK(panel.bar->label == std::vector<std::string>{"M"});
  CHECK(panel.bar->axis.from == 2);
  CHECK(panel.bar->axis.to == 6);
  CHECK(panel.bar->box.left > panel.axes.right);
  CHECK(!page_of({2, 2}).panels.at(0).bar);
  figure.panels[0].colour_label = "Weight of a connection";
  CHECK(page_of({2, 6}).panels.at(0).bar->label == std::vector<std::string>{"Weight of a connection"});
}

TEST_CASE("heat: fields stand at their numbers, however far these are apart") {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("a/", {"M", {"row", "load"}, {2, 3}, Numbers{1, 2, 3, 4, 5, 6}, "1", "Numbers."});
  source.put("a/", {"load", {"load"}, {3}, Numbers{1, 2, 10}, "1", "Load."});
  panels::Panel panel = panel_of(panels::Style::matrix);
  panel.dataset = "a/M";
  const panels::Curves curves = panels::read_curves(panel, source);
  CHECK(curves.heat->x_at == Numbers{1, 2, 10});
  CHECK(curves.heat->y_at.empty());
  panels::Figure figure;
  figure.panels = {panel};
  const figures::Page page = lay_out(figure, {curves}, {"", "", {""}});
  // The first field is as wide to the left of its number as to the right.
  CHECK(page.panels[0].x.from == 0.5);
  CHECK(page.panels[0].x.to == 14);
  panel.x_scale = panels::Scale::log;
  source.put("a/", {"load", {"load"}, {3}, Numbers{0, 2, 10}, "1", "Load."});
  CHECK_THROWS_WITH(panels::read_curves(panel, source),
                    "x_scale: log: 'load' has numbers that are not above 0; symlog shows them");
}

TEST_CASE("heat: images of several datasets stand in columns, each with grey values of its own") {
  FakeSource source = matrix_of(2, 4, {1, -1, 1, -1, -1, -1, 1, 1});
  source.put("model/", {"difference", {"unit", "source_unit"}, {2, 4}, Numbers(8, 0.0), "1", "Difference."});
  source.put("model/", {"small", {"unit", "source_unit"}, {1, 4}, Numbers(4, 0.0), "1", "Too few."});
  panels::Panel panel = panel_of(panels::Style::images);
  panel.beside = {"model/difference"};
  panel.labels = {{"M", "Original"}};
  const panels::Curves curves = panels::read_curves(panel, source);
  // Two images of 2 by 2 units in each row, with a unit of white between them.
  CHECK(curves.heat->columns == 5);
  CHECK(curves.heat->rows == 5);
  CHECK(curves.heat->column_titles == std::vector<std::string>{"Original", "Difference (all 0)"});
  CHECK(curves.heat->values.at(0) == 1);
  CHECK(curves.heat->values.at(1) == 0);
  CHECK(curves.heat->values.at(3) == 1);  // without any difference: white
  CHECK(std::isnan(curves.heat->values.at(2)));
  CHECK(curves.sentences.front() == "2 units as images, a row for each.");
  panel.column_titles = {"before", "after"};
  CHECK(panels::read_curves(panel, source).heat->column_titles ==
        std::vector<std::string>{"before", "after (all 0)"});
  panel.beside = {"model/small"};
  CHECK_THROWS_WITH(panels::read_curves(panel, source),
                    "beside: 'model/small' has 1 by 4 entries, and 'model/M' 2 by 4");
  panel.column_titles = {"one"};
  CHECK_THROWS_WITH(panel.check(), "column_titles has 1 title for 2 columns of images");
}

TEST_CASE("heat: pixels of images are square, and their axes have neither lines nor numbers") {
  panels::Figure figure;
  figure.panels = {panel_of(panels::Style::images)};
  figure.panels[0].image_shape = {2, 8};
  const FakeSource source = matrix_of(1, 16, Numbers(16, 1.0));
  const figures::Page page = lay_out(figure, {panels::read_curves(figure.panels[0], source)}, {"", "", {""}});
  const canvas::Box& axes = page.panels[0].axes;
  CHECK((axes.right - axes.left) / 8 == Approx((axes.bottom - axes.top) / 2));
  CHECK(page.panels[0].x.ticks.empty());
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
