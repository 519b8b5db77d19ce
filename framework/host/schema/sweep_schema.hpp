// JSON Schema of the variations of a spec: cases and sweeps.
#pragma once

#include <string>
#include <vector>

#include "schema/path_schema.hpp"

namespace engram::schema {

/// Definitions that cases_schema() and sweep_schema() refer to.
Json variation_definitions(const std::vector<PathSchema>& paths, const std::vector<std::string>& time_units);

Json cases_schema();
Json sweep_schema();

/// The same in a spec that extends another one, which has the rest of a case, of a range or of a zip.
Json cases_over_schema();
Json sweep_over_schema();

}  // namespace engram::schema
