#include "schema/spec_schema.hpp"

#include <utility>

#include "schema/part_schema.hpp"
#include "schema/path_schema.hpp"
#include "schema/plugin_json.hpp"
#include "schema/sweep_schema.hpp"
#include "schema/value_schema.hpp"

namespace engram::schema {

namespace {

/// The mark of engram's own schemas, in the first lines of the file.
constexpr std::string_view own_mark = "Written by `engram schema`";

Json record_schema(const RecordForm& form, const std::vector<std::string>& time_units) {
  Json properties = Json::object();
  std::vector<std::string> required;
  for (const Parameter& parameter : form.parameters) {
    properties[parameter.name] = described(value_schema(parameter, time_units), parameter);
    if (parameter.required) {
      required.push_back(parameter.name);
    }
  }
  if (form.child != nullptr) {
    properties[form.children_key] = {{"type", "array"}, {"items", record_schema(*form.child, time_units)}};
  }
  Json schema = closed_object(std::move(properties), std::move(required));
  schema["description"] = form.summary;
  return schema;
}

Json records_schema(const RecordForm& form, const std::vector<std::string>& time_units) {
  return {{"type", {"array", "null"}}, {"items", record_schema(form, time_units)}};
}

Json with_words(Json schema, const char* description) {
  schema["description"] = description;
  return schema;
}

/// The keys of one run.
Json experiment_properties(const SpecForm& form, Extent extent) {
  Json properties = Json::object();
  for (const SectionForm& section : form.sections) {
    properties[section.key] = section_schema(section, extent);
  }
  properties["initial"] = initial_schema(form, extent);
  properties["learning"] = learning_schema(extent);
  properties["analyses"] = analyses_schema(extent);
  return properties;
}

Json keep_schema(const SpecForm& form) {
  const Json rule{{"enum", form.keep_words}};
  Json properties = Json::object();
  for (const std::string& content : form.contents) {
    properties[content] = rule;
  }
  return with_words(any_of({rule, closed_object(std::move(properties), {}), {{"type", "null"}}}),
                    "The arrays of a run that its result keeps; single numbers and lists are always kept.");
}

Json top_properties(const SpecForm& form) {
  Json timeout = duration_schema(form.time_units);
  Json properties{
      {"extends",
       {{"anyOf", {text_schema(), Json{{"type", "array"}, {"items", text_schema()}, {"minItems", 1}}}},
        {"description", "Specs that this one builds on: file names relative to its own folder."}}},
      {"fragments",
       {{"type", {"object", "null"}},
        {"description",
         "Values for anchors, such as `slow: &slow {tau_v: 1 s}`, which `<<: *slow` puts into a part."}}},
      {"title", with_words(text_schema(), "One line.")},
      {"description", with_words(text_schema(), "What the experiment is about.")},
      {"source", with_words(text_schema(), "The paper or tutorial that it is from, as its claims name it.")},
      {"author", with_words(text_schema(), "Who wrote it; pictures carry this name.")},
      {"labels",
       {{"type", "object"},
        {"additionalProperties", text_schema()},
        {"description", "Words for figures, by the name of a case, a setting, a value or a dataset."}}},
      {"folder",
       with_words(text_schema(), "Folder in which relative names of files start; by default that of the spec.")},
      {"seed", with_words(seed_schema(), "Of all random numbers; 1 by default.")}};
  const Json experiment = experiment_properties(form, Extent::open);
  for (const auto& [key, unused] : experiment.items()) {
    properties[key] = true;
  }
  properties["cases"] = cases_schema();
  properties["sweep"] = sweep_schema();
  properties["timeout"] = with_words(any_of({std::move(timeout), {{"type", "null"}}}),
                                     "How long one run may take, such as 10 min; it is stopped then.");
  properties["keep"] = keep_schema(form);
  properties["figures"] =
      with_words(records_schema(form.figure, form.time_units), "The figures that `engram plot` draws.");
  properties["expect"] =
      with_words(records_schema(form.claim, form.time_units), "The claims that `engram check` judges.");
  return properties;
}

/// The keys of a spec that extends another one: null removes what the other one has.
Json over_properties(const Json& properties, const SpecForm& form) {
  Json over = Json::object();
  for (const auto& [key, schema] : properties.items()) {
    over[key] = schema == true || key == "extends" ? schema : any_of({schema, {{"type", "null"}}});
  }
  over.update(experiment_properties(form, Extent::over));
  over["labels"] = {{"type", {"object", "null"}},
                    {"additionalProperties", any_of({text_schema(), {{"type", "null"}}})}};
  over["cases"] = cases_over_schema();
  over["sweep"] = sweep_over_schema();
  over["figures"] = any_of({properties["figures"], items_by_name({{"type", "object"}})});
  return over;
}

/// The explanations of keys, for editors.
Json explanations_of(const Json& properties) {
  Json explanations = Json::object();
  for (const auto& [key, schema] : properties.items()) {
    const bool has_words = schema.is_object() && schema.contains("description");
    explanations[key] = has_words ? Json{{"description", schema["description"]}} : Json(true);
  }
  return explanations;
}

}  // namespace

std::string spec_schema(const Catalogue& catalogue, const SpecForm& form, const std::string& engram_version) {
  const PartSchemas parts(catalogue, form.time_units);
  Json properties = top_properties(form);
  // Cases, a sweep or another file may give the keys that the rest of the spec leaves out.
  Json open = Json::array({{{"required", {"cases"}}}, {{"required", {"sweep"}}}});
  for (const std::string& key : form.keys) {
    if (!properties.contains(key)) {
      properties[key] = true;
      open.push_back({{"required", {key}}});
    }
  }
  Json root{{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"$comment", std::string(own_mark) + ", engram " + engram_version},
            {"title", "A spec of engram"}};
  root.update(closed_object(explanations_of(properties), {}));
  // A network that starts with weights of a result need not learn.
  const Json starts_learned{{"required", {"initial"}}, {"properties", {{"initial", {{"not", {{"type", "null"}}}}}}}};
  const Json learns{{"properties", {{"learning", learning_schema(Extent::whole)}}}, {"required", {"learning"}}};
  Json whole = experiment_properties(form, Extent::whole);
  whole["learning"] = learning_schema(Extent::open);
  std::vector<std::string> required;
  for (const SectionForm& section : form.sections) {
    if (section.required) {
      required.push_back(section.key);
    }
  }
  root["if"] = {{"required", {"extends"}}};
  root["then"] = {{"properties", over_properties(properties, form)}};
  root["else"] = {{"properties", properties},
                  {"if", {{"anyOf", std::move(open)}}},
                  {"then", {{"properties", experiment_properties(form, Extent::open)}}},
                  {"else",
                   {{"properties", std::move(whole)},
                    {"required", required},
                    {"if", starts_learned},
                    {"then", true},
                    {"else", learns}}}};
  Json definitions = parts.definitions();
  definitions.update(variation_definitions(path_schemas(parts, form), form.time_units));
  root["definitions"] = std::move(definitions);
  return json_text(root, 1) + "\n";
}

bool is_own_schema(std::string_view text) {
  return text.starts_with("{") && text.substr(0, 400).find(own_mark) != std::string_view::npos;
}

}  // namespace engram::schema
