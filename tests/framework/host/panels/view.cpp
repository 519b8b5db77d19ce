// Several cases and seeds in one panel, bands, histograms, heat maps.
#include "panels/view.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "catch.hpp"
#include "distance_panel.hpp"
#include "panels/curves.hpp"

namespace engram::panels::test {

using namespace engram::figures::test;

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

panels::Panel panel_of(const std::string& dataset) {
  panels::Panel panel;
  panel.dataset = dataset;
  return panel;
}

/// The left end and the height of each bar in the outline of a histogram.
std::vector<std::pair<double, double>> counts_in(const panels::Curve& outline) {
  std::vector<std::pair<double, double>> bars;
  for (std::size_t i = 0; i + 1 < outline.y.size(); ++i) {
    if (outline.y[i] == outline.y[i + 1] && outline.x[i] < outline.x[i + 1]) {
      bars.emplace_back(outline.x[i], outline.y[i]);
    }
  }
  return bars;
}

}  // namespace

TEST_CASE("cases in one panel: one colour each, the mean over the cells of a sweep") {
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "b"};
  panel.average = "cell";
  const panels::Curves curves = panels::read_curves(panel, sweep());
  CHECK(curves.groups == std::vector<std::string>{"a", "b"});
  REQUIRE(curves.curves.size() == 2);
  CHECK(curves.curves[0].y == Numbers{1.5, 2.5});
  CHECK(curves.curves[1].y == Numbers{11.5, 12.5});
  CHECK(curves.curves[0].low == Numbers{1, 2});
  CHECK(curves.curves[0].x == Numbers{0, 1});
  CHECK(curves.place.cases.size() == 4);
  panel.cases = {"a.seed=2", "b.seed=1"};
  panel.average = "";
  CHECK(panels::read_curves(panel, sweep()).groups == std::vector<std::string>{"a.seed=2", "b.seed=1"});
}

TEST_CASE("columns of the summary: a mean for each place along x, lines by another column") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "model.width";
  panel.average = "cell";
  const panels::Curves together = panels::read_curves(panel, sweep());
  REQUIRE(together.curves.size() == 1);
  CHECK(together.curves[0].x == Numbers{0.1, 0.5});
  CHECK(together.curves[0].y == Numbers{3, 2});
  CHECK(together.curves[0].high == Numbers{4, 3});
  panel.lines = "case_name";
  const panels::Curves apart = panels::read_curves(panel, sweep());
  CHECK(apart.groups == std::vector<std::string>{"a", "b"});
  CHECK(apart.curves[1].y == Numbers{4, 3});
}

TEST_CASE("view: what a panel of several cases cannot show is refused in words") {
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "c"};
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()), Contains("there is no case 'c'"));
  panel.cases = {"a", "b.seed=1"};
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()), "cases: 'a' has 2 cells and 'b.seed=1' has 1");
  panel = panel_of("analyses/p/scor");
  panel.cases = {"a"};
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()), Contains("did you mean 'analyses/p/score'?"));
  panel = panel_of("summary/results.x");
  panel.average = "cell";
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()), Contains("needs an x"));
  panel.x = "model.widht";
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()),
                    "x: the summary has no column 'model.widht'; did you mean 'model.width'?");
  panel.case_label = "a.seed=1";
  panel.cases = {"a"};
  CHECK_THROWS_WITH(panel.check(), "a panel is of one case, by `case`, or of several, by `cases`");
}

TEST_CASE("view: cases with different numbers of units or trials are not shown in one panel") {
  FakeSource source = sweep();
  source.put("cases/b.seed=1/analyses/p/", {"score", {"time"}, {3}, Numbers{0, 1, 2}, "1", "Score."});
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "b"};
  CHECK_THROWS_WITH(panels::read_curves(panel, source),
                    "dataset 'analyses/p/score' has 3 along 'time' in case 'b.seed=1' and 2 in 'a.seed=1'; show them "
                    "in separate panels");
}

TEST_CASE("view: a map has a field for each pair of values, the greatest row on top, white where nothing is") {
  FakeSource source = sweep();
  source.put("summary/", {"model.gain", {"case"}, {4}, Numbers{10, 9, 10, 100}, "s", "Setting."});
  panels::Panel panel = panel_of("summary/results.x");
  panel.style = panels::Style::matrix;
  panel.x = "model.width";
  panel.y = "model.gain";
  const panels::Curves curves = panels::read_curves(panel, source);
  REQUIRE(curves.heat);
  CHECK(curves.heat->x_at == Numbers{0.1, 0.5});
  CHECK(curves.heat->y_at == Numbers{100, 10, 9});
  CHECK(curves.y_label == "Model.gain (s)");
  const Numbers& values = curves.heat->values;
  REQUIRE(values.size() == 6);
  CHECK(values[0] == 4.0);
  CHECK(std::isnan(values[1]));
  CHECK(std::isnan(values[2]));
  CHECK(values[3] == 2.0);  // the mean of rows 1 and 3
  CHECK(values[4] == 2.0);
  CHECK(std::isnan(values[5]));

  panel.cases = {"a"};
  CHECK(panels::read_curves(panel, source).heat->values[3] == 1.0);
  panel.cases = {};
  panel.y = "case_name";
  CHECK(panels::read_curves(panel, source).y_words == std::vector<std::string>{"b", "a"});
  panel.y = "model.gian";
  CHECK_THROWS_WITH(panels::read_curves(panel, source),
                    Contains("y: the summary has no column 'model.gian'") && Contains("model.gain"));
  panel.style = panels::Style::lines;
  CHECK_THROWS_WITH(panels::read_curves(panel, source), Contains("y needs style: matrix"));
}

TEST_CASE("view: whole numbers beyond 2^53 have a line and a column each") {
  FakeSource source = sweep();
  source.put("summary/",
             {"seed",
              {"case"},
              {4},
              std::vector<std::int64_t>{9007199254740993, 9007199254740992, 9007199254740993, 9007199254740992},
              "1",
              "Setting."});
  const std::vector<std::string> ascending{"9007199254740992", "9007199254740993"};
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "seed";
  panel.y = "model.width";
  panel.style = panels::Style::matrix;
  panel.average = "cell";
  CHECK(panels::read_curves(panel, source).x_words == ascending);
  panel.y.clear();
  panel.style = panels::Style::lines;
  CHECK(panels::read_curves(panel, source).x_words == ascending);
  panel.x = "model.width";
  panel.lines = "seed";
  CHECK(panels::read_curves(panel, source).groups ==
        std::vector<std::string>{"9007199254740993", "9007199254740992"});
}

TEST_CASE("view: the plugin of a part is found by the path that a sweep calls it by") {
  FakeSource source = sweep();
  source.put("summary/", {"learning", {"case"}, {4}, std::vector<std::string>{"a", "b", "a", "b"}, "", "Plugin."});
  panels::Panel panel = panel_of("summary/results.x");
  panel.average = "cell";
  panel.x = "model.width";
  panel.lines = "learning.plugin";
  CHECK(panels::read_curves(panel, source).groups == std::vector<std::string>{"a", "b"});
  panel.lines = "model.plugin";
  CHECK_THROWS_WITH(panels::read_curves(panel, source), Contains("the summary has no column 'model.plugin'"));
}

TEST_CASE("view: a line of the summary may have fewer runs than another") {
  FakeSource source = sweep();
  source.put("summary/", {"model.units", {"case"}, {4}, Numbers{5, 5, 7, 7}, "1", "Setting."});
  source.put("summary/", {"seed", {"case"}, {4}, Numbers{1, 1, 1, 2}, "1", "Setting."});
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "seed";
  panel.lines = "model.units";
  panel.average = "cell";
  const panels::Curves curves = panels::read_curves(panel, source);
  CHECK(curves.group_name == "units");
  REQUIRE(curves.curves.size() == 2);
  CHECK(curves.curves[0].y[0] == 1.5);
  CHECK(curves.curves[1].y == Numbers{3.0, 4.0});
}

TEST_CASE("view: a cell without the setting along x has no place, and others keep theirs") {
  FakeSource source = sweep();
  const double missing = std::nan("");
  source.put("summary/", {"a.gain", {"case"}, {4}, Numbers{missing, 2, 1, missing}, "1", "Setting."});
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "a.gain";
  panel.average = "cell";
  const panels::Curves curves = panels::read_curves(panel, source);
  REQUIRE(curves.curves.size() == 1);
  CHECK(curves.curves.front().x == Numbers{1, 2});
  CHECK(curves.curves.front().y == Numbers{3, 2});
  panel.x = "model.width";
  panel.y = "a.gain";
  panel.average = "";
  panel.style = panels::Style::matrix;
  CHECK(panels::read_curves(panel, source).heat->y_at.size() == 2);  // a cell without a gain has no row
}

TEST_CASE("view: bands come from stored bounds") {
  panels::Panel panel = panel_of("analyses/p/score");
  panel.case_label = "b.seed=2";
  panel.low = "score_low";
  CHECK_THROWS_WITH(panel.check(), "a band needs both ends: low and high");
  panel.high = "score_high";
  const panels::Curves curves = panels::read_curves(panel, sweep());
  CHECK(curves.curves[0].low == Numbers{11, 12});
  CHECK(curves.curves[0].high == Numbers{13, 14});
  panel.high = "score_hihg";
  CHECK_THROWS_WITH(panels::read_curves(panel, sweep()), Contains("did you mean 'score_high'?"));
}

TEST_CASE("view: a histogram counts every number once") {
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a"};
  panel.style = panels::Style::histogram;
  panel.bins = 2;
  const panels::Curves curves = panels::read_curves(panel, sweep());
  // 1, 2, 2, 3: two whole numbers in each bin.
  REQUIRE(curves.curves.size() == 1);
  CHECK(counts_in(curves.curves[0]) == std::vector<std::pair<double, double>>{{0.5, 3}, {2.5, 1}});
  CHECK(curves.y_label == "Number");
  panel.bins = 40;
  CHECK(counts_in(panels::read_curves(panel, sweep()).curves[0]) ==
        std::vector<std::pair<double, double>>{{0.5, 1}, {1.5, 2}, {2.5, 1}});
}

TEST_CASE("view: a histogram of other numbers has the wanted bins, and an empty bin is a gap") {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("a/", {"score", {"trial"}, {4}, Numbers{0.0, 0.5, 0.6, 2.0}, "1", "Score."});
  panels::Panel panel = panel_of("a/score");
  panel.style = panels::Style::histogram;
  panel.bins = 4;
  const panels::Curves curves = panels::read_curves(panel, source);
  CHECK(counts_in(curves.curves[0]) == std::vector<std::pair<double, double>>{{0, 1}, {0.5, 2}, {1.5, 1}});
  // The outline comes down to the floor on both sides of the gap.
  CHECK(curves.floor == 0.0);
  CHECK(std::ranges::count(curves.curves[0].y, 0.0) == 4);
  panel.y_scale = panels::Scale::log;
  CHECK(panels::read_curves(panel, source).floor == 0.5);
}

TEST_CASE("view: a matrix keeps its rows, and images stand side by side") {
  FakeSource source;
  source.put("model/", {"M", {"unit", "source_unit"}, {2, 3}, Numbers{1, -2, 0, 0.5, 0, 0}, "1", "Weights."});
  source.put("model/", {"patterns", {"pattern", "unit"}, {2, 4}, Numbers{1, 2, 3, 4, 5, 6, 7, 8}, "1", "Patterns."});
  panels::Panel panel = panel_of("model/M");
  panel.style = panels::Style::matrix;
  const panels::Curves matrix = panels::read_curves(panel, source);
  REQUIRE(matrix.heat);
  CHECK(matrix.heat->rows == 2);
  CHECK(matrix.heat->columns == 3);
  CHECK(matrix.heat->diverging);
  CHECK(matrix.heat->low == -2.0);
  CHECK(matrix.heat->high == 2.0);
  CHECK(matrix.x_label == "Source unit");
  panel = panel_of("model/patterns");
  panel.style = panels::Style::images;
  const panels::Curves images = panels::read_curves(panel, source);
  REQUIRE(images.heat);
  // Two images of 2 by 2 with a gap between them.
  CHECK(images.heat->rows == 2);
  CHECK(images.heat->columns == 5);
  CHECK(images.heat->values[0] == 1.0);
  CHECK(images.heat->values[5] == 3.0);
  CHECK(images.heat->values[8] == 7.0);
  CHECK(std::isnan(images.heat->values[2]));
  panel.image_shape = {3, 2};
  CHECK_THROWS_WITH(panels::read_curves(panel, source), "image_shape: takes [height, width] of an image of 4 units");
}

namespace {

/// relu and tanh with two gains, each over two counts and two seeds, as a sweep stores them: the column of the
/// activation has only the plugin's name. `results.x` is 100 setting + 10 count + seed.
FakeSource gains() {
  FakeSource source;
  std::vector<std::string> activations;
  std::vector<std::string> gain_words;
  Numbers counts;
  Numbers seeds;
  Numbers results;
  for (int setting = 0; setting < 3; ++setting) {
    for (int count = 1; count <= 2; ++count) {
      for (int seed = 1; seed <= 2; ++seed) {
        const std::string label = std::to_string(setting) + "." + std::to_string(count) + "." + std::to_string(seed);
        source.labels.push_back(label);
        activations.emplace_back(setting == 0 ? "relu" : "tanh");
        gain_words.emplace_back(setting == 0 ? "" : setting == 1 ? "0.3" : "1.5");
        counts.push_back(count);
        seeds.push_back(seed);
        results.push_back(100 * setting + 10 * count + seed);
        source.set[label] = {{"model.activation", activations.back()},
                             {"patterns.count", std::to_string(count)},
                             {"seed", std::to_string(seed)}};
        if (setting > 0) {
          source.set[label]["model.activation.gain"] = gain_words.back();
        }
      }
    }
  }
  source.put("summary/", {"case", {"case"}, {12}, source.labels, "", "Labels."});
  source.put("summary/", {"model.activation", {"case"}, {12}, activations, "", "Setting."});
  source.put("summary/", {"model.activation.gain", {"case"}, {12}, gain_words, "", "Setting."});
  source.put("summary/", {"patterns.count", {"case"}, {12}, counts, "1", "Setting."});
  source.put("summary/", {"seed", {"case"}, {12}, seeds, "1", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {12}, results, "1", "Result."});
  const std::vector<std::string> points{"a", "b", "c"};
  source.put("summary/grid/", {"model.activation", {"model.activation"}, {3}, points, "", "Setting."});
  source.put("summary/grid/", {"patterns.count", {"patterns.count"}, {2}, Numbers{1, 2}, "1", "Setting."});
  source.put("summary/grid/", {"seed", {"seed"}, {2}, Numbers{1, 2}, "1", "Setting."});
  source.put("summary/grid/",
             {"results.x", {"model.activation", "patterns.count", "seed"}, {3, 2, 2}, results, "1", "Result."});
  return source;
}

const std::vector<std::string> settings{"relu", "tanh, gain 0.3", "tanh, gain 1.5"};

}  // namespace

TEST_CASE("view: settings of one plugin have a line each, named by what differs") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "patterns.count";
  panel.lines = "model.activation";
  panel.average = "cell";
  const panels::Curves curves = panels::read_curves(panel, gains());
  CHECK(curves.groups == settings);
  REQUIRE(curves.curves.size() == 3);
  CHECK(curves.curves[1].y == Numbers{111.5, 121.5});
  CHECK(curves.curves[2].y == Numbers{211.5, 221.5});
  CHECK(curves.sentences.front() ==
        "X against count, one line for each of 3 activations, the mean over 2 runs with a band from the least to the "
        "greatest.");
  panel.lines = "model.activation.plugin";
  CHECK(panels::read_curves(panel, gains()).groups == settings);
  FakeSource unique = gains();
  for (std::size_t row = 4; row < 12; ++row) {
    std::get<std::vector<std::string>>(unique.stored.at("summary/model.activation").values)[row] =
        row < 8 ? "tanh(gain=0.3)" : "tanh(gain=1.5)";
  }
  CHECK(panels::read_curves(panel, unique).groups == settings);
}

TEST_CASE("view: a mean over an axis that is neither x nor lines is taken, and said") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "seed";
  panel.lines = "model.activation";
  panel.average = "cell";
  const panels::Curves curves = panels::read_curves(panel, gains());
  CHECK(curves.groups == settings);
  CHECK(curves.curves.at(1).y == Numbers{116, 117});
  CHECK(curves.sentences.back() == "A mean is over cells that differ in patterns.count (1, 2).");
  SECTION("over seeds alone the others stay apart") {
    panel.average = "seed";
    const panels::Curves apart = panels::read_curves(panel, gains());
    CHECK(apart.groups.size() == 6);
    CHECK(apart.groups.at(2) == "tanh, gain 0.3, count 1");
  }
  SECTION("a column names the one that is averaged over") {
    panel.average = "patterns.count";
    CHECK(panels::read_curves(panel, gains()).groups == settings);
    panel.average = "patterns.cuont";
    CHECK_THROWS_WITH(panels::read_curves(panel, gains()),
                      "average: the summary has no column 'patterns.cuont'; did you mean "
                      "'patterns.count'?");
  }
}

TEST_CASE("view: words along x differ like those of lines") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "model.activation";
  CHECK(panels::read_curves(panel, gains()).x_words == settings);
  panel.average = "cell";
  const panels::Curves means = panels::read_curves(panel, gains());
  CHECK(means.x_words == settings);
  REQUIRE(means.curves.size() == 1);
  CHECK(means.curves[0].y == Numbers{16.5, 116.5, 216.5});
  CHECK_FALSE(std::ranges::any_of(
      means.sentences, [](const std::string& sentence) { return sentence.find("left out") != std::string::npos; }));
}

TEST_CASE("view: cells without the setting along x are left out, and counted") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "model.activation.gain";
  panel.average = "cell";
  FakeSource source = gains();
  const auto check = [&] {
    const panels::Curves curves = panels::read_curves(panel, source);
    REQUIRE(curves.curves.size() == 1);
    CHECK(curves.curves[0].x == Numbers{0.3, 1.5});
    CHECK(curves.curves[0].y == Numbers{116.5, 216.5});
    CHECK(std::ranges::count(curves.sentences, "4 cells without model.activation.gain are left out.") == 1);
  };
  check();
  const double gap = std::numeric_limits<double>::quiet_NaN();
  source.put("summary/", {"model.activation.gain",
                          {"case"},
                          {12},
                          Numbers{gap, gap, gap, gap, 0.3, 0.3, 0.3, 0.3, 1.5, 1.5, 1.5, 1.5},
                          "1",
                          "Setting."});
  check();
}

TEST_CASE("view: whole numbers with gaps keep what fills a gap out of the picture") {
  FakeSource source = gains();
  constexpr std::int64_t gap = std::numeric_limits<std::int64_t>::min();
  source.put("summary/", {"model.activation.gain",
                          {"case"},
                          {12},
                          std::vector<std::int64_t>{gap, gap, gap, gap, 3, 3, 3, 3, 15, 15, 15, 15},
                          "1",
                          "Setting."});
  panels::Panel panel = panel_of("summary/results.x");
  panel.x = "model.activation.gain";
  CHECK(panels::read_curves(panel, source).curves.at(0).x == Numbers{3, 3, 3, 3, 15, 15, 15, 15});
  panel.average = "cell";
  CHECK(panels::read_curves(panel, source).curves.at(0).x == Numbers{3, 15});
}

TEST_CASE("view: a map refuses a field that mixes settings, and says how to ask for it") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.style = panels::Style::matrix;
  panel.x = "model.activation";
  panel.y = "patterns.count";
  const panels::Curves map = panels::read_curves(panel, gains());
  CHECK(map.x_words == settings);
  CHECK(map.heat->values == Numbers{21.5, 121.5, 221.5, 11.5, 111.5, 211.5});
  panel.y = "seed";
  CHECK_THROWS_WITH(panels::read_curves(panel, gains()),
                    "the field at model.activation relu and seed 2 would be the mean over cells that differ in "
                    "patterns.count (1, 2); `average: cell` takes that mean, and `cases` leaves cells out");
  panel.average = "cell";
  const panels::Curves mixed = panels::read_curves(panel, gains());
  CHECK(mixed.heat->values.at(0) == 17.0);
  CHECK(mixed.sentences.back() == "A field is a mean over cells that differ in patterns.count (1, 2).");
}

TEST_CASE("view: a histogram has bars for each setting, or counts all cells on request") {
  panels::Panel panel = panel_of("summary/results.x");
  panel.style = panels::Style::histogram;
  panel.lines = "model.activation";
  const panels::Curves apart = panels::read_curves(panel, gains());
  CHECK(apart.groups.size() == 6);
  CHECK(apart.sentences.front() == "Histogram of the x for each of 6 activations.");
  panel.lines = "";
  panel.average = "cell";
  const panels::Curves together = panels::read_curves(panel, gains());
  REQUIRE(together.curves.size() == 1);
  double counted = 0;
  for (const auto& [left, count] : counts_in(together.curves[0])) {
    counted += count;
  }
  CHECK(counted == 12.0);
  CHECK(
      together.sentences.back() ==
      "The histogram counts cells that differ in model.activation (relu, tanh), model.activation.gain (0.3, 1.5) and "
      "patterns.count (1, 2).");
  panel.average = "";
  panel.dataset = "summary/grid/results.x";
  CHECK(panels::read_curves(panel, gains()).groups.size() == 6);
}

TEST_CASE("view: a histogram of a case has bars for each setting of its cells") {
  FakeSource source = sweep();
  source.set["a.seed=1"] = {{"model.units", "10"}};
  source.set["a.seed=2"] = {{"model.units", "20"}};
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a"};
  panel.style = panels::Style::histogram;
  CHECK(panels::read_curves(panel, source).groups == std::vector<std::string>{"a, units 10", "a, units 20"});
}

TEST_CASE("view: a mean over the cells of a case says in what they differ") {
  FakeSource source = sweep();
  source.set["a.seed=2"] = {{"model.units", "20"}};
  source.set["a.seed=1"] = {{"model.units", "10"}};
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a"};
  panel.average = "cell";
  CHECK(panels::read_curves(panel, source).sentences.back() ==
        "A mean is over cells that differ in model.units (10, 20).");
}

TEST_CASE("view: what is said of the first case must hold for all") {
  FakeSource source = sweep();
  panels::Panel panel = panel_of("analyses/p/score");
  panel.cases = {"a", "b"};
  SECTION("another axis") {
    source.put("cases/b.seed=2/analyses/p/", {"time", {"time"}, {2}, Numbers{0, 5}, "s", "Time."});
    CHECK_THROWS_WITH(panels::read_curves(panel, source),
                      "dataset 'analyses/p/score' runs over other values of 'time' in case 'b.seed=2' than in "
                      "'a.seed=1'; show them in separate panels");
  }
  SECTION("another unit") {
    source.put("cases/b.seed=1/analyses/p/", {"score", {"time"}, {2}, Numbers{1, 2}, "bit", "Score."});
    CHECK_THROWS_WITH(panels::read_curves(panel, source),
                      Contains("is in 'bit' in case 'b.seed=1' and in '1' in 'a.seed=1'"));
  }
  SECTION("another meaning") {
    source.put("cases/b.seed=1/analyses/p/", {"score", {"time"}, {2}, Numbers{1, 2}, "1", "Another score."});
    CHECK(panels::read_curves(panel, source).y_label == "Score");
  }
  SECTION("a case twice") {
    panel.cases = {"a", "a"};
    CHECK_THROWS_WITH(panels::read_curves(panel, source), "cases: 'a' is given twice");
  }
}

TEST_CASE("view: the own targets of trials may differ from case to case") {
  FakeSource source = two_cases();
  source.put("cases/binary/analyses/perturbation/",
             {"target_of_trial", {"trial"}, {4}, std::vector<std::int64_t>{1, 1, 0, 0}, "1", "Target."});
  panels::Panel panel = distance_panel();
  panel.cases = {"real", "binary"};
  panel.target = TargetChoice::own;
  const panels::Curves curves = panels::read_curves(panel, source);
  REQUIRE(curves.curves.size() == 8);
  CHECK(curves.curves[0].y == Numbers{0, 1, 2});
  CHECK(curves.curves[4].y == Numbers{10, 11, 12});
}

TEST_CASE("view: two lines never have one name") {
  FakeSource source;
  source.put("analyses/p/", {"time", {"time"}, {2}, Numbers{0, 1}, "s", "Time."});
  source.put("analyses/p/", {"part", {"part"}, {2}, std::vector<std::string>{"tanh", "tanh"}, "", "Parts."});
  source.put("analyses/p/", {"score", {"part", "time"}, {2, 2}, Numbers{1, 2, 3, 4}, "1", "Score."});
  CHECK(panels::read_curves(panel_of("analyses/p/score"), source).groups ==
        std::vector<std::string>{"tanh (1)", "tanh (2)"});
}

}  // namespace engram::panels::test
