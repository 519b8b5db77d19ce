// The layout of a spec with a sweep.
#pragma once

#include "spec/spec.hpp"
#include "spec/sweep.hpp"
#include "spec/yaml_text.hpp"

namespace engram::spec {

/// Adds the cases of a sweep to a document, such that the sweep makes the same cells from them: what the sweep
/// changes or its filters read is as it was written, and all else is complete.
void add_swept(const Spec& spec, const SweepCells& cells, Layout::Mapping& document);

}  // namespace engram::spec
