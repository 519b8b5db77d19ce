#include "examples/candidate.hpp"

#include <algorithm>
#include <string>

#include <engram/facets.hpp>

namespace engram::examples {

namespace {

std::vector<ExampleFile> files_of(const Candidate& parts) {
  std::vector<ExampleFile> files;
  const auto add = [&](const PluginInfo& plugin) {
    files.insert(files.end(), plugin.example_files.begin(), plugin.example_files.end());
  };
  for (const PartText* part : {&parts.patterns, &parts.model, &parts.rule}) {
    add(*part->plugin);
  }
  for (const std::optional<PartText>* part : {&parts.integrator, &parts.analysis}) {
    if (*part) {
      add(*(*part)->plugin);
    }
  }
  return files;
}

std::string spec_of(const Candidate& parts) {
  std::string text = "seed: 1\npatterns: " + parts.patterns.text() + "\nmodel: " + parts.model.text() +
                     "\nlearning: " + parts.rule.text() + "\n";
  if (parts.integrator) {
    text += "integrator: " + parts.integrator->text() + "\n";
  }
  if (parts.analysis) {
    text += "analyses:\n  - " + parts.analysis->text() + "\n";
  }
  return text;
}

}  // namespace

bool has_needs_of(const PluginInfo& model, const PluginInfo& other) {
  return std::ranges::all_of(other.needs, [&](const Facet& facet) { return contains(model.offers, facet); });
}

bool moves(const PluginInfo& model) {
  return contains(model.offers, OffersFlow::facet) || contains(model.offers, OffersUpdates::facet);
}

const Parameter* place_for(const PluginInfo& plugin, Kind kind) {
  const auto found = std::ranges::find(plugin.parameters, std::optional{kind}, &Parameter::part_kind);
  return found == plugin.parameters.end() ? nullptr : &*found;
}

PartText holding(PartText part, const PartText& inner) {
  const Parameter* place = place_for(*part.plugin, inner.plugin->kind);
  part.set(place->name, place->type == ValueType::part ? inner.text() : "[" + inner.text() + "]");
  return part;
}

std::optional<PartText> sized_model(PartText model, Index units) {
  const Parameter* one = model.plugin->find("units");
  if (one != nullptr && one->type == ValueType::integer) {
    model.set("units", std::to_string(units));
    return model;
  }
  const Parameter* layers = model.plugin->find("layers");
  if (layers != nullptr && layers->type == ValueType::integers) {
    // Keeps the number of layers, each half as large as the layer below.
    const auto before = std::ranges::count(model.value("layers"), ',') + 1;
    std::string sizes;
    Index left = units;
    for (auto layer = before; layer > 1 && left > 1; --layer) {
      const Index size = (left + 1) / 2;
      sizes += std::to_string(size) + ", ";
      left -= size;
    }
    model.set("layers", "[" + sizes + std::to_string(left) + "]");
    return model;
  }
  return std::nullopt;
}

Example example_of(const Candidate& candidate) {
  return {spec_of(candidate), files_of(candidate), false};
}

}  // namespace engram::examples
