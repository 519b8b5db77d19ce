// Colours that people with any kind of colour vision can distinguish.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace engram::figures {

/// The number of distinguishable colours; a larger number of things is coloured by a scale.
std::size_t distinct_colours();

/// "#rrggbb" for each of `count` things: distinct colours, or steps of a scale from dark to light if there are too
/// many.
std::vector<std::string> colours(std::size_t count);

}  // namespace engram::figures
