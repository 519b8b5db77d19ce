// Every shipped spec resolves to a spec with the same cells.
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <variant>

#include "catch.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "spec/read.hpp"
#include "spec/spec.hpp"
#include "study/checked_spec.hpp"

namespace study = engram::study;
namespace spec = engram::spec;

namespace {

const engram::plugins::Registry& registry() {
  static const engram::plugins::Registry all =
      engram::plugins::load(engram::plugins::search_path({ENGRAM_TEST_PLUGINS}));
  return all;
}

spec::Spec resolved(const spec::Node& root) {
  spec::Problems problems;
  spec::Spec made = study::compose_spec(root, {}, registry().catalogue(), problems);
  INFO(spec::render(problems));
  REQUIRE(problems.empty());
  return made;
}

void check_settings(const spec::ExperimentSpec& run) {
  std::map<std::string, std::string> words;
  for (const auto& [path, setting] : spec::settings_of(run)) {
    words[path] = spec::text_of(setting);
  }
  CHECK(words == spec::settings(run.resolved));
}

}  // namespace

TEST_CASE("shipped specs: the resolved one has the same cells, and typed settings say what it says") {
  int specs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ENGRAM_TEST_EXPERIMENTS)) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    INFO(entry.path());
    spec::Problems problems;
    const auto root = spec::read_file(entry.path(), problems);
    REQUIRE(root);
    const spec::Spec first = resolved(*root);
    const auto text = spec::read_text(first.resolved, "resolved", problems);
    REQUIRE(text);
    const spec::Spec again = resolved(*text);
    REQUIRE(again.cases.size() == first.cases.size());
    for (std::size_t cell = 0; cell < first.cases.size(); ++cell) {
      const spec::ExperimentSpec one = first.cases[cell];
      const spec::ExperimentSpec other = again.cases[cell];
      REQUIRE(other.label == one.label);
      REQUIRE(other.seed == one.seed);
      REQUIRE(other.identity == one.identity);
      if (cell % 50 == 0) {
        check_settings(one);
      }
    }
    CHECK(again.resolved == first.resolved);
    ++specs;
  }
  CHECK(specs >= 20);
}
