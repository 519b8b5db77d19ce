// Measures, wraps and shortens text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engram::canvas {

/// The text as it is drawn: valid UTF-8, with a space in place of each control character.
std::string drawable(std::string_view text);

/// The width of a line of type of `size`, in the unit of `size`.
double text_width(std::string_view text, double size, bool bold = false);

/// Breaks text where its language allows it, and within words that are wider than a line, so that no line is wider
/// than `width`. A newline in the text is kept; other white space counts as one space. Empty text has no lines.
std::vector<std::string> wrap(std::string_view text, double width, double size, bool bold = false);

/// The text with spaces at which wrap() does not break: "100 ms".
std::string unbroken(std::string_view text);

/// The text, shortened with an ellipsis if it is wider than `width`.
std::string shortened(std::string_view text, double width, double size);

/// The same for several texts, so that different texts stay different: those that would be equal lose the words they
/// begin with alike, and get a number if that is not enough and there is room.
std::vector<std::string> shortened_apart(const std::vector<std::string>& texts, double width, double size);

/// The text with a capital first letter.
std::string capitalised(std::string text);

}  // namespace engram::canvas
