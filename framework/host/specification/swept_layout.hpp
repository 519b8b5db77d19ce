// The layout of a spec with a sweep.
#pragma once

#include "specification/spec.hpp"
#include "sweeps/sweep.hpp"
#include "yaml/layout.hpp"

namespace engram::specification {

/// Adds the cases of a sweep to a document, such that the sweep makes the same cells from them: what the sweep
/// changes or its filters read is as it was written, and all else is complete.
void add_swept(const Spec& spec, const sweeps::SweepCells& cells, yaml::Layout::Mapping& document);

}  // namespace engram::specification
