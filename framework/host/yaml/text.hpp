// Lines and characters of UTF-8 text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace engram::yaml {

/// Whether a byte is not the first byte of its character.
constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Number of characters in a piece of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// Line `number`, counted from 1, without its end; empty if there is no such line.
std::string_view line_of(std::string_view text, int number);

/// The first byte that is not valid UTF-8 or is a control character not allowed in a text; std::nullopt if there is
/// none.
std::optional<std::size_t> first_bad_byte(std::string_view text);

/// 'text', as messages quote the user: on one line, and shortened if it is long.
std::string in_quotes(std::string_view text);

/// Whether `text` may be a label: one or more letters, digits, '_' and '-'.
bool is_label(std::string_view text);

}  // namespace engram::yaml
