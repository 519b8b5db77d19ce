// Parts within parts, and finding the one that an error is about.
#pragma once

#include <string>
#include <vector>

#include <engram/error.hpp>
#include <engram/index.hpp>
#include <engram/plugin_info.hpp>

namespace engram::run {

/// A part within another part, and its path from there: "corruption", "corruptions[1]".
struct NestedPart {
  std::string path;
  const Part* part;
};

std::vector<NestedPart> parts_within(const Part& part);

/// The path of the parameter of an error, starting from the part that threw it while a network of `units` units was
/// checked. If the parameter belongs to a nested part, it is found there, so authors of parts need not give the whole
/// path.
std::string path_of_parameter(const Part& part, const ParameterError& error, Index units);

}  // namespace engram::run
