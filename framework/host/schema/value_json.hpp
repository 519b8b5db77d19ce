// Values and limits of parameters as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <engram/parameters.hpp>

namespace engram::schema {

/// The default of a parameter, in SI units: a number, a text, a list, or the name of a plugin for a part; null if
/// there is no default.
nlohmann::ordered_json default_json(const Parameter& parameter);

/// The keys of limits.
struct LimitNames {
  const char* min;
  const char* max;
  const char* above;
  const char* below;
};

/// Adds the limits that are set.
void put_limits(nlohmann::ordered_json& json, const Limits& limits, const LimitNames& names);

/// {"min": 0, "below": 1}: only the limits that are set.
nlohmann::ordered_json limits_json(const Limits& limits);

/// A number without a fraction in JSON if it is whole.
nlohmann::ordered_json number_json(double number);

}  // namespace engram::schema
