// Lines and characters of UTF-8 text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace engram::spec {

/// Whether a byte is not the first one of its character.
constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Number of characters in a piece of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// Line `number`, counted from 1, without its end; empty where there is no such line.
std::string_view line_of(std::string_view text, int number);

/// The first byte that is neither valid UTF-8 nor a character that belongs in a text; none where all are fine.
std::optional<std::size_t> first_bad_byte(std::string_view text);

/// 'text' as messages show what a user wrote: on one line, and cut where it is long.
std::string in_quotes(std::string_view text);

/// Whether `text` may stand as a label: letters, digits, '_' and '-', at least one.
bool is_label(std::string_view text);

}  // namespace engram::spec
