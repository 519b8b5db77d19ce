// A node -> the value of one parameter, as its declaration says.
#pragma once

#include <optional>
#include <string>

#include <engram/parameters.hpp>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// Reads anything but parts. `subject` stands for the parameter in messages: "parameter 'tau_v' of model
/// 'pc_hopfield'". None where the value does not fit, and then `problems` says why.
std::optional<Value> read_value(const Node& node, const Parameter& parameter, const std::string& subject,
                                Problems& problems);

}  // namespace engram::spec
