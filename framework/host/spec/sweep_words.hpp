// The words by which a label calls the values of a swept path.
#pragma once

#include <string>
#include <vector>

#include "spec/node.hpp"

namespace engram::spec {

/// A text as it may stand in the name of a group and of a file: spaces go, what is unusual becomes '_'.
std::string in_label(const std::string& text);

/// Whether one of the values is a part with parameters, or a list with such a part.
bool holds_parts(const std::vector<Node>& values);

/// A word for each value, for labels and for the axis of a summary; the same word for the same value only:
/// - a number or a text is its own word ("10ms"), and a list of them is called by its place, from 0 on;
/// - a part is its plugin, and of several with one plugin each with what differs: "tanh(gain=0.3)", "tanh";
/// - a list of parts is its parts with a '+' between them;
/// - a word of more than 64 letters keeps its two ends;
/// - where different values come to the same word, the later ones get "~2", "~3" behind it.
std::vector<std::string> words_of(const std::vector<Node>& values);

/// Puts "~2", "~3" behind words that were there before.
void make_different(std::vector<std::string>& words);

}  // namespace engram::spec
