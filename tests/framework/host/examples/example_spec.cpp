// The search for examples, with a workbench that does not create parts.
#include "examples/example_spec.hpp"

#include <engram/plugin.hpp>

#include "catch.hpp"

using Catch::Matchers::Contains;
using engram::Catalogue;
using engram::Index;
using engram::Kind;
using engram::PluginInfo;
using engram::examples::Example;
using engram::examples::example_spec;
using engram::examples::example_specs;
using engram::examples::Workbench;

namespace {

PluginInfo plugin(Kind kind, std::string name, std::vector<engram::Parameter> parameters = {}) {
  PluginInfo info;
  info.kind = kind;
  info.name = std::move(name);
  info.parameters = std::move(parameters);
  return info;
}

engram::Parameter number(std::string name) {
  engram::Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = engram::ValueType::integer;
  return parameter;
}

/// Two models, one rule for each, and two sources: one with a size and one that reads a file of nine values.
struct Shop {
  PluginInfo made = plugin(Kind::pattern_source, "made", {number("size")});
  PluginInfo read = plugin(Kind::pattern_source, "read");
  PluginInfo plain = plugin(Kind::model, "plain", {number("units")}).with_example("units: 5");
  PluginInfo keeping = plugin(Kind::model, "keeping", {number("units")}).with_example("units: 5");
  PluginInfo summing = plugin(Kind::learning_rule, "summing");
  PluginInfo storing = plugin(Kind::learning_rule, "storing");
  PluginInfo watching = plugin(Kind::analysis, "watching");
  Catalogue catalogue;
  int runs = 0;
  bool all_run = true;

  Shop() {
    plain.offers = {engram::OffersUpdates::facet, engram::OffersOuterProducts::facet};
    keeping.offers = {engram::OffersUpdates::facet, engram::OffersMemories::facet};
    summing.needs = {engram::OffersOuterProducts::facet};
    storing.needs = {engram::OffersMemories::facet};
    for (const PluginInfo* each : {&made, &read, &plain, &keeping, &summing, &storing, &watching}) {
      catalogue.add(*each);
    }
  }

  Workbench workbench() {
    return {
        [](Kind kind, const std::string&, const auto&) { return std::optional<Index>(kind == Kind::model ? 5 : 9); },
        [](const Example&) { return true; },
        [this](const Example&) {
          ++runs;
          return all_run;
        }};
  }
};

}  // namespace

TEST_CASE("example_spec: companions are those that fit by facets, and sizes agree") {
  Shop shop;
  CHECK(example_spec(shop.storing, shop.catalogue, shop.workbench())->spec ==
        "seed: 1\npatterns: {plugin: made, size: 5}\nmodel: {plugin: keeping, units: 5}\nlearning: storing\n"
        "analyses:\n  - watching\n");
  CHECK_THAT(example_spec(shop.plain, shop.catalogue, shop.workbench())->spec, Contains("learning: summing"));
  CHECK_THAT(example_spec(shop.read, shop.catalogue, shop.workbench())->spec,
             Contains("patterns: read") && Contains("units: 9"));
}

TEST_CASE("example_spec: one for each model") {
  Shop shop;
  const auto examples = example_specs(shop.watching, shop.catalogue, shop.workbench());
  REQUIRE(examples.size() == 2);
  CHECK(examples.front().runs);
  CHECK(example_specs(shop.summing, shop.catalogue, shop.workbench()).size() == 1);
}

TEST_CASE("example_spec: a plugin that always fails has an example all the same, and is not tried for ever") {
  Shop shop;
  shop.all_run = false;
  const auto examples = example_specs(shop.watching, shop.catalogue, shop.workbench());
  REQUIRE(examples.size() == 2);
  CHECK_FALSE(examples.front().runs);
  CHECK(shop.runs <= 6);
}

TEST_CASE("example_spec: none where nothing fits") {
  Shop shop;
  shop.watching.needs = {engram::OffersFlow::facet};
  CHECK(example_specs(shop.watching, shop.catalogue, shop.workbench()).empty());
}
