// Writes a resolved spec as YAML, with every default written out.
#pragma once

#include <string>

#include "specification/spec.hpp"
#include "sweeps/sweep.hpp"

namespace engram::specification {

/// The text of one run.
std::string experiment_text(const ExperimentSpec& experiment);

/// Title and description of a spec, to be put before it.
std::string heading_text(const std::string& title, const std::string& description);

/// The whole spec. Each case has all of its sections, and there is no base. A sweep stays as it was written, and so
/// do the settings that it changes or that its filters read; `folder`, if not empty, is where relative names of files
/// in them start. `cells` are the cells of the spec before they are resolved.
std::string spec_text(const Spec& spec, const sweeps::SweepCells& cells, const std::string& folder,
                      const Request& request);

/// Whether a run reads any file.
bool reads_files(const Plan& plan);

}  // namespace engram::specification
