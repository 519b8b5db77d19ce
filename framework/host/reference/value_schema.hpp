// JSON Schema of plain values: what the declaration of a parameter allows.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <engram/parameters.hpp>

namespace engram::reference {

using Json = nlohmann::ordered_json;

/// Any of several schemas; the one itself where there is only one.
Json any_of(std::vector<Json> schemas);

/// A regular expression that matches a text and nothing else.
std::string literal(const std::string& text);

/// What a plain parameter takes, without its description. Not for parts.
Json value_schema(const Parameter& parameter, const std::vector<std::string>& time_units);

/// A number above 0 in seconds, or a text such as "100 ms".
Json duration_schema(const std::vector<std::string>& time_units);

/// `schema` with the sentence and the default of a parameter, for those who write a spec in an editor.
Json described(Json schema, const Parameter& parameter);

/// What a spec takes as text: any plain value, "2024" as well as 2024.
Json text_schema();

/// {"type": "object"} that has these properties and no others.
Json closed_object(Json properties, std::vector<std::string> required);

}  // namespace engram::reference
