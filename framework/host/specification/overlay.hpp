// A spec laid over another one, which it extends.
#pragma once

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// Everything of `base`, with the keys of `over` in their place. Both are mappings.
///
/// Mappings are merged, everything else is replaced, and null removes a key. A part that names another plugin
/// replaces the whole part. A mapping over a list of named items (analyses by label or plugin, figures by name)
/// changes the items that it names. In `sweep`, `exclude` is replaced, and a range has the `step` or `count` that
/// comes last. A value without an effect, because a case or the sweep of `base` replaces it, is a problem.
yaml::Node laid_over(const yaml::Node& base, const yaml::Node& over, yaml::Problems& problems);

}  // namespace engram::specification
