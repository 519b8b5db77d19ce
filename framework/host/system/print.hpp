// Prints text for readers: control and hidden characters are shown instead of sent to the terminal.
#pragma once

#include <cstdio>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace engram::system {

/// Writes visible_text() of a text to standard output or standard error. Throws std::system_error.
void write_printable(std::FILE* file, std::string_view text);

template <class... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  write_printable(stdout, fmt::format(format, std::forward<Values>(values)...));
}
template <class... Values>
void print(std::FILE* file, fmt::format_string<Values...> format, Values&&... values) {
  write_printable(file, fmt::format(format, std::forward<Values>(values)...));
}

}  // namespace engram::system
