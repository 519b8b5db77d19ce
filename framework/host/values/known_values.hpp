// The values that a sweep has, for requests that name one of them.
#pragma once

#include <string>
#include <vector>

namespace engram::values {

/// Whether two texts are one number, in seconds if they have a unit of time.
bool is_same_number(const std::string& a, const std::string& b);

/// "did you mean '5'?": the most similar value; for a number, the closest number. Empty if none is similar.
std::string near_value(const std::string& text, const std::vector<std::string>& values);

/// The first words, and how many more there are, since a sweep may have too many to list.
std::string some_of(const std::vector<std::string>& words);

}  // namespace engram::values
