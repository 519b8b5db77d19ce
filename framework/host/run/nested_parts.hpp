// Parts within parts, and which of them an error is about.
#pragma once

#include <string>
#include <vector>

#include <engram/error.hpp>
#include <engram/index.hpp>
#include <engram/plugin_info.hpp>

namespace engram::run {

/// A part within another one, and its path from there: "corruption", "corruptions[1]".
struct NestedPart {
  std::string path;
  const Part* part;
};

std::vector<NestedPart> parts_within(const Part& part);

/// The path of the parameter of an error, from the part that threw it while a network of so many units was checked.
/// The author of a part need not say that it is a parameter of a part within: it is found there.
std::string path_of_parameter(const Part& part, const ParameterError& error, Index units);

}  // namespace engram::run
