// The gnuplot script of a figure: data and commands in one text, complete in itself.
#pragma once

#include <string>
#include <vector>

#include "figures/draw.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

/// A script that writes <stem>.<format> for each of the formats into the folder where it is run. It bears the mark,
/// and so do the SVG files that it writes.
std::string write_script(const Page& page, const std::vector<Curves>& curves, const std::string& stem,
                         const std::vector<Format>& formats, const std::string& mark);

}  // namespace engram::figures
