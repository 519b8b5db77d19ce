// Labels for drawn data: names and units as text.
#pragma once

#include <string>

#include <engram/value.hpp>

namespace engram::panels {

/// "final_distance" is "final distance".
std::string plain_words(std::string name);
/// The label that a figure has for a name; empty if it has none.
std::string label_of(const NamedTexts& labels, const std::string& name);
/// The same, or other text.
std::string label_or(const NamedTexts& labels, const std::string& name, const std::string& otherwise);
/// The label for a path, or for its last step; empty if there is none.
std::string label_of_path(const NamedTexts& labels, const std::string& path);
/// The label for a path, or the path in plain words.
std::string label_or_words(const NamedTexts& labels, const std::string& path);
/// A sentence as a label, without its full stop.
std::string without_period(std::string sentence);
/// "Time (s)"; a pure number gets no unit. The first letter becomes a capital.
std::string with_unit(const std::string& text, const std::string& unit);

}  // namespace engram::panels
