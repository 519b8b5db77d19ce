// Layouts of values, parts and runs with all of their settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "specification/spec.hpp"
#include "yaml/layout.hpp"
#include "yaml/node.hpp"

namespace engram::specification {

/// A value of a parameter with this unit.
yaml::Layout value_layout(const Value& value, const std::string& unit);

/// A part, preceded by `entries`.
yaml::Layout part_layout(const Part& part, yaml::Layout::Mapping entries = {});

/// The value of a key of one run with every default; std::nullopt for a part that the run does not have.
std::optional<yaml::Layout> experiment_layout(const ExperimentSpec& experiment, std::string_view key);

/// A piece of a spec, as it was written.
yaml::Layout node_layout(const yaml::Node& node);

}  // namespace engram::specification
