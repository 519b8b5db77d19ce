// The provenance of a result: the program and the project that made it, and the origin of each value of its spec.
#pragma once

#include <engram/recorder.hpp>

#include "specification/spec.hpp"
#include "store/provenance.hpp"
#include "study/study.hpp"

namespace engram::study {

/// The provenance that is known when a run begins.
store::Provenance provenance_of(const Study& study);

/// Records a table: each setting of the first run of each case, its value, the default of its parameter, and its
/// origin: a place in a file ("fig4.yaml:7:3"), an option ("--set model.tau_v=50ms"), "default", or "sweep" if it
/// differs between cells.
void record_origins(const specification::Spec& spec, Recorder& recorder);

}  // namespace engram::study
