// The figures of a spec: their names and their placeholders.
#include "evaluation/figure_spec.hpp"

#include <string>
#include <vector>

#include <engram/error.hpp>

#include "evaluation_fixture.hpp"

using namespace engram::evaluation::test;
using Catch::Matchers::Contains;
using engram::evaluation::keep_named;
using engram::panels::Figure;

namespace {

const std::string distance = "dataset: analyses/perturbation/distance";

std::vector<Figure> named(const Lines& names) {
  std::vector<Figure> figures;
  for (const std::string& name : names) {
    figures.emplace_back().name = name;
  }
  return figures;
}

Lines kept(const Lines& all, const Lines& names) {
  std::vector<Figure> figures = named(all);
  keep_named(figures, names);
  Lines left;
  for (const Figure& figure : figures) {
    left.push_back(figure.name);
  }
  return left;
}

}  // namespace

TEST_CASE("figure spec: figures are chosen by name, in their order, and another name is refused") {
  CHECK(kept({"a", "b", "c"}, {"c", "a"}) == Lines{"a", "c"});
  CHECK(kept({"a", "b", "c"}, {"b"}) == Lines{"b"});
  CHECK_THROWS_WITH(kept({"recall", "rate"}, {"recall", "raet"}),
                    "there is no figure 'raet'; did you mean 'rate'?\n  figures: recall, rate");
  CHECK_THROWS_WITH(kept({"recall", "rate"}, {"x"}), "there is no figure 'x'\n  figures: recall, rate");
}

TEST_CASE("figure spec: two figures of one name are a problem") {
  const std::string panels = "panels: [{" + distance + "}]";
  const std::string other = "{name: g, caption: \"\", " + panels + "}";
  const std::string one = "{name: f, caption: \"\", " + panels + "}";
  CHECK(problems_of("figures: [" + one + ", " + other + "]\n") == no_problems);
  CHECK(problems_of("figures: [" + one + ", " + other + ", " + one + "]\n") ==
        Lines{"two figures are named 'f' | the picture of one would replace that of the other"});
}

TEST_CASE("figure spec: a panel or a figure that contradicts itself is reported once") {
  CHECK(panel_problems(distance + ", x: time, lines: time") == Lines{"'time' runs along x already"});
  CHECK(panel_problems(distance + ", low: low") == Lines{"a band needs both ends: low and high"});
}

TEST_CASE("figure spec: formulas of a theory use settings of the cells that are shown") {
  const std::string panel = "dataset: analyses/perturbation/distance, x: time, theory: {t: ";
  CHECK(panel_problems(panel + "exp(-x / model.tau_v)}") == no_problems);
  CHECK(panel_problems(panel + "exp(-x / model.tau_w)}") ==
        Lines{"theory 't': there is no setting 'model.tau_w'; did you mean 'model.tau_v'?"});
  CHECK(panel_problems(panel + "exp(-x / model.tau_v}").size() == 1);
  CHECK(
      panel_problems(panel + "model.tau_v}, cases: [a, b]", "cases: {a: {}, b: {model.tau_v: 1 s}}\n") ==
      Lines{"theory 't': model.tau_v is 0.1 s in one cell of the panel and 1 s in another; write x, or a number for "
            "each line"});
}

TEST_CASE("figure spec: placeholders are settings of the cells that are shown") {
  const auto figure = [](const std::string& texts, const std::string& panel, const std::string& more = "") {
    return problems_of(more + "figures: [{name: f, " + texts + ", panels: [{" + distance + panel + "}]}]\n");
  };
  const std::string plain = "caption: \"\"";
  CHECK(figure("title: \"Tau {model.tau_v}\", " + plain, ", title: \"{model.activation}\"") == no_problems);
  for (const std::string& texts :
       {std::string("title: \"{model.tau_w}\", caption: \"\""), std::string("caption: \"With {model.tau_w}.\"")}) {
    const Lines found = figure(texts, "");
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(), Contains("model.tau_w") && Contains("did you mean 'model.tau_v'?"));
  }
  const Lines in_panel = figure(plain, ", title: \"{model.tau_w}\"");
  REQUIRE(in_panel.size() == 1);
  CHECK_THAT(in_panel.front(), Contains("model.tau_w"));
  // Only the second case has the gain.
  const std::string cases = "cases: {a: {model.activation: relu}, b: {}}\n";
  CHECK(figure(plain, ", case: b, title: \"{model.activation.gain}\"", cases) == no_problems);
  CHECK(figure(plain, ", case: a, title: \"{model.activation.gain}\"", cases).size() == 1);
  CHECK(figure("caption: \"{model.activation.gain}\"", ", case: b", cases) == no_problems);
  CHECK(figure("caption: \"{model.activation.gain}\"", ", case: a", cases).size() == 1);
}
