// Lines of a text whose values stand in columns. Fields may be in double quotes; a field cannot extend over several
// lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace engram::csv_files {

struct Row {
  std::int64_t line;      ///< counted from 1, as in editors
  std::string_view text;  ///< without the end of the line
};

/// One value. Blanks around it do not belong to it, and neither do its quotes.
struct Field {
  std::string text;
  std::size_t at = 0;      ///< the byte of the row where it begins, with its quotes
  std::size_t length = 0;  ///< in bytes, with its quotes
};

/// The text without the mark that some programs write in front of UTF-8.
std::string_view without_byte_order_mark(std::string_view text);

/// The lines of a text that are not blank, without the first `skip` lines of all.
std::vector<Row> rows_of(std::string_view text, std::int64_t skip = 0);

/// The fields of a row; a separator ' ' stands for any number of blanks and tabs.
std::vector<Field> fields_of(std::string_view row, char separator);

/// Whether each quote that a row opens is closed in it.
bool closes_quotes(std::string_view row);

}  // namespace engram::csv_files
