// The rows and fields of a text file, as RFC 4180 defines them and as programs write them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <engram/array.hpp>

namespace engram::text_files {

struct Row {
  Index line = 0;  ///< counted from 1, as in editors
  std::string_view text = {};
};

/// How a text is divided.
struct Form {
  char separator = ',';         ///< a blank stands for any number of blanks and tabs
  char comment = '\0';          ///< begins a comment, which extends to the end of its line; 0 if there are none
  Index skipped = 0;            ///< lines at the beginning that are no rows
  bool comments_inside = true;  ///< whether comments may stand behind values, and not only on lines of their own
};

struct Table {
  Row titles;             ///< the last line that is skipped; line 0 if there is none
  std::vector<Row> rows;  ///< those that are not blank
  Row open = {};          ///< the last row, from the quote on that has no end; line 0 if all quotes have one
};

/// One value. The blanks around it do not belong to it.
struct Field {
  std::string text;        ///< without quotes
  std::size_t at = 0;      ///< the byte of the row where it begins, with its quotes
  std::size_t length = 0;  ///< in bytes, with its quotes
};

/// Divides a text without byte order mark into rows, which refer to it. Lines end by a line feed, with or without a
/// carriage return, or by carriage returns alone.
Table rows_of(std::string_view text, const Form& form);

/// The same for a parameter that names a file. A byte order mark is skipped. Throws ParameterError for `parameter` if
/// it is no text, has no rows, or a field in quotes has no end. `path` names the file in messages.
Table table_in(std::string_view text, const Form& form, const std::string& parameter, const std::string& path);

std::string_view without_byte_order_mark(std::string_view text);

/// The fields of a row.
std::vector<Field> fields_of(std::string_view row, char separator);

/// A text without blanks, tabs and carriage returns at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace engram::text_files
