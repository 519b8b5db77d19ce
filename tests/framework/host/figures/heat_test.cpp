// Matrices and images with a single row or column, constant values, and the sentence about their range.
#include "figures/heat.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/curves.hpp"
#include "figures/draw.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::figures::test;
using Numbers = std::vector<double>;
namespace fs = std::filesystem;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

FakeSource matrix_of(Index rows, Index columns, Numbers values) {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("model/", {"M", {"unit", "source_unit"}, {rows, columns}, std::move(values), "1", "Weights."});
  return source;
}

Panel panel_of(Style style) {
  Panel panel;
  panel.dataset = "model/M";
  panel.style = style;
  return panel;
}

std::string last_sentence(const FakeSource& source) {
  return read_curves(panel_of(Style::matrix), source).sentences.back();
}

/// The SVG picture of a panel.
std::string svg_of(const Panel& panel, const FakeSource& source) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("engram-heat-{}", getpid());
  Figure figure;
  figure.name = "heat";
  figure.panels = {panel};
  draw(figure, source, {folder, "", {Format::svg}});
  std::ifstream in(folder / "heat.svg");
  std::string svg{std::istreambuf_iterator<char>(in), {}};
  in.close();
  fs::remove_all(folder);
  return svg;
}

}  // namespace

TEST_CASE("a matrix or an image of one row, one column or one cell is drawn") {
  for (const auto& [rows, columns] : std::vector<std::pair<Index, Index>>{{1, 3}, {3, 1}, {1, 1}, {2, 2}}) {
    CAPTURE(rows, columns);
    Numbers values(static_cast<std::size_t>(rows * columns));
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<double>(i) + 1;
    }
    const FakeSource source = matrix_of(rows, columns, values);
    CHECK_THAT(svg_of(panel_of(Style::matrix), source), Catch::Contains("<image"));
    CHECK_THAT(svg_of(panel_of(Style::images), source), Catch::Contains("<image"));
  }
}

TEST_CASE("missing cells of a single row or column are left out, and the others are drawn") {
  // The ends of the palette: the least value and the greatest one.
  for (const auto& [rows, columns] : std::vector<std::pair<Index, Index>>{{1, 3}, {3, 1}}) {
    const std::string svg = svg_of(panel_of(Style::matrix), matrix_of(rows, columns, {1, missing, 2}));
    CHECK_THAT(svg, Catch::Contains("rgb( 68,   1,  84)") || Catch::Contains("#440154"));
    CHECK_THAT(svg, Catch::Contains("rgb(253, 231,  37)") || Catch::Contains("#fde725", Catch::CaseSensitive::No));
  }
}

TEST_CASE("the sentence about colours has the range of the values") {
  CHECK(last_sentence(matrix_of(2, 2, {1, 1, 1, 1})) == "All values are 1.");
  CHECK(last_sentence(matrix_of(1, 1, {-0.25})) == "The value is -0.25.");
  CHECK(last_sentence(matrix_of(1, 2, {missing, missing})) == "No value is finite.");
  CHECK(last_sentence(matrix_of(1, 2, {1, 3})) == "Colours from 1 to 3.");
  CHECK(last_sentence(matrix_of(1, 2, {-1, 1})) == "Colours from -1 to 1.");
  CHECK(last_sentence(matrix_of(1, 2, {-0.5, 1})) == "Values from -0.5 to 1, colours from -1 to 1.");
  CHECK(last_sentence(matrix_of(1, 2, {1, 1.0001})) == "Colours from 1 to 1.0001.");
}

TEST_CASE("a matrix without rows or columns is refused") {
  for (const Style style : {Style::matrix, Style::images}) {
    CHECK_THROWS_WITH(read_curves(panel_of(style), matrix_of(0, 3, {})),
                      "dataset 'M' has 0 by 3 entries; a matrix or images need at least 1 by 1");
    CHECK_THROWS_WITH(read_curves(panel_of(style), matrix_of(3, 0, {})),
                      "dataset 'M' has 3 by 0 entries; a matrix or images need at least 1 by 1");
  }
}

TEST_CASE("more images across than there are leave no empty paper") {
  Panel panel = panel_of(Style::images);
  panel.images_across = 1'000'000'000'000'000;
  CHECK(read_curves(panel, matrix_of(2, 4, Numbers(8, 1.0))).heat->columns == 5);
}
