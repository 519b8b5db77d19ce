// Writes a resolved spec as YAML, with every default written out.
#pragma once

#include <string>

#include "spec/spec.hpp"

namespace engram::spec {

/// The text of one run.
std::string experiment_text(const ExperimentSpec& experiment);

/// Title and description of a spec, to be put before it.
std::string heading_text(const std::string& title, const std::string& description);

/// The whole spec. Each case has all of its sections, and there is no base. A sweep stays as it was written, and each
/// case has the settings of its first cell.
std::string spec_text(const Spec& spec, const Request& request);

}  // namespace engram::spec
