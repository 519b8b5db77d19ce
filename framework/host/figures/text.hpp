// Text on a page: how wide it is, where it breaks, and how gnuplot reads it as it stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engram::figures {

/// The width of a line in a font of `size`, in the unit of `size`. It goes by DejaVu Sans, one of the widest of the
/// sans-serif fonts, so that text fits in whatever font stands in for it.
double text_width(std::string_view text, double size);

/// Breaks text between words, and words that are wider than a line within, so that no line is wider than `width`.
/// A newline in the text stays one; other white space counts as one space. No text, no lines.
std::vector<std::string> wrap(std::string_view text, double width, double size);

/// The text as wrap() will keep it on one line: "100 ms".
std::string unbroken(std::string_view text);

/// The text, cut short with an ellipsis where it is wider than `width`.
std::string shortened(std::string_view text, double width, double size);

/// The text as a gnuplot string in which nothing has a meaning of its own. It keeps to one line.
std::string quoted_text(std::string_view text);

/// The same in bold type, for gnuplot's enhanced mode: the svg terminal knows no other way to bold type.
std::string quoted_bold(std::string_view text);

/// The text with a capital first letter.
std::string capitalised(std::string text);

}  // namespace engram::figures
