#include "pages/plugin_page.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <utility>

#include <engram/facets.hpp>
#include <engram/words.hpp>

#include "examples/candidate.hpp"
#include "pages/addresses.hpp"
#include "schema/plugin_json.hpp"

namespace engram::pages {

namespace {

const std::string up = "../";  // from the folder of a kind
constexpr const char* none_found = "none that was found";

std::vector<const PluginInfo*> those_of(const Catalogue& catalogue, Kind kind, const auto& fits) {
  std::vector<const PluginInfo*> plugins = catalogue.of(kind);
  std::erase_if(plugins, [&](const PluginInfo* plugin) { return !fits(*plugin); });
  return plugins;
}

/// Whether a model and another plugin fit, by their declarations.
bool fit(const PluginInfo& model, const PluginInfo& other) {
  switch (other.kind) {
    case Kind::integrator:
      return contains(model.offers, OffersFlow::facet);
    case Kind::analysis:
      return examples::moves(model) && examples::has_needs_of(model, other);
    default:
      return examples::has_needs_of(model, other);
  }
}

/// All plugins that have a part of this kind.
std::vector<const PluginInfo*> holders(const Catalogue& catalogue, Kind kind) {
  std::vector<const PluginInfo*> found;
  for (const Kind each : all_kinds) {
    for (const PluginInfo* plugin : catalogue.of(each)) {
      if (std::ranges::find(plugin->parameters, std::optional{kind}, &Parameter::part_kind) !=
          plugin->parameters.end()) {
        found.push_back(plugin);
      }
    }
  }
  return found;
}

/// A facet by the name that a plugin's author writes, with links to plugins.
Json facet_values(const Facet& facet, Json links) {
  return {{"facet", facet.words}, {"word", facet.name}, {"links", std::move(links)}, {"none", none_found}};
}

Json offers_of(const PluginInfo& plugin, const Catalogue& catalogue) {
  Json offers = Json::array();
  for (const Facet& facet : plugin.offers) {
    std::vector<const PluginInfo*> users;
    for (const Kind kind : all_kinds) {
      const auto of_kind =
          those_of(catalogue, kind, [&](const PluginInfo& each) { return contains(each.needs, facet); });
      users.insert(users.end(), of_kind.begin(), of_kind.end());
    }
    offers.push_back(facet_values(facet, links_to(users, up)));
  }
  return offers;
}

Json needs_of(const PluginInfo& plugin, const Catalogue& catalogue) {
  Json needs = Json::array();
  for (const Facet& facet : plugin.needs) {
    const auto offering =
        those_of(catalogue, Kind::model, [&](const PluginInfo& model) { return contains(model.offers, facet); });
    needs.push_back(facet_values(facet, links_to(offering, up)));
  }
  return needs;
}

Json fits_of(const PluginInfo& plugin, const Catalogue& catalogue) {
  Json rows = Json::array();
  const auto add = [&](const char* term, const std::vector<const PluginInfo*>& plugins,
                       const char* none = none_found) {
    rows.push_back({{"term", term}, {"links", links_to(plugins, up)}, {"none", none}});
  };
  const auto others = [&](Kind kind) {
    return those_of(catalogue, kind, [&](const PluginInfo& other) { return fit(plugin, other); });
  };
  switch (plugin.kind) {
    case Kind::model:
      add("learning rules that fit", others(Kind::learning_rule));
      if (contains(plugin.offers, OffersFlow::facet)) {
        add("integrators that fit", others(Kind::integrator));
      }
      add("analyses that fit", others(Kind::analysis),
          examples::moves(plugin) ? none_found : "none: it does not move");
      break;
    case Kind::learning_rule:
    case Kind::integrator:
    case Kind::analysis:
      add("models that fit",
          those_of(catalogue, Kind::model, [&](const PluginInfo& model) { return fit(model, plugin); }));
      break;
    case Kind::pattern_source:
      add("models that fit", {}, "any with as many units as a pattern has values");
      break;
    case Kind::activation:
    case Kind::corruption:
      add("used by", holders(catalogue, plugin.kind));
      break;
  }
  return rows;
}

Json example_values(const PluginInfo& plugin, const std::optional<examples::Example>& example) {
  if (!example) {
    return nullptr;
  }
  std::vector<std::string> files;
  Json links = Json::array();
  for (const ExampleFile& file : example->files) {
    links.push_back({{"target", path_url(up + path_of(plugin, file))}, {"text", file.name}});
    files.push_back(up + path_of(plugin, file));
  }
  return {{"files", join(files, " ")}, {"links", std::move(links)}, {"spec", example->spec}, {"runs", example->runs}};
}

}  // namespace

std::string path_of(const PluginInfo& plugin) {
  return std::string(kind_name(plugin.kind)) + "/" + plugin.name + ".html";
}

std::string path_of(const PluginInfo& plugin, const ExampleFile& file) {
  return "files/" + std::string(kind_name(plugin.kind)) + "/" + plugin.name + "/" +
         std::filesystem::path(file.name).filename().string();
}

Json links_to(const std::vector<const PluginInfo*>& plugins, const std::string& up_to_site) {
  Json links = Json::array();
  for (const PluginInfo* plugin : plugins) {
    links.push_back({{"target", path_url(up_to_site + path_of(*plugin))}, {"text", plugin->name}});
  }
  return links;
}

Json plugin_values(const PluginInfo& plugin, const std::optional<examples::Example>& example,
                   const SiteContent& content) {
  Json values = schema::plugin_json(plugin, content.library(plugin), "", content.words);
  values["kind"] = content.words.kind(plugin.kind);
  values["offers"] = offers_of(plugin, content.catalogue);
  values["needs"] = needs_of(plugin, content.catalogue);
  values["fits"] = fits_of(plugin, content.catalogue);
  values["example"] = example_values(plugin, example);
  for (std::size_t at = 0; at < plugin.parameters.size(); ++at) {
    if (const Parameter& parameter = plugin.parameters[at]; parameter.names_files) {
      const std::string words = parameter.type == ValueType::texts ? "paths of files" : "the path of a file";
      values["parameters"][at]["type"] =
          words + (parameter.takes_patterns ? ", or patterns of them" : "") + ", relative to the spec";
    }
  }
  return values;
}

}  // namespace engram::pages
