// The setting that a path of a sweep refers to, in a form that does not depend on how the path is written.
#pragma once

#include <string>
#include <vector>

#include "sweeps/cases.hpp"
#include "sweeps/sweep.hpp"
#include "yaml/node.hpp"

namespace engram::sweeps {

/// The canonical form of a path into a spec. It names an item of a list at the top ("analyses", "learning") by its
/// label, and an item of any other list by its place: "analyses.recall.duration" for "analyses[0].duration".
std::string canonical_path(const std::string& path, const yaml::Node& tree);

/// The setting for a canonical path: "model.activation" for "model.activation.plugin".
std::string setting_path(const std::string& canonical);

/// Reports pairs of paths that are written differently but lead into each other in a case, since one of their values
/// would be lost. Returns whether there were none.
bool refuse_aliases(const std::vector<SweepAxis>& axes, const yaml::Node& tree, yaml::Problems& problems);

/// Reports paths that lead to a setting of another name in another case: their column would have the wrong name for
/// some cells. Returns whether there were none.
bool refuse_renamed_settings(const std::vector<SweepAxis>& axes, const std::vector<CaseTree>& cases,
                             yaml::Problems& problems);

}  // namespace engram::sweeps
