// The words for the values of a swept path in labels.
#pragma once

#include <string>
#include <vector>

#include "yaml/node.hpp"

namespace engram::sweeps {

/// Turns a text into a valid name for groups and files: removes spaces and replaces unusual characters by '_'.
std::string in_label(const std::string& text);

/// Whether one of the values is a part with parameters, or a list that contains one.
bool holds_parts(const std::vector<yaml::Node>& values);

/// A word for each value, for labels and for the axis of a summary. Only equal values get the same word:
/// - a number or a text is its own word ("10ms"); a list of them gets its place, counted from 0;
/// - a part gets the name of its plugin, with the differing parameters if several have the same plugin:
///   "tanh(gain=0.3)", "tanh";
/// - a list of parts gets the words of its parts, joined by '+';
/// - a word of more than 64 letters is shortened to its two ends;
/// - if different values have the same word, "~2", "~3" is appended to the later ones.
std::vector<std::string> words_of(const std::vector<yaml::Node>& values);

/// Appends "~2", "~3" to repeated words.
void make_different(std::vector<std::string>& words);

}  // namespace engram::sweeps
