// Text of files as HTML.
#pragma once

#include <string>
#include <string_view>

namespace engram::system {

/// The visible_text() of a text, in which &, <, >, and both quotes are escaped.
std::string html_text(std::string_view text);

}  // namespace engram::system
