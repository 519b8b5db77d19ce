// Measures, wraps and quotes text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engram::figures {

/// The width of a line in a font of `size`, in the unit of `size`. It uses the widths of DejaVu Sans, one of the
/// widest sans-serif fonts, so that text fits in any font that replaces it.
double text_width(std::string_view text, double size);

/// Breaks text between words, and within words that are wider than a line, so that no line is wider than `width`. A
/// newline in the text is kept; other white space counts as one space. Empty text has no lines.
std::vector<std::string> wrap(std::string_view text, double width, double size);

/// The text with spaces at which wrap() does not break: "100 ms".
std::string unbroken(std::string_view text);

/// The text, shortened with an ellipsis if it is wider than `width`.
std::string shortened(std::string_view text, double width, double size);

/// The same for several texts, so that different texts stay different: those that would be equal lose the words they
/// begin with alike, and get a number if that is not enough and there is room.
std::vector<std::string> shortened_apart(const std::vector<std::string>& texts, double width, double size);

/// The text as a gnuplot string without any special characters, on one line.
std::string quoted_text(std::string_view text);

/// The same in bold type, by gnuplot's enhanced mode, since the svg terminal has no other bold type.
std::string quoted_bold(std::string_view text);

/// The text with a capital first letter.
std::string capitalised(std::string text);

}  // namespace engram::figures
