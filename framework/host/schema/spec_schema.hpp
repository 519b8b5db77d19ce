// JSON Schema of a spec, from the declarations of plugins, for completion and checks in editors.
#pragma once

#include <string>
#include <string_view>

#include <engram/catalogue.hpp>

#include "schema/spec_form.hpp"

namespace engram::schema {

/// The schema (draft-07, which VS Code's YAML extension reads best) of a spec that may name any plugin of the
/// catalogue. It accepts every spec that engram accepts, and refuses mistakes that the text alone shows; units, sizes
/// and facets that do not agree are left to `engram validate`.
std::string spec_schema(const Catalogue& catalogue, const SpecForm& form, const std::string& engram_version);

/// Whether a text is a schema written by spec_schema().
bool is_own_schema(std::string_view text);

}  // namespace engram::schema
