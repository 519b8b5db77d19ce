// Turns a spec file into experiments that can run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "run/compose.hpp"
#include "specification/spec.hpp"

namespace engram::study {

/// Reads, resolves and composes a spec, one run at a time. Prints every mistake to stderr, and throws RequestError
/// with their number if there are any.
specification::Spec check_spec(const std::filesystem::path& file, const std::vector<std::string>& sets,
                               const plugins::Registry& registry);

/// Resolves and composes a parsed spec, adds its mistakes to `problems`, and keeps its doubts.
specification::Spec compose_spec(const yaml::Node& root, const std::vector<std::string>& sets,
                                 const Catalogue& catalogue, yaml::Problems& problems);

/// Creates the parts of one run of a checked spec.
run::Experiment make_experiment(const Plan& plan, const Catalogue& catalogue);

}  // namespace engram::study
