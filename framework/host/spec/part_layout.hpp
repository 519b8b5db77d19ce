// Layouts of values, parts and runs with all of their settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spec/node.hpp"
#include "spec/spec.hpp"
#include "spec/yaml_text.hpp"

namespace engram::spec {

/// A value of a parameter with this unit.
Layout value_layout(const Value& value, const std::string& unit);

/// A part, preceded by `entries`.
Layout part_layout(const Part& part, Layout::Mapping entries = {});

/// The value of a key of one run with every default; std::nullopt for a part that the run does not have.
std::optional<Layout> experiment_layout(const ExperimentSpec& experiment, std::string_view key);

/// A piece of a spec, as it was written.
Layout node_layout(const Node& node);

}  // namespace engram::spec
