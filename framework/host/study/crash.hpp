// Names the plugin that crashed the program, by its place in the spec.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "specification/spec.hpp"
#include "system/crash_guard.hpp"

namespace engram::study {

/// Guards against crashes of a registry's plugins, named by their libraries, while a spec is checked. A crash ends
/// the process with `exit_code`.
std::unique_ptr<system::CrashGuard> guard_against(const plugins::Registry& registry, int exit_code);

/// From now on, names the libraries by the parts of an experiment and their places in the spec.
void name_parts(const specification::ExperimentSpec& experiment, const plugins::Registry& registry,
                system::CrashGuard& guard);

/// The line below the message about a crash: `target` was not written, and how to see where the command crashed if
/// its words are known.
std::string hint_after_crash(const std::filesystem::path& target, const std::vector<std::string>& command_line);

}  // namespace engram::study
