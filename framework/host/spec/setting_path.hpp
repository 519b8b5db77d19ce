// The setting that a path of a sweep stands for, however the path is written.
#pragma once

#include <string>

#include "spec/node.hpp"

namespace engram::spec {

/// The one way to write a path into a spec: an item of a list at the top ("analyses", "learning") by its label, an
/// item of any other list by its place. "analyses.recall.duration" of "analyses[0].duration".
std::string canonical_path(const std::string& path, const Node& tree);

/// The setting that holds what stands at a canonical path: "model.activation" of "model.activation.plugin".
std::string setting_path(const std::string& canonical);

}  // namespace engram::spec
