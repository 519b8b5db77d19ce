// Finding a part: the one that an error is about, or the one of a plugin.
#pragma once

#include <string>

#include <engram/error.hpp>
#include <engram/index.hpp>
#include <engram/plugin_info.hpp>

#include "run/compose.hpp"

namespace engram::run {

/// The path of the parameter of an error, starting from the part that threw it while a network of `units` units was
/// checked. If the parameter belongs to a nested part, it is found there, so authors of parts need not give the whole
/// path.
std::string path_of_parameter(const Part& part, const ParameterError& error, Index units);

/// The first part of a plan, or within one of its parts, that is made of a plugin; nullptr if there is none.
const Part* find_part(const Plan& plan, const PluginInfo& plugin);

}  // namespace engram::run
