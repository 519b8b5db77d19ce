#include "schema/plugin_json.hpp"

#include "schema/value_json.hpp"

namespace engram::schema {

using Json = nlohmann::ordered_json;

namespace {

Json parameters_json(const std::vector<Parameter>& parameters, const DeclarationWords& words) {
  Json list = Json::array();
  for (const Parameter& parameter : parameters) {
    list.push_back({{"name", parameter.name},
                    {"type", words.type(parameter)},
                    {"value_type", words_of(parameter.type).name},
                    {"unit", parameter.unit},
                    {"limits", limits_json(parameter.limits)},
                    {"choices", parameter.choices},
                    {"required", parameter.required},
                    {"default", parameter.required ? Json() : Json(words.default_value(parameter))},
                    {"default_value", default_json(parameter)},
                    {"part_kind", parameter.part_kind ? kind_name(parameter.part_kind.value()) : ""},
                    {"names_files", parameter.names_files},
                    {"description", parameter.sentence}});
  }
  return list;
}

Json facets_json(const std::vector<Facet>& facets, std::string_view Facet::*word) {
  Json names = Json::array();
  for (const Facet& facet : facets) {
    names.push_back(facet.*word);
  }
  return names;
}

Json examples_json(const PluginInfo& plugin) {
  Json files = Json::array();
  for (const ExampleFile& file : plugin.example_files) {
    files.push_back(file.name);
  }
  return files;
}

Json alternatives_json(const PluginInfo& plugin) {
  Json list = Json::array();
  for (const Alternatives& each : plugin.alternatives) {
    list.push_back({{"parameter", each.parameter}, {"words", each.words}});
  }
  return list;
}

Json records_json(const PluginInfo& plugin) {
  Json list = Json::array();
  for (const Recorded& record : plugin.records) {
    list.push_back({{"dataset", record.name},
                    {"dimensions", record.dimensions},
                    {"always", record.always},
                    {"with", record.with}});
  }
  return list;
}

}  // namespace

Json plugin_json(const PluginInfo& plugin, const std::string& library, const std::string& sdk_version,
                 const DeclarationWords& words) {
  return {{"kind", kind_name(plugin.kind)},
          {"name", plugin.name},
          {"summary", plugin.summary},
          {"equation", plugin.equation},
          {"source", plugin.source},
          {"offers", facets_json(plugin.offers, &Facet::words)},
          {"needs", facets_json(plugin.needs, &Facet::words)},
          {"offers_facets", facets_json(plugin.offers, &Facet::name)},
          {"needs_facets", facets_json(plugin.needs, &Facet::name)},
          {"parameters", parameters_json(plugin.parameters, words)},
          {"list_parameter", plugin.list_parameter},
          {"examples", plugin.examples},
          {"example_files", examples_json(plugin)},
          {"alternatives", alternatives_json(plugin)},
          {"records", records_json(plugin)},
          {"library", library},
          {"sdk_version", sdk_version}};
}

Json record_json(const RecordForm& record, const DeclarationWords& words) {
  return {{"kind", "record"},
          {"name", record.what},
          {"summary", record.summary},
          {"parameters", parameters_json(record.parameters, words)},
          {"children_key", record.children_key},
          {"children", record.child == nullptr ? "" : record.child->what}};
}

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', true, Json::error_handler_t::replace);
}

}  // namespace engram::schema
