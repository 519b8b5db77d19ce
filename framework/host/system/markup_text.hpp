// Text of files in HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace engram::system {

/// The visible_text() of a text, in which &, <, >, and both quotes are escaped.
std::string markup_text(std::string_view text);

}  // namespace engram::system
