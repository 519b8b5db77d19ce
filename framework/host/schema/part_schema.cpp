#include "schema/part_schema.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "schema/declaration_words.hpp"

namespace engram::schema {

namespace {

/// "model", "model.hopfield", "open.analysis.labelled.recall".
std::string definition_name(Kind kind, Extent extent, bool labelled, const std::string& plugin = "") {
  const std::string prefix = extent == Extent::open ? "open." : extent == Extent::over ? "over." : "";
  return prefix + std::string(kind_name(kind)) + (labelled ? ".labelled" : "") + (plugin.empty() ? "" : "." + plugin);
}

Json reference_to(const std::string& definition) {
  return {{"$ref", "#/definitions/" + definition}};
}

std::string description_of(const PluginInfo& plugin) {
  return plugin.summary + (plugin.equation.empty() ? "" : "\n\n" + plugin.equation);
}

std::vector<std::string> required_of(const PluginInfo& plugin) {
  std::vector<std::string> names;
  for (const Parameter& parameter : plugin.parameters) {
    if (parameter.required) {
      names.push_back(parameter.name);
    }
  }
  return names;
}

bool takes_labels(Kind kind) {
  return kind == Kind::learning_rule || kind == Kind::analysis;
}

}  // namespace

Json items_by_name(Json item) {
  return {{"type", "object"},
          {"minProperties", 1},
          {"additionalProperties", any_of({std::move(item), {{"type", "null"}}})},
          {"description", "Changes of single items of the list in the spec that this extends, by their names."}};
}

Json label_schema() {
  return {{"type", {"string", "integer"}},
          {"pattern", "^[A-Za-z0-9_-]+$"},
          {"description", "A unique name among the items of the list: letters, digits, '_' and '-'."}};
}

Json PartSchemas::part(Kind kind, Extent extent, bool labelled) {
  return reference_to(definition_name(kind, extent, labelled));
}

Json PartSchemas::parameter(const Parameter& parameter, Extent extent) const {
  if (parameter.type == ValueType::parts) {
    const Json item = part(parameter.part_kind.value(), extent);
    Json list{{"type", "array"}, {"items", item}};
    return extent == Extent::over ? any_of({std::move(list), items_by_name(item)}) : list;
  }
  if (parameter.type != ValueType::part) {
    return value_schema(parameter, time_units_);
  }
  std::vector<Json> schemas{part(parameter.part_kind.value(), extent)};
  // If there is a default plugin, its parameters may be written without its name.
  const PluginInfo* standard = catalogue_.find(parameter.part_kind.value(), parameter.part_default);
  if (standard != nullptr && extent == Extent::whole) {
    schemas.push_back(plugin_schema(*standard, extent, false, false));
  }
  if (!parameter.required && parameter.part_default.empty()) {
    schemas.push_back({{"type", "null"}});
  }
  return any_of(std::move(schemas));
}

Json PartSchemas::plugin_schema(const PluginInfo& plugin, Extent extent, bool labelled, bool named) const {
  Json properties = Json::object();
  properties["plugin"] = {{"const", plugin.name}, {"description", description_of(plugin)}};
  for (const Parameter& each : plugin.parameters) {
    Json value = parameter(each, extent);
    properties[each.name] =
        described(extent == Extent::over ? any_of({std::move(value), {{"type", "null"}}}) : std::move(value), each);
  }
  if (labelled) {
    properties["label"] = label_schema();
  }
  std::vector<std::string> required;
  if (extent == Extent::whole) {
    required = required_of(plugin);
    if (named) {
      required.insert(required.begin(), "plugin");
    }
  }
  Json schema = closed_object(std::move(properties), std::move(required));
  schema["description"] = description_of(plugin);
  return schema;
}

const PluginInfo* PartSchemas::list_plugin(Kind kind) const {
  const std::vector<const PluginInfo*> plugins = catalogue_.of(kind);
  const auto found =
      std::ranges::find_if(plugins, [](const PluginInfo* plugin) { return !plugin->list_parameter.empty(); });
  return found == plugins.end() ? nullptr : *found;
}

Json PartSchemas::kind_schema(Kind kind, Extent extent, bool labelled) const {
  std::vector<Json> schemas;
  for (const PluginInfo* plugin : catalogue_.of(kind)) {
    if (extent != Extent::whole || required_of(*plugin).empty()) {
      schemas.push_back({{"const", plugin->name}, {"description", plugin->summary}});
    }
    schemas.push_back(reference_to(definition_name(kind, extent, labelled, plugin->name)));
  }
  const PluginInfo* list = list_plugin(kind);
  const Parameter* items = list == nullptr ? nullptr : list->find(list->list_parameter);
  if (items != nullptr) {
    Json schema = parameter(*items, extent);
    schema["description"] = list->summary;
    schemas.push_back(std::move(schema));
  }
  return schemas.empty() ? Json(false) : any_of(std::move(schemas));
}

Json PartSchemas::definitions() const {
  Json definitions = Json::object();
  for (const Extent extent : {Extent::whole, Extent::open, Extent::over}) {
    for (const Kind kind : all_kinds) {
      for (const bool labelled : {false, true}) {
        if (labelled && !takes_labels(kind)) {
          continue;
        }
        definitions[definition_name(kind, extent, labelled)] = kind_schema(kind, extent, labelled);
        for (const PluginInfo* plugin : catalogue_.of(kind)) {
          definitions[definition_name(kind, extent, labelled, plugin->name)] =
              plugin_schema(*plugin, extent, labelled, true);
        }
      }
    }
  }
  return definitions;
}

}  // namespace engram::schema
