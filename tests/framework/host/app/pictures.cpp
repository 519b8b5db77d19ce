// Pictures as users see them: their names, the files that they replace, and refusals before a run.
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "program.hpp"
#include "small_spec.hpp"

using Catch::Matchers::Contains;
using engram::test::Outcome;
using engram::test::small_spec;
using engram::test::Workshop;

namespace {

const std::string figures = R"(figures:
  - {name: first, panels: [{dataset: analyses/perturbation/distance}]}
  - {name: second, panels: [{dataset: analyses/perturbation/final_distance}]}
)";

const std::string sweep = R"(sweep:
  model.activation: [relu, {plugin: tanh, gain: 0.3}, {plugin: tanh, gain: 1.5}]
  patterns.count: [1, 2]
  seed: {from: 1, to: 2}
)";

/// A panel over the summary of this sweep.
std::string panel(const std::string& keys) {
  return "figures:\n  - name: act\n    panels:\n      - {dataset: "
         "summary/results.analyses.perturbation.mean_final_distance, " +
         keys + "}\n";
}

}  // namespace

TEST_CASE("pictures: results of one spec have pictures of their own") {
  const Workshop workshop;
  workshop.write("first.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q first.yaml").code == 0);
  REQUIRE(workshop.engram("run -q first.yaml -o gain2.h5 --set seed=4").code == 0);
  CHECK(workshop.engram("plot first.h5 -f svg").out == "first.svg\nfirst_second.svg\n");
  const std::string before = engram::test::read(workshop / "first.svg");
  CHECK(workshop.engram("plot gain2.h5 -f svg").out == "gain2_first.svg\ngain2_second.svg\n");
  CHECK(engram::test::read(workshop / "first.svg") == before);
  // The same result may replace its own picture.
  CHECK(workshop.engram("plot first.h5 -f svg -q").code == 0);
}

TEST_CASE("pictures: cells and images are one embedded picture with sharp pixels, and not a polygon each") {
  const Workshop workshop;
  workshop.write("first.yaml",
                 "seed: 1\n"
                 "patterns: {plugin: binary, count: 4, size: 900}\n"
                 "model: {plugin: hopfield, units: 900, weights: dense}\n"
                 "learning: hebbian\n"
                 "figures:\n"
                 "  - {name: cells, panels: [{dataset: model/W, style: matrix}]}\n"
                 "  - {name: images, panels: [{dataset: patterns/targets, style: images, image_shape: [30, 30]}]}\n");
  const Outcome run = workshop.engram("run -q first.yaml");
  INFO(run.err);
  REQUIRE(run.code == 0);
  REQUIRE(workshop.engram("plot first.h5 -f svg -f pdf -q --figure cells --figure images").code == 0);
  for (const std::string name : {"cells", "images"}) {
    const std::string svg = engram::test::read(workshop / ("first_" + name + ".svg"));
    const std::string picture =
        "style='image-rendering:pixelated' preserveAspectRatio='none' xlink:href='data:image/png;base64,";
    std::size_t pictures = 0;
    for (std::size_t at = 0; (at = svg.find(picture, at)) != std::string::npos; ++at) {
      ++pictures;
    }
    // A matrix has its colour bar beside it.
    CHECK(pictures == (name == "cells" ? 2U : 1U));
    CHECK(svg.size() < 4'000'000);
  }
  CHECK(engram::test::read(workshop / "first_images.svg").size() < 60'000);
  CHECK(engram::test::read(workshop / "first_images.pdf").size() < 60'000);
}

TEST_CASE("pictures: only an earlier picture of the same result is replaced") {
  const Workshop workshop;
  workshop.write("first.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q first.yaml").code == 0);
  workshop.write("first_second.svg", "my own");
  Outcome outcome = workshop.engram("plot first.h5 -f svg");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("'first_second.svg' exists and is not a picture that engram drew; give another "
                                   "folder or name by -o, or replace it by --overwrite"));
  CHECK(engram::test::read(workshop / "first_second.svg") == "my own");
  CHECK_FALSE(std::filesystem::exists(workshop / "first.svg"));
  CHECK(workshop.engram("plot first.h5 -f svg --overwrite").code == 0);

  REQUIRE(workshop.shell("mkdir other && cp first.h5 other").code == 0);
  REQUIRE(workshop.engram("plot first.h5 -q -f svg -o all").code == 0);
  // The command creates the folder.
  REQUIRE(workshop.engram("plot first.h5 -q -f svg -o all").code == 0);
  outcome = workshop.engram("plot other/first.h5 -f svg -o all");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("'all/first.svg' exists and is a picture of another result"));
}

TEST_CASE("pictures: a name that is given is taken as given") {
  const Workshop workshop;
  workshop.write("first.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q first.yaml").code == 0);
  CHECK(workshop.engram("plot first.h5 --figure second -o mine.svg").out == "mine.svg\n");
  Outcome outcome = workshop.engram("plot first.h5 -o mine.svg");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("-o names one file, 'mine', and there are 2 figures") &&
                              Contains("choose one by --figure, or name a folder") &&
                              Contains("figures: first, second"));
  outcome = workshop.engram("plot first.h5 --figure second -o mine.svg -f pdf");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("-o names the file 'mine.svg', which cannot be of format 'pdf'"));
}

TEST_CASE("pictures: a report links to those of its result, and replaces only an earlier report") {
  const Workshop workshop;
  workshop.write("first.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q first.yaml").code == 0);
  REQUIRE(workshop.engram("plot -q first.h5").code == 0);
  workshop.write("first_second.png", "my own");
  REQUIRE(workshop.engram("report -q first.h5").code == 0);
  const std::string page = engram::test::read(workshop / "report.html");
  CHECK_THAT(page, Contains("href=\"first.png\"") && !Contains("href=\"first_second.png\""));
  CHECK(workshop.engram("report -q first.h5").code == 0);
  const std::string result = engram::test::read(workshop / "first.h5");
  Outcome outcome = workshop.engram("report -q first.h5 -o first.h5 --overwrite");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err,
             Contains("the page 'first.h5' would replace the result 'first.h5'; give another name by -o"));
  CHECK(engram::test::read(workshop / "first.h5") == result);
  outcome = workshop.engram("report -q first.h5 -o first.yaml");
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Contains("'first.yaml' exists and is not a page that engram wrote"));
  CHECK(engram::test::read(workshop / "first.yaml") == small_spec + figures);
}

TEST_CASE("pictures: settings of one plugin have a line each") {
  const Workshop workshop;
  workshop.write("act.yaml", small_spec + sweep + panel("x: patterns.count, lines: model.activation, average: cell"));
  REQUIRE(workshop.engram("run -q act.yaml").code == 0);
  REQUIRE(workshop.engram("plot -q act.h5 -f svg").code == 0);
  const std::string svg = engram::test::read(workshop / "act.svg");
  CHECK_THAT(svg, Contains("relu") && Contains("tanh, gain 0.3") && Contains("tanh, gain 1.5") &&
                      Contains("the mean over 2 runs"));
  workshop.write("map.yaml", panel("style: matrix, x: patterns.count, y: seed"));
  const Outcome map = workshop.engram("plot act.h5 --spec map.yaml");
  CHECK(map.code == 2);
  CHECK_THAT(map.err, Contains("would be the mean over cells that differ in model.activation") &&
                          Contains("`average: cell` takes that mean"));
  REQUIRE(workshop.engram("plot -q act.h5 --spec map.yaml -f svg").code == 2);
}

TEST_CASE("pictures: a panel shows the cell that its case and its place in the sweep choose") {
  const Workshop workshop;
  const std::string cases =
      "cases:\n  slow: {}\n  fast: {model.tau_e: 50 ms}\n"
      "sweep:\n  model.activation: [relu, {plugin: tanh, gain: 0.3}, {plugin: tanh, gain: 1.5}]\n"
      "  model.tau_v: [50 ms, 100 ms]\n  model.weights: [dense, factored]\n  seed: {from: 1, to: 2}\n";
  const auto panel_at = [](const std::string& keys) {
    return "figures:\n  - name: cell\n    panels:\n      - {title: \"seed {seed}, tau {model.tau_v}, gain "
           "{model.activation.gain}, {model.weights}\", dataset: analyses/perturbation/distance, " +
           keys + "}\n";
  };
  const std::string places =
      "case: fast, at: {seed: last, model.tau_v: 50 ms, model.activation: tanh(gain=1.5), "
      "model.weights: factored}";
  workshop.write("cell.yaml", small_spec + cases + panel_at(places));
  const Outcome run =
      workshop.engram("run -q cell.yaml --keep all --set sweep.seed.from=101 --set sweep.seed.to=103");
  INFO(run.err);
  REQUIRE(run.code == 0);
  const auto title = [&](const std::string& keys) {
    workshop.write("other.yaml", panel_at(keys));
    const Outcome plot = workshop.engram("plot -q cell.h5 -f svg --spec other.yaml");
    return plot.code == 0 ? engram::test::read(workshop / "cell.svg") : plot.err;
  };
  REQUIRE(workshop.engram("plot -q cell.h5 -f svg -o stored").code == 0);
  CHECK_THAT(engram::test::read(workshop / "stored/cell.svg"), Contains("seed 103, tau 0.05 s, gain 1.5, factored"));
  CHECK_THAT(title("case: slow, at: {model.activation: last, seed: first}"),
             Contains("seed 101, tau 0.05 s, gain 1.5, dense"));
  CHECK_THAT(title("case: slow, at: {model.activation: last, model.tau_v: 0.1, model.weights: factored}"),
             Contains("seed 101, tau 0.1 s, gain 1.5, factored"));
  CHECK_THAT(
      title("case: slow, at: {seed: 1}"),
      Contains("figure 'cell': panel (a): at: 'seed' has no value 1; did you mean '101'? values: 101, 102, 103"));
  CHECK_THAT(title("case: slow, at: {sed: first}"), Contains("at: 'sed' is not swept; did you mean 'seed'?"));
  CHECK_THAT(title("\"case\": \"slow.activation=relu,tau_v=50ms,weights=dense,seed=102\", at: {seed: first}"),
             Contains("is one cell already, and `at` chooses among the cells of a case; write case: slow"));
  CHECK_THAT(title("case: slow, at: {model.activation: tanh}"),
             Contains("'tanh' stands for several values of 'model.activation': tanh(gain=0.3), tanh(gain=1.5)"));
  workshop.write("single.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q single.yaml").code == 0);
  const Outcome single = workshop.engram("plot single.h5 --spec other.yaml");
  CHECK(single.code == 2);
  CHECK_THAT(single.err, Contains("at: nothing is swept, so there is no 'model.activation' to choose a cell by"));
}

TEST_CASE("pictures: panels over datasets that a run will not have are refused before it runs") {
  struct Mistake {
    std::string spec;
    std::vector<std::string> expected;
  };
  const auto one = [](const std::string& keys) {
    return small_spec + ("figures:\n  - name: a\n    panels:\n      - {" + keys + "}\n");
  };
  const auto swept = [](const std::string& keys) { return small_spec + sweep + panel(keys); };
  const std::vector<Mistake> mistakes{
      {one("dataset: analyses/perturbation/time, target: own"),
       {":18:55: error: target: own: dataset 'time' has no dimension 'target'", "its dimensions: time"}},
      {one("dataset: analyses/perturbation/final_distance, target: own"),
       {"target: own: dimension 'target' runs along x, so that nothing is left to choose",
        "`style: histogram` and `lines` leave it free"}},
      {one("dataset: analyses/perturbation/final_distance, target: own, x: trial"),
       {"target: own: dimension 'trial' runs along x, so that nothing is left to choose"}},
      {one("dataset: analyses/perturbation/distence"),
       {"analysis 'perturbation' (perturbation) records no dataset 'distence'", "did you mean 'distance'?"}},
      {one("dataset: analyses/perturbation/mean_final_distance"),
       {"dataset 'mean_final_distance' is a single number and has no dimension to run along x"}},
      {one("dataset: analyses/perturbation/distance, lines: targt"),
       {"lines: dataset 'distance' has no dimension 'targt'", "did you mean 'target'?"}},
      {one("dataset: analyses/perturbation/distance, average: time"),
       {"average: dimension 'time' runs along x already"}},
      {one("dataset: analyses/perturbation/distance, x: tiem"),
       {"'tiem' is neither a dimension of dataset 'distance' nor a dataset beside it", "did you mean 'time'?"}},
      {one("dataset: analyses/perturbation/distance, low: distance, high: final_distance"),
       {"high: there is no dataset 'final_distance' of the same dimensions beside 'distance'"}},
      {one("dataset: analyses/perturbation/distance, style: matrix"),
       {"dataset 'distance' has 3 dimensions; a matrix or images need two", "dimensions: trial, target, time"}},
      {one("dataset: analyses/perturbation/distance, at: {seed: first}"),
       {":18:55: error: at: nothing is swept, so there is no 'seed' to choose a cell by"}},
      {small_spec + sweep +
           "figures: [{name: a, panels: [{dataset: analyses/perturbation/distance, at: {seed: 3}}]}]\n",
       {"at: 'seed' has no value 3; did you mean '2'? values: 1, 2"}},
      {small_spec + sweep +
           "figures: [{name: a, panels: [{dataset: analyses/perturbation/distance, at: {sede: first}}]}]\n",
       {"at: 'sede' is not swept; did you mean 'seed'? swept: model.activation, patterns.count, seed"}},
      {small_spec + sweep + "figures: [{name: a, panels: [{dataset: analyses/perturbation/distance, at: seed}]}]\n",
       {"'at' of a panel takes a mapping of paths to texts; found 'seed'"}},
      {swept("x: seed, at: {seed: first}"), {"the summary is that of all cells, and `at` chooses one"}},
      {one("dataset: summary/results.training.rounds"), {"there is no summary of a single run"}},
      {swept("x: patterns.cuont, average: cell"),
       {"the summary has no column 'patterns.cuont'", "did you mean 'patterns.count'?"}},
      {swept("x: patterns.size, average: cell"), {"the summary has no column 'patterns.size', which is the same"}},
      {swept("average: cell"), {"average over a column of the summary needs an x, another column"}},
      {small_spec + sweep +
           "figures: [{name: a, panels: [{dataset: summary/results.analyses.perturbation.nothing, x: seed}]}]\n",
       {"analysis 'perturbation' records no single number 'nothing'", "mean_final_distance"}},
      {small_spec + figures + "  - {name: first, panels: [{dataset: analyses/perturbation/distance}]}\n",
       {":18:12: error: two figures are named 'first'"}},
      {small_spec + std::string("expect: [{claim: a, dataset: analyses/perturbation/time, target: own, value: 1}]\n"),
       {"target: dataset 'time' has no dimension 'target'", "its dimensions: time"}},
      {small_spec + std::string("expect: [{claim: a, dataset: analyses/perturbation/distance, select: [tiem=1], "
                                "value: 1}]\n"),
       {"select: dataset 'distance' has no dimension 'tiem'", "did you mean 'time'?"}},
      {small_spec + sweep +
           "expect: [{claim: a, dataset: summary/results.training.rounds, where: [model.xi=1], "
           "value: 1}]\n",
       {"the summary has no column 'model.xi', which is the same everywhere"}},
      {small_spec + sweep +
           "expect: [{claim: a, dataset: summary/results.training.rounds, where: [seed=3], value: 1}]\n",
       {"where: no cell of the sweep has seed=3", "its values: 1, 2"}},
      {small_spec + sweep +
           "expect: [{claim: a, dataset: summary/results.training.rounds, where: [seed=0x1], value: 1}]\n",
       {"where: column 'seed' holds numbers", "'0x1' is neither a number nor a range from..to"}},
      {small_spec + sweep +
           "expect: [{claim: a, dataset: summary/results.training.rounds, where: [seed==1], value: 1}]\n",
       {"'seed==1' compares by something other than '='; write 'column=value' or 'column=from..to'"}},
  };
  const Workshop workshop;
  for (const Mistake& mistake : mistakes) {
    workshop.write("bad.yaml", mistake.spec);
    const Outcome outcome = workshop.engram("validate bad.yaml");
    INFO(mistake.spec);
    CHECK(outcome.code == 2);
    for (const std::string& text : mistake.expected) {
      CHECK_THAT(outcome.err, Contains(text));
    }
  }
}

TEST_CASE("pictures: a figure of what is not recorded is refused before the run, with the switch") {
  const Workshop workshop;
  const auto mistakes = [&](const std::string& panel) {
    workshop.write("spec.yaml", std::string(small_spec) + "figures:\n  - {name: a, panels: [" + panel + "]}\n");
    const Outcome outcome = workshop.engram("validate spec.yaml");
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK_THAT(mistakes("{dataset: analyses/perturbation/energy}"),
             Contains("analysis 'perturbation' does not record 'energy' without record_energy") &&
                 Contains("give the analysis record_energy"));
  CHECK_THAT(mistakes("{dataset: patterns/targets, style: images, beside: [analyses/perturbation/energy]}"),
             Contains("does not record 'energy'"));
  CHECK_THAT(mistakes("{dataset: analyses/perturbation/distance, inset: [1, 0]}"),
             Contains("inset takes [from, to], the second above the first"));
  CHECK_THAT(mistakes("{dataset: analyses/perturbation/distance, x_linear: 2}"),
             Contains("x_linear needs x_scale: symlog"));
  CHECK_THAT(mistakes("{dataset: analyses/perturbation/distance, line_styles: {a: dahsed}}"),
             Contains("'dahsed' is not a style of lines; did you mean 'dashed'?"));
  CHECK_THAT(mistakes("{dataset: analyses/perturbation/distance, colour_min: 0}"),
             Contains("colour_min needs style: matrix"));
}

TEST_CASE("pictures: labels of the spec and of the figure reach the picture, and mistakes in them are reported") {
  const Workshop workshop;
  workshop.write("spec.yaml",
                 std::string(small_spec) + "author: Ada Lovelace\nlabels: {distance: 'gap: to target'}\n" + figures);
  REQUIRE(workshop.engram("run -q spec.yaml").code == 0);
  REQUIRE(workshop.engram("plot -q spec.h5 -f svg").code == 0);
  CHECK_THAT(engram::test::read(workshop / "spec_first.svg"),
             Contains(">Gap: to target") && Contains("<dc:creator>Ada Lovelace</dc:creator>") &&
                 Contains("spec.h5, SHA-256 ") && Contains("engram plot spec.h5 --figure first --format svg"));
  workshop.write("wrong.yaml", std::string(small_spec) + "labels: [a]\n");
  CHECK_THAT(workshop.engram("validate wrong.yaml").err,
             Contains("'labels' takes a mapping of names to texts; found"));
  workshop.write("wrong.yaml", std::string(small_spec) + "labels: {a: [1]}\n");
  CHECK_THAT(workshop.engram("validate wrong.yaml").err, Contains("the label for 'a' takes a text"));
}

TEST_CASE("pictures: a part of a cell's label names it if no other cell has it") {
  const Workshop workshop;
  const auto spec_with = [&](const std::string& cell) {
    workshop.write("spec.yaml",
                   std::string(small_spec) + "sweep: {patterns.count: [1, 2], seed: [2, 20]}\n" +
                       "figures:\n  - {name: a, panels: [{dataset: analyses/perturbation/distance, case: '" + cell +
                       "'}]}\n");
  };
  spec_with("count=2");
  CHECK_THAT(
      workshop.engram("validate spec.yaml --set sweep.seed=[2,20]").err,
      Contains("'count=2' is part of the labels of 2 cells; there are count=2,seed=2, count=2,seed=20; write more"));
  workshop.write("spec.yaml",
                 std::string(small_spec) + "sweep: {patterns.count: [1, 2], seed: [2, 20]}\n" +
                     "figures:\n  - {name: a, panels: [{dataset: analyses/perturbation/distance, case: " +
                     "'count=2,seed=2'}]}\n");
  CHECK(workshop.engram("validate spec.yaml").code == 0);
  REQUIRE(workshop.engram("run -q spec.yaml").code == 0);
  CHECK(workshop.engram("plot -q spec.h5 -f svg").code == 0);
  REQUIRE(workshop.engram("run -q spec.yaml --set sweep.seed=[7] -o seven.h5").code == 2);
  spec_with("count=1");
  REQUIRE(
      workshop.engram("run -q spec.yaml --set sweep.patterns.count=[1,2] --set sweep.seed=[7] -o seven.h5").code ==
      0);
  CHECK(workshop.engram("plot -q seven.h5 -f svg").code == 0);
}

TEST_CASE("pictures: captions and widths for a journal") {
  const Workshop workshop;
  workshop.write("spec.yaml", small_spec + figures);
  REQUIRE(workshop.engram("run -q spec.yaml").code == 0);
  CHECK(workshop.engram("plot spec.h5 -f pdf --figure first --width single --no-captions --captions tex").out ==
        "spec_first.pdf\nspec_first.tex\n");
  CHECK_THAT(engram::test::read(workshop / "spec_first.tex"),
             Contains("\\caption{") && Contains("\\label{fig:spec_first}"));
  CHECK_THAT(workshop.engram("plot spec.h5 --width wide").err,
             Contains("--width takes single (8.5 cm), double (17.8 cm), or a number of cm from 4 to 100"));
  CHECK(workshop.engram("plot -q spec.h5 --width 12cm -f svg").code == 0);
  CHECK_THAT(workshop.engram("plot spec.h5 --captions doc").err, Contains("captions can be txt, tex, md"));
}
