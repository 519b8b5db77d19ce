// Who is at fault where a plugin crashes the program, in the words of the spec.
#pragma once

#include <memory>

#include "plugins/registry.hpp"
#include "spec/spec.hpp"
#include "system/crash_guard.hpp"

namespace engram::app {

/// Guards against the plugins of a registry, each named by its library: for the time in which a spec is checked.
std::unique_ptr<system::CrashGuard> guard_against(const plugins::Registry& registry);

/// From now on the libraries that an experiment uses are named by its parts, and by where the spec asks for those.
void name_parts(const spec::ExperimentSpec& experiment, const plugins::Registry& registry, system::CrashGuard& guard);

}  // namespace engram::app
