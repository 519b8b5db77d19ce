#include "reference/site.hpp"

#include <algorithm>
#include <iterator>

#include <engram/facets.hpp>
#include <engram/words.hpp>

#include "reference/html.hpp"
#include "reference/plugin_page.hpp"

namespace engram::reference {

namespace {

std::string how_to_read() {
  return "<p class=\"summary\">Everything that a spec may name, as the plugins declare it.</p>\n"
         "<p>A spec names one part for each role and gives it parameters: <code>model: {plugin: hopfield, units: "
         "100}</code>. A part without required parameters may be its name alone. Durations take a unit (<code>100 "
         "ms</code>); bare numbers are in SI units. Each page lists parameters with type, range, unit and default, "
         "lists which other plugins fit, and ends with an experiment that runs as it is.</p>\n"
         "<p>Parts fit each other by <a href=\"#facets\">facets</a>: abilities that a model offers and that a "
         "learning rule or an analysis needs. <code>engram validate</code> says what does not fit.</p>\n";
}

std::string links_to(const std::vector<const PluginInfo*>& plugins) {
  std::vector<std::string> links;
  std::ranges::transform(plugins, std::back_inserter(links),
                         [](const PluginInfo* plugin) { return link(path_of(*plugin), plugin->name); });
  return join(links);
}

/// The facets of the sdk, and then those of the plugins' authors.
std::vector<Facet> facets_of(const Catalogue& catalogue) {
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

std::string facets_table(const Catalogue& catalogue) {
  Table table{"facets", {"facet", "offered by", "needed by"}, {}};
  for (const Facet& facet : facets_of(catalogue)) {
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
    const std::string word(facet.name);
    table.rows.push_back(
        {"facet-" + word,
         {html_text(facet.words) + " " + element("code", word), links_to(offering), links_to(needing)}});
  }
  return html_of(table);
}

std::string index_html(const SiteContent& content, const std::vector<const RecordForm*>& records) {
  std::string kinds;
  std::string lists;
  for (const Kind kind : all_kinds) {
    const std::string id(kind_name(kind));
    const std::string title = content.words.kind_plural(kind);
    kinds += element("li", link("#" + id, title));
    Table table{"plugins", {"plugin", "summary"}, {}};
    for (const PluginInfo* plugin : content.catalogue.of(kind)) {
      table.rows.push_back({"", {link(path_of(*plugin), plugin->name), html_text(plugin->summary)}});
    }
    lists += "<h2 id=\"" + id + "\">" + html_text(title) + "</h2>\n" +
             (table.rows.empty() ? element("p", "None was found.", "note") : html_of(table));
  }
  Table table{"plugins", {"record", "summary"}, {}};
  for (const RecordForm* record : records) {
    table.rows.push_back({"", {link("record/" + record->what + ".html", record->what), html_text(record->summary)}});
  }
  kinds += element("li", link("#record", "figures and claims")) + element("li", link("#facets", "facets"));
  return element("h1", "engram reference") + "\n" + how_to_read() + element("ul", kinds, "kinds") + "\n" + lists +
         "<h2 id=\"record\">figures and claims</h2>\n" + html_of(table) + "<h2 id=\"facets\">facets</h2>\n" +
         facets_table(content.catalogue);
}

}  // namespace

std::vector<SiteFile> site(const SiteContent& content) {
  std::vector<const RecordForm*> records;
  for (const RecordForm* record : {&content.form.figure, content.form.figure.child.get(), &content.form.claim}) {
    if (record != nullptr) {
      records.push_back(record);
    }
  }
  std::vector<SiteFile> files{{"style.css", std::string(style())}};
  for (const Kind kind : all_kinds) {
    for (const PluginInfo* plugin : content.catalogue.of(kind)) {
      const std::optional<Example> example = content.example(*plugin);
      files.push_back({path_of(*plugin), page(plugin->name + " - engram", "../",
                                              plugin_html(*plugin, example, content), content.made)});
      for (const ExampleFile& file : example ? example->files : std::vector<ExampleFile>{}) {
        files.push_back({path_of(*plugin, file), file.bytes});
      }
    }
  }
  for (const RecordForm* record : records) {
    files.push_back({"record/" + record->what + ".html",
                     page(record->what + " - engram", "../", record_html(*record, content), content.made)});
  }
  // The index comes last: when it exists, all pages that it links exist.
  files.push_back({"index.html", page("engram reference", "", index_html(content, records), content.made)});
  return files;
}

}  // namespace engram::reference
