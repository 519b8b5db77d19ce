// Paths into a sweep, whose keys are paths themselves: "sweep.patterns.count.to".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/path.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

/// The steps of `path`, which begins with "sweep", into `sweep` as it is written. The longest existing key becomes
/// one step: "patterns.count" in "sweep.patterns.count.to". A list or a range at a path that is not swept yet makes a
/// new axis. Anything else is a problem at `mark` and gives std::nullopt.
std::optional<std::vector<yaml::Step>> sweep_steps(const yaml::Node& sweep, std::string_view path,
                                                   const yaml::Node& value, const yaml::Mark& mark,
                                                   yaml::Problems& problems);

}  // namespace engram::sweeps
