// Specs that extend other specs: what is taken over, what replaces what, and every mistake with its file.
#include "specification/extend.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "yaml/path.hpp"

namespace engram::specification::test {

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// A folder of specs, in which the test works, so that names in messages are short.
class Desk {
 public:
  Desk() : before_(fs::current_path()), path_(fs::temp_directory_path() / "engram_extend") {
    fs::remove_all(path_);
    fs::create_directories(path_ / "bases");
    fs::current_path(path_);
    write("base.yaml", good_spec);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  ~Desk() {
    fs::current_path(before_);
    fs::remove_all(path_);
  }
  static void write(const std::string& name, const std::string& text) {
    std::ofstream(name, std::ios::binary) << text;
  }

 private:
  fs::path before_;
  fs::path path_;
};

WrittenSpec read_good(const std::string& text) {
  Desk::write("mine.yaml", text);
  yaml::Problems problems;
  auto written = read_spec("mine.yaml", problems);
  INFO(yaml::render(problems));
  REQUIRE(written);
  return *written;
}

Lines mistakes(const std::string& text) {
  Desk::write("mine.yaml", text);
  yaml::Problems problems;
  CHECK_FALSE(read_spec("mine.yaml", problems));
  return lines_of(problems);
}

/// The mistakes that are found only where parts are read.
Lines resolved_mistakes(const std::string& text) {
  const WrittenSpec written = read_good(text);
  yaml::Problems problems;
  resolve(written.root, catalogue(), {{}, figure_schema(), nullptr}, problems);
  return lines_of(problems);
}

Spec resolved(const std::string& text, std::vector<std::string> sets = {}) {
  const WrittenSpec written = read_good(text);
  yaml::Problems problems;
  Spec spec = resolve(written.root, catalogue(), {std::move(sets), figure_schema(), nullptr}, problems);
  INFO(yaml::render(problems));
  REQUIRE(problems.empty());
  return spec;
}

std::string setting(const Spec& spec, const std::string& path) {
  return texts_of(settings_of(spec.cases.front()))[path];
}

std::string text_at(const WrittenSpec& written, const std::string& path) {
  const auto node = yaml::node_at_path(written.root, path);
  return node ? yaml::flow_text(*node) : "absent";
}

const std::string extends = "extends: base.yaml\n";

}  // namespace

TEST_CASE("extends: a spec has everything of its base, and its own keys in their place") {
  const Desk desk;
  const Spec spec = resolved(extends + "title: Mine\nmodel: {activation: {gain: 2}, layers: [10, 10]}\nseed: 9\n");
  CHECK(spec.title == "Mine");
  CHECK(setting(spec, "seed") == "9");
  CHECK(setting(spec, "model.layers") == "[10, 10]");
  CHECK(setting(spec, "model.activation") == "tanh");
  CHECK(setting(spec, "model.activation.gain") == "2");
  CHECK(setting(spec, "model.tau_v") == "0.1 s");
  CHECK(setting(spec, "learning.rounds") == "50");
  CHECK(spec.figures.size() == 1);
  CHECK(spec.original == extends + "title: Mine\nmodel: {activation: {gain: 2}, layers: [10, 10]}\nseed: 9\n");
  const ExperimentSpec run = spec.cases.front();
  CHECK(run.origin_of("model.activation.gain") == "mine.yaml:3:28");
  CHECK(run.origin_of("model.tau_v") == "base.yaml:9:10");
  CHECK(run.origin_of("model") == "base.yaml:5:11");
  CHECK(run.origin_of("learning.gamma_M") == "default");
}

TEST_CASE("extends: an extended spec is kept with its name and text") {
  const Desk desk;
  Desk::write("bases/deep.yaml", "extends: ../base.yaml\nseed: 8\n");
  const WrittenSpec written = read_good("extends: bases/deep.yaml\n");
  REQUIRE(written.extended.size() == 2);
  CHECK(written.extended[0].name == "base.yaml");
  CHECK(written.extended[0].text == good_spec);
  CHECK(written.extended[1].name == "bases/deep.yaml");
  CHECK(written.extended[1].file == (fs::current_path() / "bases/deep.yaml").string());
  CHECK(text_at(written, "seed") == "8");
  CHECK(written.root.find("extends") == nullptr);
}

TEST_CASE("extends: the resolved spec stands alone") {
  const Desk desk;
  const Spec spec = resolved(extends + "model: {tau_v: 50 ms}\ncases: {a: {}, b: {model.activation: relu}}\n");
  CHECK(spec.resolved.find("extends") == std::string::npos);
  const Resolved again = resolve_text(spec.resolved);
  CHECK(again.problems.empty());
  CHECK(again.spec.resolved == spec.resolved);
}

TEST_CASE("extends: of several bases the later ones win, and the spec itself over all") {
  const Desk desk;
  Desk::write("other.yaml", "seed: 8\nmodel: {tau_v: 20 ms, layers: [5]}\n");
  const WrittenSpec written = read_good("extends: [base.yaml, other.yaml]\nmodel: {layers: [3, 3]}\n");
  CHECK(text_at(written, "seed") == "8");
  CHECK(text_at(written, "model.tau_v") == "20 ms");
  CHECK(text_at(written, "model.layers") == "[3, 3]");
  CHECK(text_at(written, "model.topology") == "loop");
  CHECK(text_at(read_good("extends: [other.yaml, base.yaml]\n"), "model.tau_v") == "100 ms");
}

TEST_CASE("extends: a base that two ways lead to is read once") {
  const Desk desk;
  Desk::write("left.yaml", extends + "seed: 8\n");
  Desk::write("right.yaml", "extends: bases/../base.yaml\nmodel: {tau_v: 20 ms}\n");
  const WrittenSpec written = read_good("extends: [left.yaml, right.yaml]\n");
  CHECK(written.extended.size() == 3);
  CHECK(text_at(written, "seed") == "7");
  // Reading each of them again would take 2^25 steps.
  for (int level = 0; level < 25; ++level) {
    const std::string below =
        level == 0 ? "base.yaml, left.yaml"
                   : "a" + std::to_string(level - 1) + ".yaml, b" + std::to_string(level - 1) + ".yaml";
    Desk::write("a" + std::to_string(level) + ".yaml", "extends: [" + below + "]\n");
    Desk::write("b" + std::to_string(level) + ".yaml", "extends: [" + below + "]\n");
  }
  CHECK(read_good("extends: [a24.yaml, b24.yaml]\n").extended.size() == 52);
}

TEST_CASE("extends: null removes a key") {
  const Desk desk;
  const WrittenSpec written =
      read_good(extends + "integrator: ~\nmodel: {tau_v: ~, activation: ~}\nfigures: ~\ndescription: ~\n");
  CHECK(text_at(written, "integrator") == "absent");
  CHECK(text_at(written, "model.tau_v") == "absent");
  CHECK(text_at(written, "model.activation") == "absent");
  CHECK(text_at(written, "model.layers") == "[50, 30, 20]");
  CHECK(text_at(written, "figures") == "absent");
  // Nothing is there to be removed, so the usual message about the key can appear.
  CHECK(text_at(written, "description") == "none");
  CHECK(resolved_mistakes(extends + "modle: ~\n") ==
        Lines{"mine.yaml:2:1: a spec has no key 'modle' | did you mean 'model'? | allowed: extends, title, "
              "description, source, author, labels, folder, seed, patterns, model, learning, integrator, analyses, "
              "cases, sweep, timeout, fragments, figures"});
}

TEST_CASE("extends: a part of another plugin replaces the whole part") {
  const Desk desk;
  const Spec spec = resolved(extends + "model: {activation: {plugin: relu}}\n");
  CHECK(setting(spec, "model.activation") == "relu");
  CHECK(setting(spec, "model.layers") == "[50, 30, 20]");
  CHECK(setting(resolved(extends + "model: {activation: relu}\n"), "model.activation") == "relu");
  CHECK(setting(resolved(extends + "model: {activation: {plugin: tanh}}\n"), "model.activation.gain") == "0.5");
  // A name alone replaces the part, as any other scalar does.
  CHECK(setting(resolved(extends + "model: {activation: tanh}\n"), "model.activation.gain") == "1");
  Desk::write("names.yaml", extends + "model: {activation: tanh}\n");
  CHECK(setting(resolved("extends: names.yaml\nmodel: {activation: {gain: 3}}\n"), "model.activation.gain") == "3");
}

TEST_CASE("extends: items of a list are changed by their names, and a list replaces a list") {
  const Desk desk;
  const WrittenSpec written = read_good(extends +
                                        "analyses:\n  perturbation: {corruption: {sigma: 0.2}, duration: 1 s}\n"
                                        "  jacobian_eigenvalues: ~\n"
                                        "  flips: {plugin: perturbation, corruption: sign_flips}\n"
                                        "figures: {fig4: {columns: 1}, fig5: {panels: [{title: New}]}}\n");
  CHECK(text_at(written, "analyses.perturbation.corruption.sigma") == "0.2");
  CHECK(text_at(written, "analyses.perturbation.corruption.plugin") == "gaussian_noise");
  CHECK(text_at(written, "analyses.perturbation.distance") == "hamming");
  CHECK(text_at(written, "analyses.jacobian_eigenvalues") == "absent");
  CHECK(text_at(written, "analyses.flips.corruption") == "sign_flips");
  CHECK(text_at(written, "figures.fig4.columns") == "1");
  CHECK(text_at(written, "figures[0].panels[1].title") == "Two");
  CHECK(text_at(written, "figures.fig5.panels[0].title") == "New");
  CHECK(read_good(extends + "analyses: [jacobian_eigenvalues]\n").root.find("analyses")->value.items().size() == 1);
  CHECK(read_good(extends + "analyses: []\n").root.find("analyses")->value.items().empty());
}

TEST_CASE("extends: an item keeps its label where its plugin changes") {
  const Desk desk;
  Desk::write("labelled.yaml",
              extends + "analyses: [{plugin: perturbation, label: first, corruption: sign_flips}]\n");
  const WrittenSpec written =
      read_good("extends: labelled.yaml\nanalyses: {first: {plugin: jacobian_eigenvalues}}\n");
  CHECK(text_at(written, "analyses.first.plugin") == "jacobian_eigenvalues");
}

TEST_CASE("extends: an item that a list does not have is a mistake") {
  const Desk desk;
  CHECK(
      mistakes(extends + "analyses: {perturbtion: {duration: 1 s}}\n") ==
      Lines{"mine.yaml:2:12: 'analyses' of the spec that this extends has no item named 'perturbtion' | did you mean "
            "'perturbation'? | there are: perturbation, jacobian_eigenvalues; `- ` begins a whole new list | a new "
            "one names its `plugin`"});
  CHECK(
      mistakes(extends + "figures: {fig: {columns: 1}}\n") ==
      Lines{
          "mine.yaml:2:11: 'figures' of the spec that this extends has no item named 'fig' | did you mean 'fig4'? | "
          "there are: fig4; `- ` begins a whole new list | a new one has `panels`"});
  Desk::write("twice.yaml", extends + "analyses: [spectrum, spectrum]\n");
  CHECK(
      mistakes("extends: twice.yaml\nanalyses: {spectrum: ~}\n") ==
      Lines{"mine.yaml:2:12: 'analyses' has 2 items named 'spectrum' in the spec that this extends | write the whole "
            "list"});
}

TEST_CASE("extends: cases are merged by their names and paths") {
  const Desk desk;
  Desk::write("cases.yaml",
              extends + "cases:\n  a: {model.activation.gain: 2, seed: 1}\n  b: {model.tau_v: 1 s}\n  c: {}\n");
  const Spec spec =
      resolved("extends: cases.yaml\ncases: {a: {model.activation: relu, seed: ~}, b: ~, d: {seed: 3}}\n");
  REQUIRE(spec.cases.size() == 3);
  CHECK(spec.cases[0].label == "a");
  CHECK(texts_of(settings_of(spec.cases[0])).at("model.activation") == "relu");
  CHECK(spec.cases[0].seed == 7);
  CHECK(spec.cases[1].label == "c");
  CHECK(spec.cases[2].label == "d");
  CHECK(resolved("extends: cases.yaml\ncases: ~\n").has_cases == false);
  CHECK(resolved("extends: cases.yaml\ncases: {a: ~, b: ~, c: ~}\n").has_cases == false);
  CHECK(resolved("extends: cases.yaml\n", {"cases.b.model.tau_v=2 s"}).cases.size() == 3);
}

TEST_CASE("extends: sweeps are merged by their paths, and ranges by their ends") {
  const Desk desk;
  Desk::write("sweep.yaml",
              extends +
                  "sweep:\n  seed: {from: 1, to: 20}\n  model.tau_v: {from: 10 ms, to: 1 s, step: 10 ms}\n"
                  "  exclude: {seed: 1}\n");
  const Spec spec =
      resolved("extends: sweep.yaml\nsweep: {seed: {to: 3}, model.tau_v: {count: 2}, exclude: {seed: 2}}\n");
  CHECK(spec.cases.size() == 4);
  CHECK(spec.cases.label(0) == "seed=1,tau_v=0.01s");
  CHECK(resolved("extends: sweep.yaml\nsweep: {model.tau_v: ~, exclude: ~}\n").cases.size() == 20);
  CHECK(resolved("extends: sweep.yaml\nsweep: ~\n").has_cases == false);
  CHECK(resolved("extends: sweep.yaml\nsweep: {seed: ~, model.tau_v: ~, exclude: ~}\n").has_cases == false);
  CHECK(resolved("extends: sweep.yaml\nsweep: {model.tau_v: [1 s]}\n", {"sweep.seed.to=2", "sweep.exclude.seed=1"})
            .cases.size() == 1);
  CHECK(resolved_mistakes("extends: sweep.yaml\nsweep: {seed: {to: 0}}\n")
            .front()
            .starts_with("mine.yaml:2:20: 'to' must not be below 'from'"));
}

TEST_CASE("extends: a value that the base replaces again is a mistake") {
  const Desk desk;
  Desk::write("sweep.yaml",
              extends + "sweep:\n  model.tau_v: [1 s, 2 s]\n  zip: {seed: [1, 2], patterns.count: [1, 2]}\n");
  CHECK(
      mistakes("extends: sweep.yaml\nmodel: {tau_v: 50 ms}\nseed: 4\n") ==
      Lines{
          "mine.yaml:2:16: 'model.tau_v' has no effect here: the sweep of the spec that this extends gives it other "
          "values | they are at sweep.yaml:3:3 | `sweep: {model.tau_v: ~}` removes it from the sweep",
          "mine.yaml:3:7: 'seed' has no effect here: the sweep of the spec that this extends gives it other values | "
          "they are at sweep.yaml:4:9 | `sweep: {zip: ~}` removes the zip"});
  read_good("extends: sweep.yaml\nmodel: {tau_v: 50 ms}\nsweep: {model.tau_v: ~}\n");
  Desk::write("cases.yaml", extends + "cases: {a: {model.tau_v: 1 s}, b: {model.tau_v: 2 s, seed: 3}}\n");
  CHECK(mistakes("extends: cases.yaml\nmodel: {tau_v: 50 ms}\nseed: 4\n") ==
        Lines{"mine.yaml:2:16: 'model.tau_v' has no effect here: each of the cases of the spec that this extends "
              "gives it "
              "other values | they are at cases.yaml:2:13 | set it in the cases, or remove it there by ~"});
}

TEST_CASE("extends: mistakes are shown with the file and the line that they are in") {
  const Desk desk;
  Desk::write("bad.yaml", replaced(good_spec, "tau_v", "tau_w"));
  CHECK(resolved_mistakes("extends: bad.yaml\nlearning: {presentaton: 1 s}\n") ==
        Lines{"bad.yaml:9:3: model 'pc_hopfield' has no parameter 'tau_w' | did you mean 'tau_v'? | allowed: layers, "
              "topology, activation, tau_v, noise",
              "mine.yaml:2:12: learning rule 'predictive_coding' has no parameter 'presentaton' | did you mean "
              "'presentation'? | allowed: presentation, rounds, gamma_M"});
  Desk::write("torn.yaml", "a: [1\nb: 2\n");
  CHECK(mistakes("extends: torn.yaml\n").front().starts_with("torn.yaml:2:"));
}

TEST_CASE("extends: a file that cannot be extended is a mistake at its name") {
  const Desk desk;
  CHECK(mistakes("extends: bse.yaml\n") ==
        Lines{"mine.yaml:1:10: there is no file 'bse.yaml' to extend | did you mean 'base.yaml'?"});
  CHECK(
      mistakes("extends: nothing/like/it.yaml\n") ==
      Lines{
          "mine.yaml:1:10: there is no file 'nothing/like/it.yaml' to extend | a relative name starts in the folder "
          "of this spec"});
  Desk::write("bases/near.yaml", "seed: 1\n");
  CHECK(mistakes("extends: bases/neer.yaml\n") ==
        Lines{"mine.yaml:1:10: there is no file 'bases/neer.yaml' to extend | did you mean 'bases/near.yaml'?"});
  CHECK(mistakes("extends: bases\n") ==
        Lines{"mine.yaml:1:10: 'bases' cannot be extended: this is a folder; a spec is a file"});
  Desk::write("empty.yaml", "");
  CHECK(mistakes("extends: empty.yaml\n") ==
        Lines{"mine.yaml:1:10: 'empty.yaml' cannot be extended: there is nothing in it"});
  Desk::write("result.h5", "\x89HDF\r\n");
  CHECK(mistakes("extends: [base.yaml, result.h5]\n") ==
        Lines{"mine.yaml:1:22: 'result.h5' cannot be extended: this is an HDF5 file, not a spec | `engram plot` "
              "draws the "
              "figures of a result file"});
  Desk::write("list.yaml", "- a\n");
  CHECK(mistakes("extends: list.yaml\n") ==
        Lines{"list.yaml:1:1: a spec is a mapping of keys; found a list | it is extended at mine.yaml:1:10"});
}

TEST_CASE("extends: only names of files can be extended") {
  const Desk desk;
  const std::string words = "'extends' takes the name of a spec, or a list of names; found ";
  const std::string advice = " | such as `extends: base.yaml`";
  CHECK(mistakes("extends:\nseed: 1\n") == Lines{"mine.yaml:1:1: " + words + "nothing" + advice});
  CHECK(mistakes("extends: []\n") == Lines{"mine.yaml:1:10: " + words + "an empty list" + advice});
  CHECK(mistakes("extends: {a: b}\n") == Lines{"mine.yaml:1:10: " + words + "a mapping" + advice});
  CHECK(mistakes("extends: [base.yaml, [a]]\n") == Lines{"mine.yaml:1:22: " + words + "a list" + advice});
  CHECK(mistakes("extends: ''\n") == Lines{"mine.yaml:1:10: " + words + "''" + advice});
  CHECK(mistakes("extends: [base.yaml, base.yaml]\n") ==
        Lines{"mine.yaml:1:22: 'base.yaml' is extended twice | first at mine.yaml:1:11"});
  CHECK(lines_of(resolve_text(extends + good_spec).problems) ==
        Lines{"fig.yaml:1:1: 'extends' is followed only where a spec is read from a file"});
}

TEST_CASE("extends: a circle is refused with the whole of it") {
  const Desk desk;
  CHECK(mistakes("extends: mine.yaml\n") ==
        Lines{"mine.yaml:1:10: specs extend each other in a circle: mine.yaml extends mine.yaml"});
  Desk::write("one.yaml", "extends: bases/two.yaml\n");
  Desk::write("bases/two.yaml", "extends: [../base.yaml, ../one.yaml]\n");
  CHECK(
      mistakes("extends: one.yaml\n") ==
      Lines{
          "bases/two.yaml:1:25: specs extend each other in a circle: one.yaml extends bases/two.yaml, which extends "
          "one.yaml"});
  fs::create_symlink("one.yaml", "link.yaml");
  Desk::write("bases/two.yaml", "extends: ../link.yaml\n");
  CHECK(
      mistakes("extends: one.yaml\n") ==
      Lines{
          "bases/two.yaml:1:10: specs extend each other in a circle: one.yaml extends bases/two.yaml, which extends "
          "link.yaml"});
}

TEST_CASE("extends: a chain has an end") {
  const Desk desk;
  for (std::size_t link = 0; link < longest_chain + 1; ++link) {
    Desk::write("c" + std::to_string(link) + ".yaml", "extends: c" + std::to_string(link + 1) + ".yaml\n");
  }
  CHECK(mistakes("extends: c0.yaml\n") ==
        Lines{"c30.yaml:1:10: more than 32 specs extend each other, one after the other"});
}

TEST_CASE("extends: --set cannot extend") {
  const Desk desk;
  yaml::Problems problems;
  const WrittenSpec written = read_good(extends);
  resolve(written.root, catalogue(), {{"extends=other.yaml"}, figure_schema(), nullptr}, problems);
  CHECK(lines_of(problems).front() ==
        "--set extends=other.yaml: 'extends' is read before --set is applied, so it cannot be set | set the values "
        "themselves, or write a spec with another `extends`");
}

TEST_CASE("fragments: their anchors work everywhere, and they are no setting") {
  const Desk desk;
  const Spec spec = resolved(extends +
                             "fragments:\n  slow: &slow {tau_v: 1 s, topology: chain}\n"
                             "model:\n  <<: *slow\n  topology: single\n");
  CHECK(setting(spec, "model.tau_v") == "1 s");
  CHECK(setting(spec, "model.topology") == "single");
  CHECK(spec.cases.front().origin_of("model.tau_v") == "mine.yaml:3:23");
  CHECK(spec.resolved.find("fragments") == std::string::npos);
  const Resolved alone = resolve_text("fragments: ~\n" + good_spec);
  CHECK(alone.problems.empty());
  CHECK(
      lines_of(resolve_text("fragments: [1]\n" + good_spec).problems) ==
      Lines{
          "fig.yaml:1:12: 'fragments' takes a mapping of names to values; found a list | such as `fragments: {slow: "
          "&slow {tau_v: 1 s}}`, which `<<: *slow` puts into a part"});
}

}  // namespace engram::specification::test
