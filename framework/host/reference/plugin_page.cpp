#include "reference/plugin_page.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <engram/facets.hpp>
#include <engram/words.hpp>

#include "reference/html.hpp"
#include "reference/part_text.hpp"

namespace engram::reference {

namespace {

const std::string up = "../";  // from the folder of a kind

std::string code(std::string_view text) {
  return element("code", html_text(text));
}

std::string heading(std::string_view id, std::string_view text) {
  return "<h2 id=\"" + std::string(id) + "\">" + html_text(text) + "</h2>\n";
}

std::string paragraph(std::string_view html, std::string_view css_class = "") {
  return element("p", html, css_class) + "\n";
}

std::string links_to(const std::vector<const PluginInfo*>& plugins) {
  std::vector<std::string> links;
  std::ranges::transform(plugins, std::back_inserter(links),
                         [](const PluginInfo* plugin) { return link(up + path_of(*plugin), plugin->name); });
  return links.empty() ? "none that was found" : join(links);
}

std::vector<const PluginInfo*> those_of(const Catalogue& catalogue, Kind kind, const auto& fits) {
  std::vector<const PluginInfo*> plugins = catalogue.of(kind);
  std::erase_if(plugins, [&](const PluginInfo* plugin) { return !fits(*plugin); });
  return plugins;
}

bool moves(const PluginInfo& model) {
  return contains(model.offers, OffersFlow::facet) || contains(model.offers, OffersUpdates::facet);
}

bool has_needs(const PluginInfo& model, const PluginInfo& other) {
  return std::ranges::all_of(other.needs, [&](const Facet& facet) { return contains(model.offers, facet); });
}

/// Whether a model and another plugin fit, by their declarations.
bool fit(const PluginInfo& model, const PluginInfo& other) {
  switch (other.kind) {
    case Kind::integrator:
      return contains(model.offers, OffersFlow::facet);
    case Kind::analysis:
      return moves(model) && has_needs(model, other);
    default:
      return has_needs(model, other);
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

std::string entry(std::string_view term, const std::string& html) {
  return element("dt", html_text(term)) + element("dd", html) + "\n";
}

/// A facet by the name that a plugin's author writes.
std::string facet_html(const Facet& facet) {
  return html_text(facet.words) + " " + code(facet.name);
}

std::string facets_html(const PluginInfo& plugin, const Catalogue& catalogue) {
  std::string rows;
  for (const Facet& facet : plugin.offers) {
    std::vector<const PluginInfo*> users;
    for (const Kind kind : all_kinds) {
      const auto of_kind =
          those_of(catalogue, kind, [&](const PluginInfo& each) { return contains(each.needs, facet); });
      users.insert(users.end(), of_kind.begin(), of_kind.end());
    }
    rows += entry("offers", facet_html(facet) + (users.empty() ? "" : ", which is needed by " + links_to(users)));
  }
  for (const Facet& facet : plugin.needs) {
    rows += entry("needs", facet_html(facet) + ", which is offered by " +
                               links_to(those_of(catalogue, Kind::model, [&](const PluginInfo& model) {
                                 return contains(model.offers, facet);
                               })));
  }
  return rows;
}

std::string fits_html(const PluginInfo& plugin, const SiteContent& content) {
  const Catalogue& catalogue = content.catalogue;
  const auto others = [&](Kind kind) {
    return links_to(those_of(catalogue, kind, [&](const PluginInfo& other) { return fit(plugin, other); }));
  };
  switch (plugin.kind) {
    case Kind::model:
      return entry("learning rules that fit", others(Kind::learning_rule)) +
             (contains(plugin.offers, OffersFlow::facet) ? entry("integrators that fit", others(Kind::integrator))
                                                         : "") +
             entry("analyses that fit", moves(plugin) ? others(Kind::analysis) : "none: it does not move");
    case Kind::learning_rule:
    case Kind::integrator:
    case Kind::analysis:
      return entry(
          "models that fit",
          links_to(those_of(catalogue, Kind::model, [&](const PluginInfo& model) { return fit(model, plugin); })));
    case Kind::pattern_source:
      return entry("models that fit", "any with as many units as a pattern has values");
    case Kind::activation:
    case Kind::corruption:
      return entry("used by", links_to(holders(catalogue, plugin.kind)));
  }
  return "";
}

std::string records_html(const PluginInfo& plugin) {
  if (plugin.records.empty()) {
    return "";
  }
  Table table{"records", {"dataset", "dimensions", "recorded"}, {}};
  for (const Recorded& record : plugin.records) {
    table.rows.push_back({"record-" + record.name,
                          {code(record.name),
                           record.dimensions.empty() ? "a single number" : html_text(join(record.dimensions, " x ")),
                           record.always ? "always" : "with some parameters or networks only"}});
  }
  return heading("records", "What it records") +
         paragraph("A figure or a claim names these as " + code("analyses/" + plugin.name + "/DATASET") +
                       ", or with the analysis' own label.",
                   "note") +
         html_of(table);
}

std::string example_html(const PluginInfo& plugin, const std::optional<Example>& example) {
  if (!example) {
    return heading("example", "Example") +
           paragraph("No other plugins were found with which it makes a complete experiment.", "note");
  }
  std::string files;
  std::string names;
  for (const ExampleFile& file : example->files) {
    files += std::string(files.empty() ? "" : " ") + up + path_of(plugin, file);
    names += std::string(names.empty() ? "" : ", ") + link(up + path_of(plugin, file), file.name);
  }
  const std::string read = names.empty() ? "" : "It reads " + names + " beside it. ";
  return heading("example", "Example") + "<pre class=\"spec\" data-files=\"" + html_text(files) + "\">" +
         html_text(example->spec) + "</pre>\n" +
         paragraph(read + (example->runs ? "Save it as " + code("spec.yaml") + "; " + code("engram run spec.yaml") +
                                               " runs it, " + code("engram plot spec.h5") + " draws its results."
                                         : "Its parts fit, but it failed when it was tried for this page."),
                   "note");
}

std::string other_texts(const PluginInfo& plugin) {
  std::string html;
  if (!plugin.list_parameter.empty()) {
    html += paragraph("A list in place of this part means this plugin, with the list as its " +
                      code(plugin.list_parameter) + ".");
  }
  for (const Alternatives& each : plugin.alternatives) {
    std::vector<std::string> words;
    std::ranges::transform(each.words, std::back_inserter(words), code);
    html += paragraph(code(each.parameter) + ": " + join(words) + " give the same result, up to rounding.");
  }
  return html;
}

std::string type_html(const Parameter& parameter, const SiteContent& content) {
  if (parameter.names_files) {
    const std::string words = parameter.type == ValueType::texts ? "paths of files" : "the path of a file";
    return words + (parameter.takes_patterns ? ", or patterns of them" : "") + ", relative to the spec";
  }
  const std::string words = html_text(content.words.type(parameter));
  return !parameter.part_kind ? words
                              : "<a href=\"" + up + "index.html#" +
                                    html_text(kind_name(parameter.part_kind.value())) + "\">" + words + "</a>";
}

}  // namespace

std::string path_of(const PluginInfo& plugin) {
  return std::string(kind_name(plugin.kind)) + "/" + plugin.name + ".html";
}

std::string path_of(const PluginInfo& plugin, const ExampleFile& file) {
  return "files/" + std::string(kind_name(plugin.kind)) + "/" + plugin.name + "/" +
         std::filesystem::path(file.name).filename().string();
}

std::string parameters_html(const std::vector<Parameter>& parameters, const SiteContent& content) {
  if (parameters.empty()) {
    return paragraph("It has none.", "note");
  }
  Table table{"parameters", {"name", "type and range", "unit", "default", "meaning"}, {}};
  for (const Parameter& parameter : parameters) {
    const std::string id = "parameter-" + parameter.name;
    table.rows.push_back(
        {id,
         {"<a href=\"#" + html_text(id) + "\">" + code(parameter.name) + "</a>", type_html(parameter, content),
          html_text(parameter.unit),
          parameter.required ? element("span", "required", "required") : code(content.words.default_value(parameter)),
          html_text(parameter.sentence)}});
  }
  return html_of(table);
}

std::string plugin_html(const PluginInfo& plugin, const std::optional<Example>& example, const SiteContent& content) {
  std::string body =
      element("h1", html_text(plugin.name) + element("span", html_text(content.words.kind(plugin.kind)), "kind")) +
      "\n" + paragraph(html_text(plugin.summary), "summary");
  if (!plugin.equation.empty()) {
    body += element("pre", html_text(plugin.equation), "equation") + "\n";
  }
  if (!plugin.source.empty()) {
    body += paragraph("Source: " + html_text(plugin.source), "note");
  }
  body += heading("parameters", "Parameters") + parameters_html(plugin.parameters, content) + other_texts(plugin);
  body += heading("fits", "What it fits") +
          element("dl", facets_html(plugin, content.catalogue) + fits_html(plugin, content)) + "\n";
  body += records_html(plugin);
  body += example_html(plugin, example);
  return body + heading("library", "Library") + paragraph(code(content.library(plugin)));
}

std::string record_html(const RecordForm& record, const SiteContent& content) {
  std::string body = element("h1", html_text(record.what)) + "\n" + paragraph(html_text(record.summary), "summary") +
                     heading("parameters", "Keys") + parameters_html(record.parameters, content);
  if (record.child != nullptr) {
    body += paragraph(code(record.children_key) + " lists further records, each a " +
                      link(record.child->what + ".html", record.child->what) + ".");
  }
  return body;
}

}  // namespace engram::reference
