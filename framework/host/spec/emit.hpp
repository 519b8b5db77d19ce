// A resolved spec -> YAML, with every default written out.
#pragma once

#include <string>

#include "spec/spec.hpp"

namespace engram::spec {

/// What one run is made of.
std::string experiment_text(const ExperimentSpec& experiment);

/// Title and description of a spec, to stand in front of that.
std::string heading_text(const std::string& title, const std::string& description);

/// The whole spec; each case holds all of its sections, and there is no base. A sweep stays as it was written, beside
/// cases that hold what the first cell of each has.
std::string spec_text(const Spec& spec, const Request& request);

}  // namespace engram::spec
