// Every plugin has an example that is valid and runs without changes.
#include "study/example_specs.hpp"

#include <utility>

#include "catch.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "program.hpp"

using Catch::Matchers::Contains;
using engram::Kind;
using engram::PluginInfo;
using engram::test::Outcome;
using engram::test::Workshop;
namespace study = engram::study;

namespace {

const engram::plugins::Registry& registry() {
  static const engram::plugins::Registry all =
      engram::plugins::load(engram::plugins::search_path({ENGRAM_TEST_PLUGINS, ENGRAM_TEST_SUPPORT_PLUGINS}));
  return all;
}

bool is_built_in(const PluginInfo& plugin) {
  return registry().library_of(plugin).path.string().starts_with(ENGRAM_TEST_PLUGINS);
}

/// Runs an example, after `engram validate` if `validated`.
void check_run(const engram::examples::Example& example, bool validated = false) {
  const Workshop workshop;
  workshop.write("spec.yaml", example.spec);
  for (const engram::ExampleFile& file : example.files) {
    workshop.write(file.name, file.bytes);
  }
  INFO(example.spec);
  if (validated) {
    const Outcome checked = workshop.engram("validate spec.yaml --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
    CHECK(checked.out == "spec.yaml: no mistakes\n");
  }
  const Outcome ran = workshop.engram("run spec.yaml -q --plugin-path " ENGRAM_TEST_SUPPORT_PLUGINS);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
}

}  // namespace

TEST_CASE("examples: every built-in plugin has one that validates and runs without failures") {
  int plugins = 0;
  for (const Kind kind : engram::all_kinds) {
    bool first = true;
    for (const PluginInfo* plugin : registry().catalogue().of(kind)) {
      if (is_built_in(*plugin)) {
        INFO(kind_name(kind) << "/" << plugin->name);
        const auto example = study::example_of(*plugin, registry());
        REQUIRE(example);
        CHECK_THAT(example->spec, Contains(plugin->name));
        check_run(*example, std::exchange(first, false));
        ++plugins;
      }
    }
  }
  CHECK(plugins >= 44);
}

TEST_CASE("examples: there is one for each model that an analysis works with") {
  const auto models_of = [](Kind kind, const char* name) {
    std::vector<std::string> models;
    for (const auto& example : study::examples_of(*registry().catalogue().find(kind, name), registry())) {
      const study::ResolvedExample resolved = study::resolve_example(example, registry());
      REQUIRE(resolved.spec.cases.size() == 1);
      models.push_back(resolved.spec.cases.front().model->plugin->name);
      check_run(example);
    }
    return models;
  };
  using Catch::Matchers::UnorderedEquals;
  CHECK_THAT(
      models_of(Kind::analysis, "perturbation"),
      UnorderedEquals(std::vector<std::string>{"hopfield", "pc_hopfield", "continuous_hopfield",
                                               "dense_associative_memory", "linear_layer", "pc_dense_memory"}));
  CHECK_THAT(models_of(Kind::analysis, "jacobian_eigenvalues"),
             UnorderedEquals(std::vector<std::string>{"pc_hopfield", "pc_dense_memory"}));
  CHECK(models_of(Kind::learning_rule, "store") ==
        std::vector<std::string>{"continuous_hopfield", "dense_associative_memory"});
}

TEST_CASE("examples: a model has one for each analysis and each rule that it works with") {
  const auto examples = study::examples_of(*registry().catalogue().find(Kind::model, "hopfield"), registry());
  std::string all;
  for (const auto& example : examples) {
    all += example.spec;
    check_run(example);
  }
  for (const char* word : {"recall", "perturbation", "capacity", "basin", "completion", "random_initial_states",
                           "storkey", "pseudo_inverse", "anti_hebbian"}) {
    CHECK_THAT(all, Contains(word));
  }
  CHECK_THAT(examples.front().spec, Contains("hebbian") && Contains("recall") && Contains("binary"));
}

TEST_CASE("examples: a plugin that fits nothing, or cannot be made, has no example") {
  CHECK_FALSE(study::example_of(*registry().catalogue().find(Kind::model, "plain_model"), registry()));
  CHECK_FALSE(study::example_of(*registry().catalogue().find(Kind::activation, "throws_in_constructor"), registry()));
  CHECK(study::example_of(*registry().catalogue().find(Kind::analysis, "misbehaves"), registry()));
  // Its parts fit; its failure in a run is not checked here.
  const auto failing =
      study::example_of(*registry().catalogue().find(Kind::corruption, "throws_in_apply"), registry());
  REQUIRE(failing);
  CHECK_THAT(failing->spec, Contains("throws_in_apply"));
}
