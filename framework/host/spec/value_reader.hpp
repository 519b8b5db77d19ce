// Reads the value of one parameter from a node, according to its declaration.
#pragma once

#include <optional>
#include <string>

#include <engram/parameters.hpp>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// Reads any type but parts. `subject` names the parameter in messages: "parameter 'tau_v' of model 'pc_hopfield'".
/// Returns std::nullopt and adds a problem if the value does not fit.
std::optional<Value> read_value(const Node& node, const Parameter& parameter, const std::string& subject,
                                Problems& problems);

}  // namespace engram::spec
