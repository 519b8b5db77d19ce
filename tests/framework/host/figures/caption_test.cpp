// Captions and placeholders.
#include <engram/error.hpp>

#include "catch.hpp"
#include "fake_source.hpp"
#include "figures/settings.hpp"
#include "figures/text.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::figures::test;

namespace {

std::string caption_of(const std::vector<Panel>& panels, const Source& source) {
  std::vector<Curves> curves;
  for (const Panel& panel : panels) {
    curves.push_back(read_curves(panel, source));
  }
  std::string caption = settings_caption(curves, source);
  // The expected texts are easier to read with plain spaces.
  for (std::size_t at = 0; (at = caption.find("\u00a0")) != std::string::npos;) {
    caption.erase(at, 1);
    caption[at] = ' ';
  }
  return caption;
}

}  // namespace

TEST_CASE("the caption of one panel names the lines and all settings of what it shows") {
  CHECK(caption_of({distance_panel()}, single_run()) ==
        "One line for each of 4 trials, measured against its own target, coloured by target. Settings: model "
        "pc_hopfield (activation relu, layers [50, 30, 20]); perturbation (duration 1 s); seed 1.");
}

TEST_CASE("the caption of several panels names once what they share, then where they differ") {
  Panel real = distance_panel();
  real.case_label = "real";
  Panel binary = distance_panel();
  binary.case_label = "binary";
  CHECK(caption_of({real, binary, real}, two_cases()) ==
        "One line for each of 4 trials, measured against its own target, coloured by target. Common to all panels: "
        "model pc_hopfield; perturbation; seed 1. Panels differ in: model.activation relu (a, c), tanh (gain 0.5) "
        "(b).");
}

TEST_CASE("sentences that hold for some panels say for which") {
  Panel real = distance_panel();
  real.case_label = "real";
  Panel mean = real;
  mean.target = TargetChoice::nearest;
  const std::string caption = caption_of({real, mean}, two_cases());
  CHECK_THAT(caption,
             Catch::StartsWith("(a) One line for each of 4 trials, measured against its own target, coloured "
                               "by target. (b) One line for each of 4 trials, measured against whichever "
                               "target is nearest."));
}

TEST_CASE("a summary over cases has the settings that all of them share") {
  Panel panel;
  panel.dataset = "summary/fraction";
  CHECK(caption_of({panel}, two_cases()) == "Settings: model pc_hopfield; seed 1.");
}

TEST_CASE("results without settings have a caption all the same") {
  FakeSource source = single_run();
  source.set[""].clear();
  CHECK(caption_of({distance_panel()}, source) ==
        "One line for each of 4 trials, measured against its own target, coloured by target.");
}

TEST_CASE("placeholders stand for settings") {
  const FakeSource run = single_run();
  const FakeSource cases = two_cases();
  CHECK(fill_placeholders("loop of {model.layers}, {model.plugin}", {""}, run) ==
        "loop of [50, 30, 20], pc_hopfield");
  CHECK(fill_placeholders("{binary:model.activation}, seed {seed}", {"real", "binary"}, cases) == "tanh, seed 1");
  CHECK(fill_placeholders("{{x}} and {model}", {""}, run) == "{x} and pc_hopfield");
  CHECK(fill_placeholders("", {""}, run).empty());
}

TEST_CASE("a placeholder that names nothing is answered with what it may have meant") {
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
                    "placeholder {rael:seed}: unknown case 'rael'; did you mean 'real'?");
  CHECK_THROWS_WITH(fill_placeholders("a {model", {""}, run),
                    "'a {model': a brace without its counterpart; write '{{' for a brace in the text");
  CHECK_THROWS_WITH(fill_placeholders("a } b", {""}, run),
                    "'a } b': a brace without its counterpart; write '}}' for a brace in the text");
}

TEST_CASE("panels beyond the alphabet have letters") {
  CHECK(panel_letter(0) == "a");
  CHECK(panel_letter(25) == "z");
  CHECK(panel_letter(26) == "aa");
  CHECK(panel_letter(701) == "zz");
}
