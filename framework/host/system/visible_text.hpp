// Text of files, made safe to show: characters that a reader cannot see, or that change how others are shown.
#pragma once

#include <string>
#include <string_view>

namespace engram::system {

/// The text with each control character except line breaks and tabs as its number, `\x1b`, and so with each byte that
/// is not UTF-8, and each character that turns the direction of text, has no width or breaks lines, `\u{202e}`: texts
/// of specs and results may come from anyone, a terminal obeys control characters, and the others disguise a text.
std::string visible_text(std::string_view text);

}  // namespace engram::system
