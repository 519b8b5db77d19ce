// Trying whether an experiment runs through, whatever its plugins do.
#pragma once

#include "run/compose.hpp"

namespace engram::app {

/// Runs an experiment in a process of its own and keeps nothing of what it records. False where something failed, or
/// where the process crashed or went on for longer than `timeout` seconds.
bool runs_through(const run::Experiment& experiment, double timeout);

}  // namespace engram::app
