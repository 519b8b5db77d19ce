// Tries whether an experiment runs without failures, whatever its plugins do.
#pragma once

#include "run/compose.hpp"

namespace engram::study {

/// Runs an experiment in a separate process and discards its records. False if something failed, if the process
/// crashed, or if it took longer than `timeout` seconds.
bool runs_through(const run::Experiment& experiment, double timeout);

}  // namespace engram::study
