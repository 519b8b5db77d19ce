#include "pages/plugin_site.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <engram/facets.hpp>

#include "pages/addresses.hpp"
#include "pages/plugin_page.hpp"
#include "schema/plugin_json.hpp"

namespace engram::pages {

namespace {

/// The facets of the sdk, and then those of the plugins' authors.
std::vector<Facet> all_facets(const Catalogue& catalogue) {
  std::vector<Facet> facets(Facets::all.begin(), Facets::all.end());
  for (const Kind kind : all_kinds) {
    for (const PluginInfo* plugin : catalogue.of(kind)) {
      for (const auto* list : {&plugin->offers, &plugin->needs}) {
        std::ranges::copy_if(*list, std::back_inserter(facets),
                             [&](const Facet& facet) { return !contains(facets, facet); });
      }
    }
  }
  return facets;
}

Json facets_of(const Catalogue& catalogue) {
  Json facets = Json::array();
  for (const Facet& facet : all_facets(catalogue)) {
    std::vector<const PluginInfo*> offering;
    std::vector<const PluginInfo*> needing;
    for (const Kind kind : all_kinds) {
      for (const PluginInfo* plugin : catalogue.of(kind)) {
        if (contains(plugin->offers, facet)) {
          offering.push_back(plugin);
        }
        if (contains(plugin->needs, facet)) {
          needing.push_back(plugin);
        }
      }
    }
    facets.push_back({{"name", facet.words},
                      {"word", facet.name},
                      {"offering", links_to(offering, "")},
                      {"needing", links_to(needing, "")}});
  }
  return facets;
}

Json index_values(const SiteContent& content, const std::vector<const schema::RecordForm*>& records) {
  Json lists = Json::array();
  for (const Kind kind : all_kinds) {
    Json rows = Json::array();
    for (const PluginInfo* plugin : content.catalogue.of(kind)) {
      rows.push_back({{"target", path_url(path_of(*plugin))}, {"name", plugin->name}, {"summary", plugin->summary}});
    }
    lists.push_back({{"id", kind_name(kind)},
                     {"title", content.words.kind_plural(kind)},
                     {"noun", "plugin"},
                     {"rows", std::move(rows)}});
  }
  Json rows = Json::array();
  for (const schema::RecordForm* record : records) {
    rows.push_back({{"target", path_url("record/" + record->what + ".html")},
                    {"name", record->what},
                    {"summary", record->summary}});
  }
  lists.push_back({{"id", "record"}, {"title", "figures and claims"}, {"noun", "record"}, {"rows", std::move(rows)}});
  return {{"lists", std::move(lists)}, {"facets", facets_of(content.catalogue)}};
}

}  // namespace

std::vector<SiteFile> site(const SiteContent& content) {
  std::vector<const schema::RecordForm*> records;
  for (const schema::RecordForm* record :
       {&content.form.figure, content.form.figure.child.get(), &content.form.claim}) {
    if (record != nullptr) {
      records.push_back(record);
    }
  }
  std::vector<SiteFile> files{{"style.css", std::string(template_text("style.css"))}};
  const auto add = [&](std::string path, std::string_view body, const std::string& title, const std::string& top,
                       Json values) {
    values["title"] = title;
    values["up"] = top;
    values["generator"] = "engram docs";
    values["made"] = content.made;
    files.push_back({std::move(path), page(body, std::move(values))});
  };
  for (const Kind kind : all_kinds) {
    for (const PluginInfo* plugin : content.catalogue.of(kind)) {
      const std::optional<examples::Example> example = content.example(*plugin);
      add(path_of(*plugin), "plugin.html", plugin->name + " - engram", "../",
          plugin_values(*plugin, example, content));
      for (const ExampleFile& file : example ? example->files : std::vector<ExampleFile>{}) {
        files.push_back({path_of(*plugin, file), file.bytes});
      }
    }
  }
  for (const schema::RecordForm* record : records) {
    add("record/" + record->what + ".html", "record.html", record->what + " - engram", "../",
        schema::record_json(*record, content.words));
  }
  // The index comes last: when it exists, all pages that it links exist.
  add("index.html", "index.html", "engram reference", "", index_values(content, records));
  return files;
}

}  // namespace engram::pages
