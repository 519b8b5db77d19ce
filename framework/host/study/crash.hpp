// Names the plugin that crashed the program, by its place in the spec.
#pragma once

#include <memory>

#include "plugins/registry.hpp"
#include "spec/spec.hpp"
#include "system/crash_guard.hpp"

namespace engram::study {

/// Guards against crashes of a registry's plugins, named by their libraries, while a spec is checked. A crash ends
/// the process with `exit_code`.
std::unique_ptr<system::CrashGuard> guard_against(const plugins::Registry& registry, int exit_code);

/// From now on, names the libraries by the parts of an experiment and their places in the spec.
void name_parts(const spec::ExperimentSpec& experiment, const plugins::Registry& registry, system::CrashGuard& guard);

}  // namespace engram::study
