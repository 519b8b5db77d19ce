// Texts about the declarations of plugins.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <engram/facet.hpp>
#include <engram/parameters.hpp>
#include <engram/plugin_info.hpp>

namespace engram::schema {

/// The texts that messages about specs use, so that all documentation uses the same.
struct DeclarationWords {
  std::function<std::string(const Parameter&)> type;           ///< "a number above 0, in s"
  std::function<std::string(const Parameter&)> default_value;  ///< "0.1 s"; "required" if there is no default
  std::function<std::string(Kind)> kind;                       ///< "pattern source"
  std::function<std::string(Kind)> kind_plural;                ///< "pattern sources"
};

/// A facet by the name that a plugin's author writes: engram::Facet::error_nodes is "error_nodes".
std::string_view facet_word(Facet facet);

/// The kind of part that a parameter takes ("activation").
Kind part_kind_of(const Parameter& parameter);

}  // namespace engram::schema
