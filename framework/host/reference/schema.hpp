// JSON Schema of a spec, from what plugins declare: editors complete and check by it while a spec is written.
#pragma once

#include <string>
#include <string_view>

#include <engram/catalogue.hpp>

#include "reference/spec_form.hpp"

namespace engram::reference {

/// The schema (draft-07, which VS Code's YAML extension reads best) of a spec that may name any plugin of the
/// catalogue. It accepts what engram accepts, and refuses what can be told from the text alone: units, sizes and
/// facets that do not agree are for `engram validate`.
std::string schema(const Catalogue& catalogue, const SpecForm& form, const std::string& engram_version);

/// Whether a text is a schema that this room wrote.
bool is_own_schema(std::string_view text);

}  // namespace engram::reference
