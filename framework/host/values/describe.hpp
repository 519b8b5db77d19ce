// Text for the declaration of a parameter, in messages and documentation.
#pragma once

#include <string>
#include <string_view>

#include <engram/parameters.hpp>
#include <engram/plugin_info.hpp>

namespace engram::values {

/// The allowed values of a parameter: "a number above 0, in s", "a list of whole numbers, each at least 1", "one of:
/// a, b".
std::string type_text(const Parameter& parameter);

/// Its default as a spec would write it: "0.1 s", "[50, 30, 20]", "relu", "none"; "required" if the spec must give
/// it.
std::string default_text(const Parameter& parameter);

/// A value as a spec would write it on one line; a part is its plugin's name.
std::string value_text(const Value& value, const std::string& unit);

/// "from 1 to 10 s", "above 0 and at most 1"; empty if every number is allowed.
std::string range_text(const Limits& limits, const std::string& unit);

/// "a figure", "an axis".
std::string with_article(const std::string& noun);

/// "pattern source", "a pattern source", "pattern sources".
std::string kind_words(Kind kind);
std::string kind_with_article(Kind kind);
std::string kind_plural(Kind kind);

}  // namespace engram::values
