// Resolved texts: complete, stable, and valid specs themselves.
#include <map>
#include <string>
#include <vector>

#include <engram/random.hpp>

#include "catch.hpp"
#include "spec_fixture.hpp"
#include "yaml/layout.hpp"
#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

/// A resolved text must resolve to itself.
void check_fixed_point(const std::string& resolved) {
  const Resolved again = resolve_text(resolved);
  INFO(resolved);
  CHECK(yaml::render(again.problems).empty());
  CHECK(again.spec.resolved == resolved);
}

const Resolved& good() {
  static const Resolved resolved = resolve_text(good_spec);
  return resolved;
}

}  // namespace

TEST_CASE("emit: a resolved text writes everything out") {
  CHECK(good().spec.resolved == R"(title: Perturbed targets
seed: 7
patterns:
  plugin: gaussian
  count: 10
  size: 100
model:
  plugin: pc_hopfield
  layers: [50, 30, 20]
  topology: loop
  activation:
    plugin: tanh
    gain: 0.5
  tau_v: 0.1 s
  noise: null
learning:
  plugin: predictive_coding
  presentation: 10 s
  rounds: 50
  gamma_M: 0.2 s
integrator:
  plugin: euler
  time_step: 0.001 s
analyses:
  - label: perturbation
    plugin: perturbation
    corruption:
      plugin: gaussian_noise
      sigma: 0.1
    duration: 120 s
    horizons: [0.5 s, 1 s]
    distance: hamming
    record_state: true
    remark: "all: of it"
    tags: [a, b c]
  - label: jacobian_eigenvalues
    plugin: jacobian_eigenvalues
figures:
  - name: fig4
    columns: 3
    panels:
      - title: One
        from: 0.5
      - title: Two
)");
  check_fixed_point(good().spec.resolved);
}

TEST_CASE("emit: the resolved text of one run is a spec of its own") {
  const std::string& run = good().spec.cases[0].resolved;
  CHECK(run.find("figures") == std::string::npos);
  check_fixed_point(run);
}

TEST_CASE("emit: a resolved spec with cases has no base, and each of its runs is complete") {
  const Resolved resolved = resolve_text(good_spec +
                                         "cases:\n"
                                         "  \"01\": {model.topology: [[0, 1], [1, 2]], integrator: null}\n"
                                         "  b: {analyses: [], seed: 9223372036854775807}\n"
                                         "description: |\n  Two\n\n  paragraphs.\n");
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  const std::string& text = resolved.spec.resolved;
  CHECK(text.find("description: |\n  Two\n\n  paragraphs.\ncases:\n  \"01\":\n    seed: 7\n    patterns:\n") !=
        std::string::npos);
  CHECK(text.find("topology: [[0, 1], [1, 2]]") != std::string::npos);
  CHECK(text.find("analyses: []") != std::string::npos);
  check_fixed_point(text);
  for (const ExperimentSpec& run : resolved.spec.cases) {
    check_fixed_point(run.resolved);
    CHECK(resolve_text(run.resolved).spec.cases[0].seed == run.seed);
  }
}

TEST_CASE("emit: every double survives") {
  RandomStream random(1, 0);
  for (int trial = 0; trial < 300; ++trial) {
    const double value = std::ldexp(random.uniform() + 0.5, static_cast<int>(random.below(600)) - 300);
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    const Resolved first = resolve_text(replaced(good_spec, "100 ms", text));
    INFO(text << yaml::render(first.problems));
    REQUIRE(first.problems.empty());
    CHECK(first.spec.cases[0].model->value("tau_v") == Value{value});
    CHECK(resolve_text(first.spec.resolved).spec.cases[0].model->value("tau_v") == Value{value});
  }
}

TEST_CASE("emit: texts are quoted where YAML or another language would misread them") {
  CHECK(yaml::scalar_text("relu") == "relu");
  CHECK(yaml::scalar_text("two words") == "two words");
  CHECK(yaml::scalar_text("héllo") == "héllo");
  CHECK(yaml::scalar_text("") == "\"\"");
  CHECK(yaml::scalar_text("no") == "\"no\"");
  CHECK(yaml::scalar_text("Null") == "\"Null\"");
  CHECK(yaml::scalar_text("10") == "\"10\"");
  CHECK(yaml::scalar_text("-x") == "\"-x\"");
  CHECK(yaml::scalar_text("a: b") == "\"a: b\"");
  CHECK(yaml::scalar_text("a #b") == "\"a #b\"");
  CHECK(yaml::scalar_text("a, b") == "\"a, b\"");
  CHECK(yaml::scalar_text("say \"x\"\\\n\t\x01") == "\"say \\\"x\\\"\\\\\\n\\t\\x01\"");
}

TEST_CASE("emit: any text comes back from any place in a document") {
  const std::vector<std::string> pieces{" ",
                                        "\n",
                                        "a",
                                        "#",
                                        ":",
                                        ": ",
                                        "-",
                                        "- ",
                                        "'",
                                        "\"",
                                        "\\",
                                        "|",
                                        ">",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        ",",
                                        "&",
                                        "*",
                                        "!",
                                        "%",
                                        "@",
                                        "`",
                                        "\t",
                                        "\r",
                                        "é",
                                        "~",
                                        "null",
                                        "1",
                                        "e3",
                                        "?",
                                        "? ",
                                        "=",
                                        "<",
                                        "<<",
                                        "0",
                                        "\x7F",
                                        "\x01",
                                        "\xC2\x85",
                                        "\xE2\x80\xA8",
                                        "\xEF\xBB\xBF",
                                        "---",
                                        "...",
                                        "\xF0\x9F\x98\x80"};
  RandomStream random(2, 0);
  for (int trial = 0; trial < 5000; ++trial) {
    std::string text;
    for (std::uint64_t left = random.below(8); left > 0; --left) {
      text += pieces[random.below(pieces.size())];
    }
    const std::string document = yaml::layout_text(
        {{"a", yaml::Layout::text(text)},
         {"b",
          {yaml::Layout::List{yaml::Layout::text(text), {yaml::Layout::Mapping{{"c", yaml::Layout::text(text)}}}}}},
         {"d", {std::string("[").append(yaml::scalar_text(text)).append("]")}},
         {text + "key", {"x"}}});
    INFO(document);
    yaml::Problems problems;
    const auto root = yaml::read_text(document, "f", problems);
    INFO(yaml::render(problems));
    REQUIRE(root);
    CHECK(root->find("a")->value.text() == text);
    CHECK(root->find("b")->value.items()[0].text() == text);
    CHECK(root->find("b")->value.items()[1].find("c")->value.text() == text);
    CHECK(root->find("d")->value.items()[0].text() == text);
    CHECK(root->find(text + "key") != nullptr);
  }
}

TEST_CASE("emit: settings of a run by path") {
  const std::map<std::string, std::string> found = settings(good().spec.cases[0].resolved);
  CHECK(found.count("title") == 0);
  CHECK(found.at("seed") == "7");
  CHECK(found.at("model") == "pc_hopfield");
  CHECK(found.at("model.layers") == "[50, 30, 20]");
  CHECK(found.at("model.activation") == "tanh");
  CHECK(found.at("model.activation.gain") == "0.5");
  CHECK(found.at("model.tau_v") == "0.1 s");
  CHECK(found.at("model.noise") == "none");
  CHECK(found.at("analyses.perturbation") == "perturbation");
  CHECK(found.at("analyses.perturbation.corruption.sigma") == "0.1");
  CHECK(found.at("analyses.perturbation.horizons") == "[0.5 s, 1 s]");
  CHECK(found.at("analyses.perturbation.remark") == "all: of it");
  CHECK(found.count("model.plugin") == 0);
  CHECK(settings("model: {topology: [[0, 1], [1, 2]]}").at("model.topology") == "[[0, 1], [1, 2]]");
  CHECK(settings("a: [{plugin: x, y: 1}]").at("a[0].y") == "1");
  CHECK_THROWS_AS(settings("a: ["), RequestError);
}

TEST_CASE("emit: the figures of a stored spec need no plugins") {
  yaml::Problems problems;
  const std::vector<Record> figures =
      read_stored(good().spec.resolved, "the stored spec", "figures", *figure_schema(), problems);
  CHECK(problems.empty());
  REQUIRE(figures.size() == 1);
  CHECK(figures[0].children[0].value("title") == Value{std::string("One")});
  CHECK(read_stored("title: x\n", "x", "figures", *figure_schema(), problems).empty());
  CHECK(problems.empty());
  CHECK(read_stored("figures: [{}]\n", "x", "figures", *figure_schema(), problems).empty());
  CHECK(lines_of(problems) == std::vector<std::string>{"x:1:11: a figure needs a 'name' | it takes a text"});
}

TEST_CASE("emit: a plain text over several lines keeps its line breaks in the resolved text") {
  const std::string spec =
      "patterns: {plugin: gaussian, count: 10, size: 100}\nmodel: pc_hopfield\n"
      "learning: predictive_coding\nsweep:\n  seed: [1, 2, 3]\n";
  for (const std::string where : {"seed == 1 ||\n\n    seed == 2", "seed == 1 ||\n    seed == 2",
                                  "|\n    seed\n    <= 2\n", ">-\n    seed\n\n    <= 2\n", "\"seed\\n<= 2\""}) {
    INFO(where);
    const Resolved resolved = resolve_text(std::string(spec).append("  where: ").append(where).append("\n"));
    CHECK(yaml::render(resolved.problems).empty());
    CHECK(resolved.spec.cases.size() == 2);
    check_fixed_point(resolved.spec.resolved);
  }
}

}  // namespace engram::specification::test
