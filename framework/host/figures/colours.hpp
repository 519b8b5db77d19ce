// Colours that people with any kind of colour vision tell apart.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace engram::figures {

/// As many distinguishable colours as there are, beyond which a scale takes their place.
std::size_t distinct_colours();

/// "#rrggbb" for each of `count` things: distinct colours, or steps of a scale from dark to light where they are
/// more.
std::vector<std::string> colours(std::size_t count);

}  // namespace engram::figures
