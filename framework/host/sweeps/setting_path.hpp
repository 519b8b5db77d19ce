// The setting that a path of a sweep refers to, in a form that does not depend on how the path is written.
#pragma once

#include <string>

#include "yaml/node.hpp"

namespace engram::sweeps {

/// The canonical form of a path into a spec. It names an item of a list at the top ("analyses", "learning") by its
/// label, and an item of any other list by its place: "analyses.recall.duration" for "analyses[0].duration".
std::string canonical_path(const std::string& path, const yaml::Node& tree);

/// The setting for a canonical path: "model.activation" for "model.activation.plugin".
std::string setting_path(const std::string& canonical);

}  // namespace engram::sweeps
