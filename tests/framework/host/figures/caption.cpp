// Captions and placeholders.
#include <engram/error.hpp>

#include "canvas/text.hpp"
#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/settings.hpp"

using namespace engram;
using namespace engram::canvas;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;

namespace {

/// The expected texts are easier to read with plain spaces.
std::string plain_spaces(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00a0")) != std::string::npos;) {
    text.erase(at, 1);
    text[at] = ' ';
  }
  return text;
}

std::string caption_of(const std::vector<panels::Panel>& panels, const results::Source& source) {
  std::vector<panels::Curves> curves;
  for (const panels::Panel& panel : panels) {
    curves.push_back(panels::read_curves(panel, source));
  }
  return plain_spaces(settings_caption(curves, source));
}

}  // namespace

TEST_CASE("caption: the caption of one panel says what is shown, how much of it, and what was set") {
  CHECK(caption_of({distance_panel()}, single_run()) ==
        "Distance over time, one line for each of 4 trials, measured against its own target, coloured by target. 100 "
        "units, seed 1. Settings: model pc_hopfield (activation relu, layers [50, 30, 20]); perturbation (duration "
        "1 s).");
}

TEST_CASE("caption: settings that have their default, and what is stored, are left out of a caption") {
  FakeSource source = single_run();
  source.set[""]["model.tau_v"] = "0.1 s";
  source.set[""]["analyses.perturbation.record_energy"] = "true";
  source.set[""]["analyses.perturbation.sampling_interval"] = "0.05 s";
  source.set[""]["patterns.count"] = "2";
  source.set[""]["patterns.size"] = "100";
  source.defaults = {"model.tau_v", "model.activation"};
  CHECK_THAT(caption_of({distance_panel()}, source),
             Catch::EndsWith(" 100 units, 2 targets, seed 1. Settings: model pc_hopfield (layers [50, 30, 20]); "
                             "perturbation (duration 1 s, sampling_interval 50 ms)."));
}

TEST_CASE("caption: a caption has the names of files, and no folder of the machine") {
  FakeSource source = single_run();
  source.set[""]["patterns"] = "images";
  source.set[""]["patterns.files"] = "[/home/me/a b/camera.png, /home/me/horse.png]";
  source.set[""]["patterns.mask"] = "/data/mask.png";
  const std::string caption = caption_of({distance_panel()}, source);
  CHECK_THAT(caption, Catch::Contains("patterns images (files [camera.png, horse.png], mask mask.png)"));
  CHECK_THAT(caption, !Catch::Contains("/"));
}

TEST_CASE("caption: the caption of several panels names once what they share, then where they differ") {
  panels::Panel real = distance_panel();
  real.case_label = "real";
  panels::Panel binary = distance_panel();
  binary.case_label = "binary";
  FakeSource source = two_cases();
  CHECK(
      caption_of({real, binary, real}, source) ==
      "Distance over time, one line for each of 4 trials, measured against its own target, coloured by target. Seed "
      "1. "
      "All panels: model pc_hopfield; perturbation. Panels differ in: activation relu (a, c), tanh (gain 0.5) (b).");
  SECTION("a default is named where another panel has another value, and not within a part that differs") {
    source.set["real"]["model.initial_width"] = "0";
    source.set["binary"]["model.initial_width"] = "1.4";
    source.defaults = {"model.activation.gain", "model.initial_width"};
    CHECK_THAT(caption_of({real, binary}, source),
               Catch::EndsWith("Panels differ in: activation relu (a), tanh (b); initial_width 0 (a), 1.4 (b)."));
  }
  SECTION("an analysis that one panel has is named once") {
    panels::Panel other = distance_panel();
    other.case_label = "binary";
    other.dataset = "analyses/again/distance";
    FakeSource more = source;
    put_perturbation(more, "cases/binary/analyses/again/");
    more.set["binary"]["analyses.again"] = "again";
    more.set["binary"]["analyses.again.updates"] = "5";
    CHECK_THAT(caption_of({real, other}, more), Catch::Contains("Panels differ in: again (updates 5) (b); "));
  }
  SECTION("settings that end alike keep their whole paths") {
    source.set["real"]["learning.activation"] = "sign";
    source.set["binary"]["learning.activation"] = "relu";
    CHECK_THAT(caption_of({real, binary}, source),
               Catch::EndsWith("Panels differ in: learning.activation sign (a), relu (b); model.activation relu (a), "
                               "tanh (gain 0.5) (b)."));
  }
}

TEST_CASE("caption: numbers in which panels differ stand with the letters of the panels") {
  panels::Panel real = distance_panel();
  real.case_label = "real";
  panels::Panel binary = distance_panel();
  binary.case_label = "binary";
  FakeSource source = two_cases();
  source.set["real"]["model.units"] = "50";
  source.set["binary"]["model.units"] = "100";
  source.set["binary"]["seed"] = "7";
  CHECK_THAT(caption_of({real, binary}, source),
             Catch::Contains(" 50 units (a), 100 units (b), seed 1 (a), seed 7 (b). All panels: model pc_hopfield;"));
  panels::Panel both = distance_panel();
  both.cases = {"real", "binary"};
  both.lines = "case";
  CHECK_THAT(caption_of({both}, source), Catch::Contains(" 50 and 100 units, 2 seeds. "));
  CHECK_THAT(caption_of({both, real}, source), Catch::Contains(" 2 seeds (a), seed 1 (b). "));
}

TEST_CASE("caption: panels without a title are named by their differences") {
  panels::Panel real = distance_panel();
  real.case_label = "real";
  panels::Panel binary = distance_panel();
  binary.case_label = "binary";
  const FakeSource source = two_cases();
  std::vector<std::string> titles =
      particular_titles({panels::read_curves(real, source), panels::read_curves(binary, source)}, source);
  for (std::string& title : titles) {
    title = plain_spaces(std::move(title));
  }
  CHECK(titles == std::vector<std::string>{"Activation relu", "Activation tanh (gain 0.5)"});
  CHECK(particular_titles({panels::read_curves(real, source)}, source) == std::vector<std::string>{""});
}

TEST_CASE("caption: sentences that hold for some panels say for which") {
  panels::Panel real = distance_panel();
  real.case_label = "real";
  panels::Panel mean = real;
  mean.target = TargetChoice::nearest;
  const std::string caption = caption_of({real, mean}, two_cases());
  CHECK_THAT(caption, Catch::StartsWith(
                          "(a) Distance over time, one line for each of 4 trials, measured against its own target, "
                          "coloured by target. (b) Distance over time, one line for each of 4 trials, measured "
                          "against whichever target is nearest."));
}

TEST_CASE("caption: a summary over cases has the settings that all of them share") {
  panels::Panel panel;
  panel.dataset = "summary/fraction";
  CHECK(caption_of({panel}, two_cases()) == "Fraction against case. Seed 1. Settings: model pc_hopfield.");
}

TEST_CASE("caption: results without settings have a caption all the same") {
  FakeSource source = single_run();
  source.set[""].clear();
  CHECK(caption_of({distance_panel()}, source) ==
        "Distance over time, one line for each of 4 trials, measured against its own target, coloured by target.");
}

TEST_CASE("caption: placeholders stand for settings") {
  const FakeSource run = single_run();
  const FakeSource cases = two_cases();
  CHECK(fill_placeholders("loop of {model.layers}, {model.plugin}", {""}, run) ==
        "loop of [50, 30, 20], pc_hopfield");
  CHECK(fill_placeholders("{binary:model.activation}, seed {seed}", {"real", "binary"}, cases) == "tanh, seed 1");
  CHECK(fill_placeholders("{{x}} and {model}", {""}, run) == "{x} and pc_hopfield");
  CHECK(fill_placeholders("", {""}, run).empty());
}

TEST_CASE("caption: a placeholder that names nothing is answered with what it may have meant") {
  const FakeSource run = single_run();
  const FakeSource cases = two_cases();
  CHECK_THROWS_WITH(fill_placeholders("{model.layer}", {""}, run),
                    "placeholder {model.layer}: there is no such setting; did you mean 'model.layers'?");
  CHECK_THROWS_WITH(
      fill_placeholders("{1, 2}", {""}, run),
      "placeholder {1, 2}: there is no such setting; 'engram describe' lists those of a plugin, and '{{' "
      "stands for a brace");
  CHECK_THROWS_WITH(
      fill_placeholders("{model.activation}", {"real", "binary"}, cases),
      "placeholder {model.activation}: it is relu in case 'real' and tanh in case 'binary'; say which is "
      "meant, as in {real:model.activation}");
  CHECK_THROWS_WITH(fill_placeholders("{rael:seed}", {"real"}, cases),
                    "placeholder {rael:seed}: there is no case 'rael'; did you mean 'real'?");
  CHECK_THROWS_WITH(fill_placeholders("a {model", {""}, run),
                    "'a {model': a brace without its counterpart; write '{{' for a brace in the text");
  CHECK_THROWS_WITH(fill_placeholders("a } b", {""}, run),
                    "'a } b': a brace without its counterpart; write '}}' for a brace in the text");
}

TEST_CASE("caption: panels beyond the alphabet have letters") {
  CHECK(panel_letter(0) == "a");
  CHECK(panel_letter(25) == "z");
  CHECK(panel_letter(26) == "aa");
  CHECK(panel_letter(701) == "zz");
}

TEST_CASE("caption: numbers of seeds, cells, targets and units may stand in a text, and follow the result") {
  FakeSource source;
  for (const char* label : {"a", "b", "c"}) {
    source.labels.emplace_back(label);
    source.set[label] = {{"seed", label[0] == 'c' ? "2" : "1"},
                         {"patterns.count", label},
                         {"patterns.size", "100"},
                         {"model.units", "100"}};
  }
  source.set["a"]["patterns.count"] = "5";
  source.set["b"]["patterns.count"] = "10";
  source.set["c"]["patterns.count"] = "5";
  const std::string text = "{seeds}, {cells}, {targets}, {units}";
  CHECK(fill_placeholders(text, {"a", "b", "c"}, source) ==
        std::string("2 seeds, 3 cells, 5\u00a0and\u00a010\u00a0targets, 100\u00a0units"));
  CHECK(fill_placeholders("{seeds} in {cells}", {"a"}, source) == "1 seed in 1 cell");
  // The file of a source decides how many patterns there are.
  source.set["a"]["patterns.count"] = "none";
  CHECK_THROWS_AS(fill_placeholders("{targets}", {"a"}, source), RequestError);
  source.put("cases/a/patterns/",
             {"pattern", {"pattern"}, {3}, std::vector<std::int64_t>{0, 1, 2}, "1", "Index of the pattern."});
  CHECK(fill_placeholders("{targets}", {"a"}, source) == std::string("3\u00a0targets"));
}

TEST_CASE("caption: a case of a sweep stands for its first cell in a placeholder") {
  FakeSource source;
  source.labels = {"real.seed=1", "real.seed=2", "binary.seed=1"};
  for (const std::string& label : source.labels) {
    source.set[label] = {{"seed", label.substr(label.size() - 1)}, {"model", label.substr(0, label.find('.'))}};
  }
  CHECK(fill_placeholders("{binary:model} {real:seed} {real.seed=2:seed}", {"real.seed=1"}, source) == "binary 1 2");
  CHECK_THROWS_AS(fill_placeholders("{rea:seed}", {"real.seed=1"}, source), RequestError);
}

TEST_CASE("caption: labels stand in place of the names and values of settings") {
  FakeSource source;
  source.set[""] = {{"seed", "1"}, {"model", "pc_hopfield"}, {"model.tau_v", "0.1 s"}};
  source.put("analyses/perturbation/", {"score", {"trial"}, {1}, std::vector<double>{1}, "1", "Score."});
  panels::Panel scores;
  scores.dataset = "analyses/perturbation/score";
  const std::vector<panels::Curves> curves{panels::read_curves(scores, source)};
  CHECK_THAT(settings_caption(curves, source, {{"model.tau_v", "time constant"}, {"pc_hopfield", "PC network"}}),
             Catch::Contains("model PC\u00a0network (time constant 0.1\u00a0s)"));
}
