// Figures and panels as a spec declares them, and default figures.
#include <algorithm>

#include <engram/error.hpp>

#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/draw.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;

TEST_CASE("figure: every parameter of a panel and of a figure is declared with a sentence") {
  for (const auto& parameters : {panels::Panel::params().list(), panels::Figure::params().list()}) {
    for (const Parameter& parameter : parameters) {
      INFO(parameter.name);
      CHECK(parameter.sentence.ends_with('.'));
    }
  }
}

TEST_CASE("figure: a figure is named like a file") {
  panels::Figure figure;
  figure.name = "fig_4-a.b";
  CHECK_NOTHROW(figure.check());
  for (const char* name : {"", "../x", ".hidden", "-x", "a b", "|ls", "\u00e9"}) {
    figure.name = name;
    CHECK_THROWS_AS(figure.check(), ParameterError);
  }
  figure.name = "a/b";
  CHECK_THROWS_WITH(figure.check(),
                    "'a/b' cannot name a file: use letters, digits, '_', '-' and '.', and start with a "
                    "letter, a digit or '_'");
}

TEST_CASE("figure: values of a panel that contradict each other") {
  panels::Panel panel;
  SECTION("an axis that ends before it begins") {
    panel.x_min = 2;
    panel.x_max = 2;
    CHECK_THROWS_WITH(panel.check(), "x_max is 2, but must be above x_min, 2");
  }
  SECTION("an end that a logarithmic axis cannot have") {
    panel.y_scale = panels::Scale::log;
    panel.y_min = 0;
    CHECK_THROWS_WITH(panel.check(), "y_min is 0, but an axis with y_scale: log holds only numbers above 0");
  }
  SECTION("a mean over what is to be told apart") {
    panel.lines = panel.average = "trial";
    CHECK_THROWS_WITH(panel.check(), "the panel cannot average over 'trial' and draw one line for each of it");
  }
  SECTION("a place in the sweep beside several cases") {
    panel.cases = {"a", "b"};
    panel.at = {{"seed", "first"}};
    CHECK_THROWS_WITH(panel.check(), "`at` chooses one cell of a case, by `case`; `cases` shows all of their cells");
  }
  SECTION("a place in the sweep for the summary") {
    panel.dataset = "summary/x";
    panel.at = {{"seed", "first"}};
    CHECK_THROWS_WITH(panel.check(), "the summary is that of all cells, and `at` chooses one");
  }
  SECTION("lines by target where the targets were merged") {
    panel.target = TargetChoice::nearest;
    panel.lines = "target";
    CHECK_THROWS_WITH(panel.check(),
                      "target: nearest leaves one line for all targets, so 'target' is no longer a dimension");
  }
}

TEST_CASE("figure: a format is known by its word") {
  CHECK(parse_format("svg") == Format::svg);
  CHECK_THROWS_WITH(parse_format("pgn"), "unknown format 'pgn': pictures can be png, svg, pdf; did you mean 'png'?");
}

TEST_CASE("figure: results without figures get one panel per case for each distance over time") {
  const auto figures = default_figures(two_cases());
  REQUIRE(figures.size() == 1);
  CHECK(figures[0].name == "perturbation_distance");
  CHECK_NOTHROW(figures[0].check());
  REQUIRE(figures[0].panels.size() == 2);
  CHECK(figures[0].panels[1].case_label == "binary");
  CHECK(figures[0].panels[1].title == "binary");

  CHECK(default_figures(single_run()).at(0).panels.at(0).case_label.empty());
  CHECK(default_figures(FakeSource{}).empty());
}

TEST_CASE("figure: many cases fill several figures") {
  FakeSource source;
  for (int i = 0; i < 25; ++i) {
    source.labels.push_back("case" + std::to_string(i));
    put_perturbation(source, "cases/" + source.labels.back() + "/analyses/perturbation/");
  }
  const auto figures = default_figures(source);
  REQUIRE(figures.size() == 3);
  CHECK(figures[0].panels.size() == 12);
  CHECK(figures[2].panels.size() == 1);
  CHECK(figures[2].name == "perturbation_distance_3");
}
