// Values and limits of parameters as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <engram/parameters.hpp>

namespace engram::reference {

/// What a parameter is where a spec says nothing, in SI units: a number, a text, a list, the name of a plugin for a
/// part; null where there is none.
nlohmann::ordered_json default_json(const Parameter& parameter);

/// "real", "choice_or_pairs": the words for types in `engram plugins --json`.
const char* type_word(ValueType type);

/// {"min": 0, "below": 1}: what is set, and nothing else.
nlohmann::ordered_json limits_json(const Limits& limits);

/// A number that JSON writes without a fraction where it has none.
nlohmann::ordered_json number_json(double number);

}  // namespace engram::reference
