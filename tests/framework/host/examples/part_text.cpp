// Parts as text, made from declarations.
#include "examples/part_text.hpp"

#include <engram/plugin.hpp>

#include "catch.hpp"

using engram::Catalogue;
using engram::Index;
using engram::Kind;
using engram::PluginInfo;
using engram::examples::entries_of;
using engram::examples::example_parts;
using engram::examples::well_known_first;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

struct Noise : engram::Corruption {
  double sigma = 0.0;
  static auto params() {
    return engram::params<Noise>().add(&Noise::sigma, "sigma", "1", "Width.",
                                       {.above = 2, .below = 4, .required = true});
  }
  void apply(engram::VectorView /*pattern*/, engram::RandomStream& /*random*/) const override {}
};

/// Requires one value of each type.
struct Asking : engram::Corruption {
  Index count = 0;
  double share = 0.0;
  std::vector<Index> counts;
  std::string word;
  std::shared_ptr<const engram::Corruption> inner;
  std::vector<std::shared_ptr<const engram::Corruption>> more;
  static auto params() {
    return engram::params<Asking>()
        .add(&Asking::count, "count", "1", "A count.", {.min = 7, .required = true})
        .add(&Asking::share, "share", "1", "A share.", {.min = 0, .max = 0.5, .required = true})
        .add(&Asking::counts, "counts", "1", "Counts.", {.min = 1, .required = true})
        .add(&Asking::word, "word", "A word.", true)
        .add(&Asking::inner, "inner", "A part.")
        .add(&Asking::more, "more", "Parts.", true);
  }
  void apply(engram::VectorView /*pattern*/, engram::RandomStream& /*random*/) const override {}
};

}  // namespace

TEST_CASE("part_text: entries are separated outside of brackets and quotes") {
  CHECK(entries_of("count: 3, size: 24") == Entries{{"count", "3"}, {"size", "24"}});
  CHECK(entries_of("a: [1, 2], b: {plugin: x, c: [3, 4]}, d: \"e, f: g\"") ==
        Entries{{"a", "[1, 2]"}, {"b", "{plugin: x, c: [3, 4]}"}, {"d", "\"e, f: g\""}});
  CHECK(entries_of("").empty());
}

TEST_CASE("part_text: a required parameter that no example gives has a value within its limits") {
  const PluginInfo noise = engram::corruption<Noise>("noise", "Noise.");
  const PluginInfo asking = engram::corruption<Asking>("asking", "Asks.").with_example("count: 9").with_example("");
  Catalogue catalogue;
  catalogue.add(noise);
  catalogue.add(asking);
  const auto parts = example_parts(asking, catalogue);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].text() ==
        "{plugin: asking, count: 9, share: 0.25, counts: [3], word: text, inner: {plugin: noise, sigma: 3}, "
        "more: [{plugin: noise, sigma: 3}]}");
  CHECK(parts[1].value("count") == "7");
  CHECK(parts[1].value("nothing").empty());
}

TEST_CASE("part_text: plugins that readers know come first, the others by name") {
  const PluginInfo a = engram::corruption<Noise>("a", "A.");
  const PluginInfo b = engram::corruption<Noise>("b", "B.");
  const PluginInfo known = engram::corruption<Noise>("gaussian_noise", "Known.");
  Catalogue catalogue;
  for (const PluginInfo* plugin : {&b, &known, &a}) {
    catalogue.add(*plugin);
  }
  CHECK(well_known_first(catalogue, Kind::corruption) == std::vector<const PluginInfo*>{&known, &a, &b});
  CHECK(well_known_first(catalogue, Kind::model).empty());
}
