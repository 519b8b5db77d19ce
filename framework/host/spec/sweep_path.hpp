// Paths into a sweep, whose keys are paths themselves: "sweep.patterns.count.to".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "spec/node.hpp"
#include "spec/path.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// The steps of `path`, which begins with "sweep", into `sweep` as it is written. The longest existing key becomes
/// one step: "patterns.count" in "sweep.patterns.count.to". A list or a range at a path that is not swept yet makes a
/// new axis. Anything else is a problem at `mark` and gives std::nullopt.
std::optional<std::vector<Step>> sweep_steps(const Node& sweep, std::string_view path, const Node& value,
                                             const Mark& mark, Problems& problems);

}  // namespace engram::spec
