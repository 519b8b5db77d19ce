// Reads the value of one parameter from a node, according to its declaration.
#pragma once

#include <optional>
#include <string>

#include <engram/parameters.hpp>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::values {

/// Whether relative names of files at a mark start in another folder than those of the spec itself: on the command
/// line, or in a spec in another folder, which the spec extends.
bool starts_elsewhere(const yaml::Mark& mark);

/// The absolute path of a file: names on the command line are relative to the current folder, names in a source with
/// a folder of its own to that, other names to `folder`, or to the folder of the spec if that is empty.
std::string absolute_path(const std::string& file, const yaml::Mark& mark, const std::string& folder);

/// The absolute path of a file, or the absolute pattern if the parameter takes patterns. A file of exactly that name
/// counts before others that match it as a pattern, and the folder is never a pattern. `folder` as for
/// absolute_path().
std::string path_of_file(const yaml::Node& node, const Parameter& parameter, const std::string& folder);

/// Whether the value of an optional parameter, `null` or `none` for a number, means that it is not given.
bool is_left_out(const yaml::Node& node, const Parameter& parameter);

/// Reads any type but parts. `subject` names the parameter in messages: "parameter 'tau_v' of model 'pc_hopfield'".
/// Relative names of files start in `folder`, as for absolute_path(). Returns std::nullopt and adds a problem if the
/// value does not fit.
std::optional<Value> read_value(const yaml::Node& node, const Parameter& parameter, const std::string& subject,
                                yaml::Problems& problems, const std::string& folder = {});

}  // namespace engram::values
