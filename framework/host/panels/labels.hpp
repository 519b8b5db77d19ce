// Labels for drawn data: names and units as text.
#pragma once

#include <string>

namespace engram::panels {

/// "final_distance" is "final distance".
std::string plain_words(std::string name);
/// A sentence as a label, without its full stop.
std::string without_period(std::string sentence);
/// "Time (s)"; a pure number gets no unit. The first letter becomes a capital.
std::string with_unit(const std::string& text, const std::string& unit);

}  // namespace engram::panels
