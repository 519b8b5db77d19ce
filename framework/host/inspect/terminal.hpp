// Text for a terminal: colours where it has them, tables, and small plots.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace engram::inspect {

/// Before the lines that belong to a heading.
constexpr std::string_view indent = "  ";

enum class Look { heading, good, bad };

/// Prints text in colour if standard output is a terminal, NO_COLOR is not set and TERM is not "dumb".
void print_as(Look look, std::string_view text);

/// Lines of columns that are as wide as their widest entry; numbers are aligned on the right.
std::string table_text(const std::vector<std::vector<std::string>>& rows, std::string_view before);

/// Lines of numbers over their places as a plot of characters with eight dots each, with the least and the greatest
/// number on the left, and `before` before each line. Numbers that are not finite are gaps. Empty if no number is
/// finite.
std::string small_plot(const std::vector<std::vector<double>>& lines, std::size_t width, std::size_t height,
                       std::string_view before);

}  // namespace engram::inspect
