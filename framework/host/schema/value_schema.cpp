#include "schema/value_schema.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <engram/words.hpp>

#include "schema/value_json.hpp"

namespace engram::schema {

namespace {

constexpr LimitNames schema_names{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"};

/// A number followed by a unit: "100 ms". A pattern can check only the sign of the limits.
Json quantity_schema(const std::vector<std::string>& units, const Limits& limits) {
  std::vector<std::string> words;
  std::ranges::transform(units, std::back_inserter(words), literal);
  const bool no_sign = limits.min >= 0.0 || limits.above >= 0.0;
  const std::string sign = no_sign ? "\\+?" : "[+-]?";
  const std::string not_zero = limits.above >= 0.0 ? "(?=[0-9]*\\.?[0-9]*[1-9])" : "";
  const std::string number = "(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
  return {{"type", "string"}, {"pattern", "^" + sign + not_zero + number + " *(?:" + join(words, "|") + ")$"}};
}

std::vector<std::string> units_of(const std::string& unit, const std::vector<std::string>& time_units) {
  if (unit == "s") {
    return time_units;
  }
  return unit.empty() || unit == "1" ? std::vector<std::string>{} : std::vector{unit};
}

std::vector<Json> number_schemas(const char* type, const Parameter& parameter,
                                 const std::vector<std::string>& time_units) {
  Json number{{"type", type}};
  put_limits(number, parameter.limits, schema_names);
  std::vector<Json> schemas{std::move(number)};
  if (const auto units = units_of(parameter.unit, time_units); !units.empty()) {
    schemas.push_back(quantity_schema(units, parameter.limits));
  }
  return schemas;
}

/// A list of `item`s; a single item needs no brackets.
std::vector<Json> list_schemas(std::vector<Json> items) {
  Json list{{"type", "array"}, {"items", any_of(items)}};
  items.push_back(std::move(list));
  return items;
}

/// The words as texts, and also as the number or truth value that YAML reads for some of them.
Json words_schema(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) {
    list.push_back(word);
    if (Json::accept(word)) {
      list.push_back(Json::parse(word));
    }
  }
  return {{"enum", list}};
}

/// A text, null, or a list of texts such as [1, 2].
Json named_text_schema() {
  Json item{{"type", {"string", "number", "boolean", "null"}}};
  Json list{{"type", "array"}, {"items", item}};
  return any_of({std::move(item), std::move(list)});
}

/// `at` names the paths of a sweep; labels, styles and theories are named by words of any kind.
Json named_texts_schema(const Parameter& parameter) {
  Json schema{{"type", "object"}, {"additionalProperties", named_text_schema()}};
  if (parameter.name == "at") {
    schema["propertyNames"] = {{"$ref", "#/definitions/place"}};
  }
  return schema;
}

Json pairs_schema() {
  return {{"type", "array"},
          {"items",
           {{"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 0}}}, {"minItems", 2}, {"maxItems", 2}}}};
}

std::vector<Json> schemas_of(const Parameter& parameter, const std::vector<std::string>& time_units) {
  if (const auto item = words_of(parameter.type).item) {
    Parameter each = parameter;
    each.type = *item;
    return list_schemas(schemas_of(each, time_units));
  }
  switch (parameter.type) {
    case ValueType::boolean:
      return {Json{{"type", "boolean"}}};
    case ValueType::integer:
      return number_schemas("integer", parameter, time_units);
    case ValueType::real:
      return number_schemas("number", parameter, time_units);
    case ValueType::text:
      return {text_schema()};
    case ValueType::choice:
      return {words_schema(parameter.choices)};
    case ValueType::named_texts:
      return {named_texts_schema(parameter)};
    case ValueType::choice_or_pairs:
      return {words_schema(parameter.choices), pairs_schema()};
    default:
      return {};
  }
}

}  // namespace

std::string literal(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

Json any_of(std::vector<Json> schemas) {
  return schemas.size() == 1 ? schemas.front() : Json{{"anyOf", schemas}};
}

Json text_schema() {
  return {{"type", {"string", "number", "boolean"}}};
}

Json value_schema(const Parameter& parameter, const std::vector<std::string>& time_units) {
  std::vector<Json> schemas = schemas_of(parameter, time_units);
  if (!parameter.required && std::holds_alternative<std::monostate>(parameter.default_value)) {
    const bool is_number = parameter.type == ValueType::real || parameter.type == ValueType::integer;
    schemas.push_back(is_number ? Json{{"enum", {nullptr, "none"}}} : Json{{"type", "null"}});
  }
  return any_of(std::move(schemas));
}

Json duration_schema(const std::vector<std::string>& time_units) {
  Parameter parameter;
  parameter.unit = "s";
  parameter.limits = {.above = 0};
  parameter.required = true;
  return value_schema(parameter, time_units);
}

Json described(Json schema, const Parameter& parameter) {
  const bool has_unit = !parameter.unit.empty() && parameter.unit != "1";
  schema["description"] = parameter.sentence + (has_unit ? " In " + parameter.unit + "." : "");
  if (const Json value = default_json(parameter); !value.is_null()) {
    schema["default"] = value;
  }
  return schema;
}

Json closed_object(Json properties, std::vector<std::string> required) {
  Json object{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) {
    object["required"] = std::move(required);
  }
  return object;
}

}  // namespace engram::schema
