// Lines of a theory beside the data of a panel.
#include "panels/theory_lines.hpp"

#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "fake_results.hpp"
#include "panels/curves.hpp"

using namespace engram;
using namespace engram::panels;
using namespace engram::results::test;

namespace {

using Numbers = std::vector<double>;

/// A sweep of four cells: two widths, two seeds.
FakeSource sweep() {
  FakeSource source;
  source.labels = {"w.0", "w.1", "w.2", "w.3"};
  for (std::size_t at = 0; at < 4; ++at) {
    source.set[source.labels[at]] = {
        {"model.width", at < 2 ? "1" : "4"}, {"model.gain", "2"}, {"model.name", "tanh"}};
  }
  source.put("summary/", {"case", {"case"}, {4}, source.labels, "", "Labels."});
  source.put("summary/", {"seed", {"case"}, {4}, std::vector<std::int64_t>{1, 2, 1, 2}, "1", "Setting."});
  source.put("summary/", {"model.width", {"case"}, {4}, Numbers{1, 1, 4, 4}, "1", "Setting."});
  source.put("summary/", {"results.x", {"case"}, {4}, Numbers{2, 3, 8, 9}, "1", "Result."});
  return source;
}

Panel panel_with(NamedTexts theory) {
  Panel panel;
  panel.dataset = "summary/results.x";
  panel.x = "model.width";
  panel.average = "seed";
  panel.style = Style::lines;
  panel.theory = std::move(theory);
  return panel;
}

}  // namespace

TEST_CASE("theory lines: each formula is a line of its own from one end of the data to the other") {
  const Curves curves = read_curves(panel_with({{"double", "model.gain * x"}, {"root", "sqrt(x)"}}), sweep());
  CHECK(curves.groups == std::vector<std::string>{"simulation", "double", "root"});
  CHECK(curves.theories == std::set<std::size_t>{1, 2});
  REQUIRE(curves.curves.size() == 3);
  CHECK(curves.curves[0].y == Numbers{2.5, 8.5});
  for (const std::size_t line : {std::size_t{1}, std::size_t{2}}) {
    const Curve& curve = curves.curves[line];
    CHECK(curve.group == line);
    CHECK(curve.x.front() == 1.0);
    CHECK(curve.x.back() == 4.0);
    REQUIRE(curve.x.size() == curve.y.size());
    for (std::size_t at = 0; at < curve.x.size(); ++at) {
      CHECK(curve.y[at] == Approx(line == 1 ? 2.0 * curve.x[at] : std::sqrt(curve.x[at])).epsilon(1e-14));
    }
  }
  CHECK(curves.sentences.back() == "root: sqrt(x).");
}

TEST_CASE("theory lines: they reach the ends of the axis, and are evenly spread on its scale") {
  Panel panel = panel_with({{"t", "x"}});
  panel.x_scale = Scale::log;
  panel.x_min = 0.01;
  panel.x_max = 100.0;
  const Curve line = read_curves(panel, sweep()).curves.back();
  CHECK(line.x.front() == Approx(0.01));
  CHECK(line.x.back() == Approx(100.0));
  CHECK(line.x[line.x.size() / 2] == Approx(1.0));
  panel.y_scale = Scale::log;
  panel.theory = {{"t", "x - 1"}};
  const Curve above = read_curves(panel, sweep()).curves.back();
  CHECK(std::isnan(above.y.front()));
  CHECK(above.y.back() == Approx(99.0));
}

TEST_CASE("theory lines: beside points they are lines, and words and styles are those of the panel") {
  Panel panel = panel_with({{"t", "x"}});
  panel.average = "";
  panel.style = Style::points;
  panel.labels = {{"simulation", "measured"}};
  panel.line_styles = {{"t", "dashed black"}, {"measured", "thin"}};
  const Curves curves = read_curves(panel, sweep());
  CHECK(curves.groups == std::vector<std::string>{"measured", "t"});
  CHECK(curves.points);
  CHECK(curves.has_points(0));
  CHECK_FALSE(curves.has_points(1));
  CHECK(curves.styles[1].dash == Dash::dashed);
  CHECK(curves.styles[0].dash == Dash::solid);
}

TEST_CASE("theory lines: settings that are missing, differ or are no numbers are refused") {
  CHECK_THROWS_WITH(read_curves(panel_with({{"t", "model.gian * x"}}), sweep()),
                    "theory 't': there is no setting 'model.gian'; did you mean 'model.gain'?");
  CHECK_THROWS_WITH(
      read_curves(panel_with({{"t", "model.width * x"}}), sweep()),
      "theory 't': model.width is 1 in one cell of the panel and 4 in another; write x, or a number for "
      "each line");
  CHECK_THROWS_WITH(read_curves(panel_with({{"t", "model.name"}}), sweep()),
                    "theory 't': model.name is 'tanh', where a number belongs");
}

TEST_CASE("theory lines: panels without numbers along x, or without lines, have no theory") {
  const auto refusal = [](const Panel& panel) -> std::string {
    try {
      panel.check();
    } catch (const ParameterError& error) {
      return error.what();
    }
    return "";
  };
  Panel panel = panel_with({{"t", "x"}});
  CHECK(refusal(panel).empty());
  panel.theory = {{"t", "tanhh(x)"}};
  CHECK_THAT(refusal(panel), Catch::Matchers::StartsWith("theory 't': 'tanhh(x)' is not an expression: "));
  panel.theory = {{"t", "x"}};
  panel.style = Style::histogram;
  panel.average = "";
  CHECK(refusal(panel) == "theory needs lines or points");
  FakeSource source = sweep();
  source.put("summary/", {"model.name", {"case"}, {4}, std::vector<std::string>{"a", "a", "b", "b"}, "", "Setting."});
  Panel by_word = panel_with({{"t", "x"}});
  by_word.x = "model.name";
  CHECK_THROWS_WITH(read_curves(by_word, source), "theory 't' needs numbers on the x axis, which has words");
}
