// The dotted paths that cases and sweeps may change, each with its schema.
#pragma once

#include <string>
#include <vector>

#include "schema/part_schema.hpp"
#include "schema/spec_form.hpp"

namespace engram::schema {

struct PathSchema {
  std::string pattern;  ///< a regular expression for the whole path, without ^ and $
  Json value;
  bool holds_parts = false;
};

/// Every path to a value of one run: "seed", "model", "model.activation.gain", "analyses[0].duration".
std::vector<PathSchema> path_schemas(const PartSchemas& parts, const SpecForm& form);

/// The schemas of the keys of one run.
Json seed_schema();
Json section_schema(const SectionForm& section, Extent extent);
Json initial_schema(const SpecForm& form, Extent extent);
Json learning_schema(Extent extent);
Json analyses_schema(Extent extent);

}  // namespace engram::schema
