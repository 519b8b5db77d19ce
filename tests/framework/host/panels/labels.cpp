// Words of a figure: labels, styles of lines, and bands around means.
#include "panels/labels.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "distance_panel.hpp"
#include "panels/curves.hpp"
#include "panels/line_style.hpp"

using namespace engram;
using namespace engram::figures::test;
using Catch::Matchers::Contains;
using Numbers = std::vector<double>;

namespace {

/// Scores of four trials in two groups of rules.
FakeSource scores() {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("a/", {"rule", {"rule"}, {2}, std::vector<std::string>{"anti_hebbian", "storkey"}, "", "Rule."});
  source.put("a/", {"load", {"load"}, {2}, Numbers{0.1, 0.2}, "1", "Patterns per unit."});
  source.put("a/", {"score",
                    {"rule", "trial", "load"},
                    {2, 4, 2},
                    Numbers{1, 0, 2, 0, 3, 0, 6, 0, 5, 1, 5, 1, 5, 1, 5, 1},
                    "bit",
                    "Score of a trial."});
  return source;
}

panels::Panel panel_of_scores() {
  panels::Panel panel;
  panel.dataset = "a/score";
  panel.lines = "rule";
  panel.average = "trial";
  return panel;
}

}  // namespace

TEST_CASE("labels: a figure's words stand in place of names, at the axes, in the legend and in the sentence") {
  panels::Panel panel = panel_of_scores();
  panel.labels = {
      {"score", "wrong bits"}, {"load", "load \u03b1"}, {"rule", "learning"}, {"anti_hebbian", "anti-Hebbian"}};
  const panels::Curves curves = panels::read_curves(panel, scores());
  CHECK(curves.y_label == "Wrong bits (bit)");
  CHECK(curves.x_label == "Load \u03b1");
  CHECK(curves.groups == std::vector<std::string>{"anti-Hebbian", "storkey"});
  CHECK(curves.group_name == "learning");
  CHECK_THAT(curves.sentences.front(), Contains("Wrong bits against load \u03b1, one line for each of 2"));
}

TEST_CASE("labels: the first of two labels counts, and a path has the label of its last step") {
  const NamedTexts labels{{"tau", "time constant"}, {"tau", "other"}, {"model.gain", "gain"}};
  CHECK(panels::label_of(labels, "tau") == "time constant");
  CHECK(panels::label_of(labels, "model.tau").empty());
  CHECK(panels::label_of_path(labels, "model.tau") == "time constant");
  CHECK(panels::label_of_path(labels, "model.gain") == "gain");
  CHECK(panels::label_of_path(labels, "gain").empty());
  CHECK(panels::label_or_words(labels, "final_distance") == "final distance");
}

TEST_CASE("labels: the names of cases are written in plain words") {
  FakeSource source = scores();
  source.put("a/", {"case", {"case"}, {2}, std::vector<std::string>{"real_single", "real_loop"}, "", "Case."});
  source.put("a/", {"score", {"case", "load"}, {2, 2}, Numbers{1, 2, 3, 4}, "1", "Score."});
  panels::Panel panel;
  panel.dataset = "a/score";
  CHECK(panels::read_curves(panel, source).groups == std::vector<std::string>{"real single", "real loop"});
}

TEST_CASE("spread: a band is the range, a standard deviation, a standard error or the interval of Student's t") {
  panels::Panel panel = panel_of_scores();
  const auto band = [&](panels::Spread spread) {
    panel.spread = spread;
    const panels::Curve curve = panels::read_curves(panel, scores()).curves.at(0);
    return curve.low.empty() ? std::pair{0.0, 0.0} : std::pair{curve.low[0], curve.high[0]};
  };
  // 1, 2, 3 and 6: their mean is 3, and their squared deviations sum to 14.
  const double deviation = std::sqrt(14.0 / 3);
  CHECK(band(panels::Spread::range) == std::pair{1.0, 6.0});
  CHECK(band(panels::Spread::standard_deviation).first == Approx(3 - deviation));
  CHECK(band(panels::Spread::standard_error).second == Approx(3 + deviation / 2));
  // The quantile 0.975 of Student's t with three degrees of freedom.
  CHECK(band(panels::Spread::confidence).second == Approx(3 + 3.182446305284263 * deviation / 2));
  CHECK(band(panels::Spread::none) == std::pair{0.0, 0.0});
  CHECK_THAT(panels::read_curves(panel, scores()).sentences.front(), !Contains("band"));
  panel.spread = panels::Spread::confidence;
  CHECK_THAT(panels::read_curves(panel, scores()).sentences.front(),
             Contains("with the band that covers the mean with 95 % (Student's t)"));
}

TEST_CASE("line styles: words choose dashes, width and colour, and other words are refused") {
  CHECK(panels::parse_line_style("") == panels::LineStyle{});
  CHECK(panels::parse_line_style("dashed thick #d62728") ==
        panels::LineStyle{panels::Dash::dashed, 2, canvas::Colour{0xd62728}});
  CHECK(panels::parse_line_style("dotted black thin") ==
        panels::LineStyle{panels::Dash::dotted, 0.5, canvas::Colour{0}});
  CHECK_THROWS_WITH(panels::parse_line_style("dahsed"),
                    "line_styles: 'dahsed' is not a style of lines; did you mean 'dashed'?");
  CHECK_THROWS_WITH(panels::parse_line_style("#d6272"), Contains("'#d6272' is not a style of lines"));
  panels::Panel panel = panel_of_scores();
  panel.line_styles = {{"storkey", "dashed"}};
  const panels::Curves curves = panels::read_curves(panel, scores());
  CHECK(curves.styles.at(0) == panels::LineStyle{});
  CHECK(curves.styles.at(1).dash == panels::Dash::dashed);
  panel.line_styles = {{"storky", "dashed"}};
  CHECK_THROWS_WITH(panels::read_curves(panel, scores()),
                    "line_styles: no line is called 'storky' in the legend; did you mean 'storkey'?");
}
