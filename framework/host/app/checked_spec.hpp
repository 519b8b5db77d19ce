// From a spec file to experiments that may run: what `run` and `validate` have in common.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "run/compose.hpp"
#include "spec/spec.hpp"

namespace engram::app {

/// A spec without mistakes, and what it is made of.
struct CheckedSpec {
  spec::Spec spec;
  std::vector<run::Experiment> experiments;  ///< one per case, in the order of spec.cases
};

/// Reads, resolves and composes a spec. Prints every mistake to stderr, and throws RequestError with their number
/// where there is one.
CheckedSpec check_spec(const std::filesystem::path& file, const std::vector<std::string>& sets,
                       const plugins::Registry& registry);

}  // namespace engram::app
