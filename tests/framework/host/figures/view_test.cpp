// Several cases and seeds in one panel, bands, histograms, heat maps.
#include "figures/view.hpp"

#include <cmath>

#include "catch.hpp"
#include "fake_source.hpp"
#include "figures/curves.hpp"

namespace engram::figures::test {

namespace {

using Catch::Matchers::Contains;
using Numbers = std::vector<double>;

/// Cases a and b with two seeds each; `score` over time is 10 case + seed + time.
FakeSource sweep() {
  FakeSource source;
  std::vector<std::string> names;
  for (const char* label : {"a.seed=1", "a.seed=2", "b.seed=1", "b.seed=2"}) {
    source.labels.emplace_back(label);
    names.emplace_back(1, label[0]);
    const double base = (label[0] == 'a' ? 0.0 : 10.0) + (label[7] - '0');
    const std::string group = std::string("cases/") + label + "/analyses/p/";
    source.put(group, {"time", {"time"}, {2}, Numbers{0, 1}, "s", "Time."});
    source.put(group, {"score", {"time"}, {2}, Numbers{base, base + 1}, "1", "Score."});
    source.put(group, {"score_low", {"time"}, {2}, Numbers{base - 1, base}, "1", "Low."});
    source.put(group, {"score_high", {"time"}, {2}, Numbers{base + 1, base + 2}, "1", "High."});
    source.set[label] = {};
  }
  source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
  source.put("summary/", {"case_name", {"case"}, {4}, names, "", "Names."});
  source.put("summary/", {"model.width", {"case"}, {4}, Numbers{0.5, 0.1, 0.5, 0.1}, "1", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {4}, Numbers{1, 2, 3, 4}, "1", "Result."});
  return source;
}

Panel panel_of(const std::string& dataset) {
  Panel panel;
  panel.dataset = dataset;
  return panel;
}

}  // namespace

TEST_CASE("cases in one panel: one colour each, the mean over the cells of a sweep") {
  Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "b"};
  panel.average = "cell";
  const Curves curves = read_curves(panel, sweep());
  CHECK(curves.groups == std::vector<std::string>{"a", "b"});
  REQUIRE(curves.curves.size() == 2);
  CHECK(curves.curves[0].y == Numbers{1.5, 2.5});
  CHECK(curves.curves[1].y == Numbers{11.5, 12.5});
  CHECK(curves.curves[0].low == Numbers{1, 2});
  CHECK(curves.curves[0].x == Numbers{0, 1});
  CHECK(curves.place.cases.size() == 4);
  panel.cases = {"a.seed=2", "b.seed=1"};
  panel.average = "";
  CHECK(read_curves(panel, sweep()).groups == std::vector<std::string>{"a.seed=2", "b.seed=1"});
}

TEST_CASE("columns of the summary: a mean for each place along x, lines by another column") {
  Panel panel = panel_of("summary/results.x");
  panel.x = "model.width";
  panel.average = "cell";
  const Curves together = read_curves(panel, sweep());
  REQUIRE(together.curves.size() == 1);
  CHECK(together.curves[0].x == Numbers{0.1, 0.5});
  CHECK(together.curves[0].y == Numbers{3, 2});
  CHECK(together.curves[0].high == Numbers{4, 3});
  panel.lines = "case_name";
  const Curves apart = read_curves(panel, sweep());
  CHECK(apart.groups == std::vector<std::string>{"a", "b"});
  CHECK(apart.curves[1].y == Numbers{4, 3});
}

TEST_CASE("what a panel of several cases cannot show is refused in words") {
  Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "c"};
  CHECK_THROWS_WITH(read_curves(panel, sweep()), Contains("cases: there is no case 'c'"));
  panel.cases = {"a", "b.seed=1"};
  CHECK_THROWS_WITH(read_curves(panel, sweep()), "cases: 'a' has 2 cells and 'b.seed=1' has 1");
  panel = panel_of("analyses/p/scor");
  panel.cases = {"a"};
  CHECK_THROWS_WITH(read_curves(panel, sweep()), Contains("did you mean 'analyses/p/score'?"));
  panel = panel_of("summary/results.x");
  panel.average = "cell";
  CHECK_THROWS_WITH(read_curves(panel, sweep()), Contains("needs an x"));
  panel.x = "model.widht";
  CHECK_THROWS_WITH(read_curves(panel, sweep()),
                    "x: the summary has no column 'model.widht'; did you mean 'model.width'?");
  panel.case_label = "a.seed=1";
  panel.cases = {"a"};
  CHECK_THROWS_WITH(panel.check(), "a panel is of one case, by `case`, or of several, by `cases`");
}

TEST_CASE("a map has a field for each pair of values, the greatest row on top, white where nothing is") {
  FakeSource source = sweep();
  source.put("summary/", {"model.gain", {"case"}, {4}, Numbers{10, 9, 10, 100}, "s", "Setting."});
  Panel panel = panel_of("summary/results.x");
  panel.style = Style::matrix;
  panel.x = "model.width";
  panel.y = "model.gain";
  const Curves curves = read_curves(panel, source);
  REQUIRE(curves.heat);
  CHECK(curves.x_words == std::vector<std::string>{"0.1", "0.5"});
  CHECK(curves.y_words == std::vector<std::string>{"100", "10", "9"});
  CHECK(curves.y_label == "Model.gain (s)");
  const Numbers& values = curves.heat->values;
  REQUIRE(values.size() == 6);
  CHECK(values[0] == 4.0);
  CHECK(std::isnan(values[1]));
  CHECK(std::isnan(values[2]));
  CHECK(values[3] == 2.0);  // of rows 1 and 3
  CHECK(values[4] == 2.0);
  CHECK(std::isnan(values[5]));

  panel.cases = {"a"};
  CHECK(read_curves(panel, source).heat->values[3] == 1.0);
  panel.cases = {};
  panel.y = "case_name";
  CHECK(read_curves(panel, source).y_words == std::vector<std::string>{"b", "a"});
  panel.y = "model.gian";
  CHECK_THROWS_WITH(read_curves(panel, source),
                    Contains("y: the summary has no column 'model.gian'") && Contains("model.gain"));
  panel.style = Style::lines;
  CHECK_THROWS_WITH(read_curves(panel, source), Contains("y goes with style: matrix"));
}

TEST_CASE("the plugin of a part is found by the path that a sweep calls it by") {
  FakeSource source = sweep();
  source.put("summary/", {"learning", {"case"}, {4}, std::vector<std::string>{"a", "b", "a", "b"}, "", "Plugin."});
  Panel panel = panel_of("summary/results.x");
  panel.average = "cell";
  panel.x = "model.width";
  panel.lines = "learning.plugin";
  CHECK(read_curves(panel, source).groups == std::vector<std::string>{"a", "b"});
  panel.lines = "model.plugin";
  CHECK_THROWS_WITH(read_curves(panel, source), Contains("the summary has no column 'model.plugin'"));
}

TEST_CASE("a line of the summary may have fewer runs than another") {
  FakeSource source = sweep();
  source.put("summary/", {"model.units", {"case"}, {4}, Numbers{5, 5, 7, 7}, "1", "Setting."});
  source.put("summary/", {"seed", {"case"}, {4}, Numbers{1, 1, 1, 2}, "1", "Setting."});
  Panel panel = panel_of("summary/results.x");
  panel.x = "seed";
  panel.lines = "model.units";
  panel.average = "cell";
  const Curves curves = read_curves(panel, source);
  CHECK(curves.group_name == "units");
  REQUIRE(curves.curves.size() == 2);
  CHECK(curves.curves[0].y[0] == 1.5);
  CHECK(curves.curves[1].y == Numbers{3.0, 4.0});
}

TEST_CASE("bands come from stored bounds") {
  Panel panel = panel_of("analyses/p/score");
  panel.case_label = "b.seed=2";
  panel.low = "score_low";
  CHECK_THROWS_WITH(panel.check(), "a band needs both ends: low and high");
  panel.high = "score_high";
  const Curves curves = read_curves(panel, sweep());
  CHECK(curves.curves[0].low == Numbers{11, 12});
  CHECK(curves.curves[0].high == Numbers{13, 14});
  panel.high = "score_hihg";
  CHECK_THROWS_WITH(read_curves(panel, sweep()), Contains("did you mean 'score_high'?"));
}

TEST_CASE("a histogram counts every number once") {
  Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a"};
  panel.style = Style::histogram;
  panel.bins = 2;
  const Curves curves = read_curves(panel, sweep());
  // 1, 2, 2, 3 in the bins from 1 to 2 and from 2 to 3.
  REQUIRE(curves.curves.size() == 1);
  CHECK(curves.curves[0].x == Numbers{1, 2, 2, 3});
  CHECK(curves.curves[0].y == Numbers{1, 1, 3, 3});
  CHECK(curves.y_label == "Number");
}

TEST_CASE("a matrix keeps its rows, and images stand side by side") {
  FakeSource source;
  source.put("model/", {"M", {"unit", "source_unit"}, {2, 3}, Numbers{1, -2, 0, 0.5, 0, 0}, "1", "Weights."});
  source.put("model/", {"patterns", {"pattern", "unit"}, {2, 4}, Numbers{1, 2, 3, 4, 5, 6, 7, 8}, "1", "Patterns."});
  Panel panel = panel_of("model/M");
  panel.style = Style::matrix;
  const Curves matrix = read_curves(panel, source);
  REQUIRE(matrix.heat);
  CHECK(matrix.heat->rows == 2);
  CHECK(matrix.heat->columns == 3);
  CHECK(matrix.heat->diverging);
  CHECK(matrix.heat->low == -2.0);
  CHECK(matrix.heat->high == 2.0);
  CHECK(matrix.x_label == "Source unit");
  panel = panel_of("model/patterns");
  panel.style = Style::images;
  const Curves images = read_curves(panel, source);
  REQUIRE(images.heat);
  // Two images of 2 by 2 with a gap between them.
  CHECK(images.heat->rows == 2);
  CHECK(images.heat->columns == 5);
  CHECK(images.heat->values[0] == 1.0);
  CHECK(images.heat->values[5] == 3.0);
  CHECK(images.heat->values[8] == 7.0);
  CHECK(std::isnan(images.heat->values[2]));
  panel.image_shape = {3, 2};
  CHECK_THROWS_WITH(read_curves(panel, source), "image_shape: takes [height, width] of an image of 4 units");
}

}  // namespace engram::figures::test
