// Texts about the declarations of plugins.
#pragma once

#include <functional>
#include <string>

#include <engram/kind.hpp>
#include <engram/parameters.hpp>

namespace engram::schema {

/// The texts that messages about specs use, so that all documentation uses the same.
struct DeclarationWords {
  std::function<std::string(const Parameter&)> type;           ///< "a number above 0, in s"
  std::function<std::string(const Parameter&)> default_value;  ///< "0.1 s"; "required" if there is no default
  std::function<std::string(Kind)> kind;                       ///< "pattern source"
  std::function<std::string(Kind)> kind_plural;                ///< "pattern sources"
};

}  // namespace engram::schema
