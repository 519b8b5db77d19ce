// Keys of cells: everything that the numbers of a run depend on, and nothing else.
#include "cells/cell_keys.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "specification/spec.hpp"
#include "store/sha256.hpp"
#include "studies.hpp"
#include "study/checked_spec.hpp"

using Catch::Matchers::Contains;
using engram::cells::CellKeys;
using engram::test::registry;
using engram::test::three_seeds;
using engram::test::Workshop;
namespace specification = engram::specification;
namespace store = engram::store;
namespace study = engram::study;

namespace {

using Texts = std::vector<std::string>;

const std::string files_spec =
    "patterns: {plugin: images, files: [\"p*.pgm\", q.pgm], threshold: mean}\n"
    "model: {plugin: hopfield, units: 4}\nlearning: hebbian\n"
    "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 1}}]\n";

/// An image of two by two pixels.
std::string image(const std::string& pixels) {
  return "P2 2 2 9 " + pixels + "\n";
}

/// Resolves a spec that is written as `name`.
specification::Spec spec_of(const Workshop& workshop, const std::string& text, const std::string& name = "s.yaml") {
  return study::check_spec(workshop.write(name, text), {}, registry());
}

std::string key_of(const specification::Spec& spec, const std::string& numerics = "numerics a\n") {
  CellKeys keys(registry(), numerics);
  return keys.key_of(spec.cases[0]);
}

}  // namespace

TEST_CASE("cell keys: a key depends on what decides the numbers of a run, and on nothing else") {
  const Workshop workshop;
  const std::string small = engram::test::small_spec;
  const std::string key = key_of(spec_of(workshop, small));
  CHECK(key.size() == 64);
  CHECK(key == key_of(spec_of(workshop, small)));
  CHECK(key == key_of(spec_of(workshop, small + "description: Other words.\n")));
  CHECK(key == key_of(spec_of(workshop, small + "figures: [{name: f, panels: [{dataset: training/x}]}]\n")));
  CHECK(key == key_of(spec_of(workshop, small, "elsewhere.yaml")));
  std::set<std::string> different{key, key_of(spec_of(workshop, small), "numerics b\n")};
  const std::vector<std::pair<std::string, std::string>> changes{{"seed: 3", "seed: 4"},
                                                                 {"tau_v: 100 ms", "tau_v: 101 ms"},
                                                                 {"activation: relu", "activation: tanh"},
                                                                 {"sigma: 0.2", "sigma: 0.3"}};
  for (const auto& [from, to] : changes) {
    std::string text = small;
    text.replace(text.find(from), from.size(), to);
    CHECK(different.insert(key_of(spec_of(workshop, text))).second);
  }
  const specification::Spec seeds = spec_of(workshop, small + three_seeds);
  CellKeys keys(registry(), "numerics a\n");
  CHECK(keys.key_of(seeds.cases[2]) == key);
}

TEST_CASE("cell keys: the files of a run are parts of its key, by their names and bytes") {
  const Workshop workshop;
  workshop.write("p1.pgm", image("9 0 9 0"));
  workshop.write("q.pgm", image("0 0 9 9"));
  const specification::Spec spec = spec_of(workshop, files_spec);
  CellKeys keys(registry(), "numerics a\nmath b\n");
  const std::string key = keys.key_of(spec.cases[0]);
  const std::string sum_p = store::sha256_of_file(workshop / "p1.pgm");
  const std::string sum_q = store::sha256_of_file(workshop / "q.pgm");
  const std::string made_with = keys.made_with(spec.cases[0]);
  CHECK_THAT(made_with, Catch::StartsWith("numerics a\nmath b\nplugin ") && Contains("plugin model/hopfield ") &&
                            Contains("plugin pattern_source/images ") &&
                            Contains("file " + (workshop / "p1.pgm").string() + " " + sum_p + "\nfile " +
                                     (workshop / "q.pgm").string() + " " + sum_q + "\n"));
  CHECK(keys.made_with(spec.cases[0]) == made_with);
  CHECK(keys.changed_file(spec.cases[0]).empty());

  const std::vector<store::InputRecord> inputs = keys.inputs();
  REQUIRE(inputs.size() == 2);
  CHECK(inputs[0].file == (workshop / "p1.pgm").string());
  CHECK(inputs[0].sha256 == sum_p);
  keys.add_input((workshop / "p[1].pgm").string());
  workshop.write("table.csv", "seed\n1\n");
  keys.add_input((workshop / "table.csv").string());
  CHECK(keys.inputs().size() == 3);

  Texts plugins;
  for (const store::PluginRecord& plugin : keys.plugins()) {
    plugins.push_back(plugin.kind + "/" + plugin.name);
    CHECK(plugin.sha256 == store::sha256_of_file(plugin.file));
  }
  CHECK(plugins == Texts{"analysis/recall", "corruption/sign_flips", "learning_rule/hebbian", "model/hopfield",
                         "pattern_source/images"});

  workshop.write("q.pgm", image("0 9 9 9"));
  CHECK(keys.changed_file(spec.cases[0]) == (workshop / "q.pgm").string());
  CHECK(key_of(spec) != key);
  workshop.write("q.pgm", image("0 0 9 9"));
  CHECK(keys.changed_file(spec.cases[0]).empty());
  CHECK(key_of(spec, "numerics a\nmath b\n") == key);
  workshop.write("p2.pgm", image("9 9 9 0"));
  CHECK(keys.changed_file(spec.cases[0]) == (workshop / "p*.pgm").string());
  CHECK(key_of(spec, "numerics a\nmath b\n") != key);
}

TEST_CASE("cell keys: cells with other plugins are made with other lines") {
  const Workshop workshop;
  const specification::Spec spec =
      spec_of(workshop, std::string(engram::test::small_spec) + "sweep: {model.activation.plugin: [relu, tanh]}\n");
  CellKeys keys(registry(), "numerics a\n");
  for (const std::size_t cell : {0U, 1U, 0U, 1U}) {
    const std::string made_with = keys.made_with(spec.cases[cell]);
    CHECK_THAT(made_with, Contains(cell == 0 ? "activation/relu" : "activation/tanh") &&
                              !Contains(cell == 0 ? "activation/tanh" : "activation/relu"));
  }
}
