// The gnuplot script of a figure: one complete text with data and commands.
#pragma once

#include <string>
#include <vector>

#include "figures/draw.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

/// A script that writes <stem>.<format> for each of the formats into its working folder. The script and its SVG files
/// have the mark.
std::string write_script(const Page& page, const std::vector<Curves>& curves, const std::string& stem,
                         const std::vector<Format>& formats, const std::string& mark);

}  // namespace engram::figures
