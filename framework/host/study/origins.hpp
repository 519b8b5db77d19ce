// The origin of each value of a spec.
#pragma once

#include <engram/recorder.hpp>

#include "spec/spec.hpp"

namespace engram::study {

/// Records a table: each setting of the first run of each case, its value, the default of its parameter, and its
/// origin: a place in a file ("fig4.yaml:7:3"), an option ("--set model.tau_v=50ms"), "default", or "sweep" if it
/// differs between cells.
void record_origins(const spec::Spec& spec, Recorder& recorder);

}  // namespace engram::study
