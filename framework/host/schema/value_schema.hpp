// JSON Schema of plain values, from the declaration of a parameter.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <engram/parameters.hpp>

namespace engram::schema {

using Json = nlohmann::ordered_json;

/// Any of several schemas; a single schema is returned unchanged.
Json any_of(std::vector<Json> schemas);

/// A regular expression that matches exactly one text.
std::string literal(const std::string& text);

/// The values of a plain parameter, without its description. Not for parts.
Json value_schema(const Parameter& parameter, const std::vector<std::string>& time_units);

/// A number above 0 in seconds, or a text such as "100 ms".
Json duration_schema(const std::vector<std::string>& time_units);

/// `schema` with the sentence and the default of a parameter, for authors of specs in an editor.
Json described(Json schema, const Parameter& parameter);

/// Values that a spec accepts as text: any plain value, "2024" as well as 2024.
Json text_schema();

/// {"type": "object"} with these properties and no others.
Json closed_object(Json properties, std::vector<std::string> required);

}  // namespace engram::schema
