// A resolved spec has the cells of the spec that it was made from.
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "program.hpp"
#include "specification/spec.hpp"
#include "study/checked_spec.hpp"
#include "swept_specs.hpp"
#include "yaml/read.hpp"

namespace study = engram::study;
namespace specification = engram::specification;
namespace yaml = engram::yaml;

namespace {

const engram::plugins::Registry& registry() {
  static const engram::plugins::Registry all =
      engram::plugins::load(engram::plugins::search_path({ENGRAM_TEST_PLUGINS}));
  return all;
}

specification::Spec resolved(const yaml::Node& root) {
  yaml::Problems problems;
  specification::Spec made = study::compose_spec(root, {}, registry().catalogue(), problems);
  INFO(yaml::render(problems));
  REQUIRE(problems.empty());
  return made;
}

/// Checks that the resolved spec of a file, read elsewhere, has the same cells at the same places of the sweep.
void check_same_cells(const std::filesystem::path& file) {
  INFO(file);
  yaml::Problems problems;
  const auto root = yaml::read_file(file, problems);
  REQUIRE(root);
  const specification::Spec first = resolved(*root);
  INFO(first.resolved);
  const auto text = yaml::read_text(first.resolved, "elsewhere/resolved.yaml", problems);
  REQUIRE(text);
  const specification::Spec again = resolved(*text);
  std::vector<std::string> labels;
  for (std::size_t cell = 0; cell < first.cases.size(); ++cell) {
    labels.push_back(first.cases.label(cell));
  }
  const specification::Cells stored = specification::stored_cells(first.resolved, labels);
  REQUIRE(again.cases.size() == first.cases.size());
  REQUIRE(stored.size() == first.cases.size());
  for (std::size_t cell = 0; cell < first.cases.size(); ++cell) {
    const specification::ExperimentSpec one = first.cases[cell];
    const specification::ExperimentSpec other = again.cases[cell];
    REQUIRE(other.label == one.label);
    REQUIRE(other.seed == one.seed);
    REQUIRE(other.identity == one.identity);
    REQUIRE(again.cases.position(cell) == first.cases.position(cell));
    REQUIRE(stored.label(cell) == one.label);
    REQUIRE(stored.position(cell) == first.cases.position(cell));
    if (cell % 50 == 0) {
      CHECK(texts_of(settings_of(one)) == specification::settings(one.resolved));
    }
  }
  CHECK(again.resolved == first.resolved);
}

}  // namespace

TEST_CASE("shipped specs: the resolved one has the same cells, and typed settings say what it says") {
  int specs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ENGRAM_TEST_EXPERIMENTS)) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    check_same_cells(entry.path());
    ++specs;
  }
  CHECK(specs >= 20);
}

TEST_CASE("swept specs: the resolved one has the same cells, whatever the sweep changes and its filters read") {
  const engram::test::Workshop workshop;
  write_patterns(workshop);
  for (const auto& [name, text] : engram::test::swept_specs) {
    check_same_cells(workshop.write(name + ".yaml", text));
  }
}

TEST_CASE("swept specs: the settings that the sweep leaves alone have their defaults in the resolved one") {
  const engram::test::Workshop workshop;
  yaml::Problems problems;
  const auto root =
      yaml::read_file(workshop.write("s.yaml",
                                     "patterns: {plugin: binary, count: 2, size: 20}\n"
                                     "model: {plugin: hopfield, units: 20, response: tanh}\n"
                                     "learning: storkey\n"
                                     "analyses: [{plugin: recall, corruption: {plugin: sign_flips, count: 2}}]\n"
                                     "sweep: {model.temperature: [0.1, 0.2], learning.plugin: [storkey, hebbian]}\n"),
                      problems);
  REQUIRE(root);
  const std::string text = resolved(*root).resolved;
  INFO(text);
  CHECK(text.find("  threshold: ") != std::string::npos);
  CHECK(text.find("  trials_per_target: ") != std::string::npos);
  CHECK(text.find("learning: storkey\n") != std::string::npos);
  CHECK(text.find("folder") == std::string::npos);
}
