#include "text_files/table.hpp"

#include <algorithm>
#include <cstddef>

#include <engram/error.hpp>

namespace engram::text_files {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool separates(char c, char separator) {
  return separator == ' ' ? is_blank(c) : c == separator;
}

struct RowEnd {
  std::size_t length = 0;                           ///< without the row's comment and its line's end
  std::size_t open_quote = std::string_view::npos;  ///< where a field in quotes begins that has no end
};

/// The end of the row at the beginning of a text. A field in quotes may hold lines' ends and characters that begin a
/// comment.
RowEnd end_of_row(std::string_view text, const Form& form, char line_end) {
  bool quoted = false;
  bool is_empty = true;     // the field up to here
  bool was_quoted = false;  // up to the last character
  std::size_t opened = 0;
  const auto begins_comment = [&](std::size_t at) {
    return form.comment != '\0' && text[at] == form.comment &&
           (form.comments_inside || trimmed(text.substr(0, at)).empty());
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      quoted = c != '"';
      was_quoted = !quoted;
    } else if (c == line_end || begins_comment(at)) {
      return {at};
    } else {
      // The second of two quotes within quotes goes on with the field.
      quoted = c == '"' && (is_empty || was_quoted);
      opened = quoted && !was_quoted ? at : opened;
      was_quoted = false;
      is_empty = separates(c, form.separator) || (is_empty && is_blank(c));
    }
  }
  return {text.size(), quoted ? opened : std::string_view::npos};
}

/// A field without the blanks around it, of which `text` has none of the quotes.
void close(Field& field, std::string_view row, std::size_t end) {
  const std::string_view piece = row.substr(field.at, end - field.at);
  const std::string_view own = trimmed(piece);
  field.at += own.empty() ? 0 : static_cast<std::size_t>(own.data() - piece.data());
  field.length = own.size();
  field.text = std::string(trimmed(field.text));
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

Table rows_of(std::string_view text, const Form& form) {
  const char line_end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
  Table table;
  for (Index line = 1; !text.empty();) {
    const bool is_skipped = line <= form.skipped;
    const RowEnd found =
        is_skipped ? RowEnd{std::min(text.find(line_end), text.size())} : end_of_row(text, form, line_end);
    const Row row{line, text.substr(0, found.length)};
    if (found.open_quote != std::string_view::npos) {
      table.open = {line, row.text.substr(found.open_quote)};
    }
    if (is_skipped) {
      table.titles = row;
    } else if (!trimmed(row.text).empty()) {
      table.rows.push_back(row);
    }
    const std::size_t end = std::min(text.find(line_end, found.length), text.size());
    line += 1 + std::ranges::count(row.text, line_end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return table;
}

Table table_in(std::string_view text, const Form& form, const std::string& parameter, const std::string& path) {
  if (text.find('\0') != std::string_view::npos) {
    throw ParameterError(parameter, "'" + path + "' is not a text file: it holds bytes of value 0");
  }
  Table table = rows_of(without_byte_order_mark(text), form);
  if (table.open.line > 0) {
    throw ParameterError(parameter, path + ":" + std::to_string(table.open.line) + ": a field in quotes has no end");
  }
  if (table.rows.empty()) {
    throw ParameterError(parameter, "'" + path + "' has no rows" +
                                        (form.skipped > 0 ? " after the first " + std::to_string(form.skipped) +
                                                                " lines, which skip_rows skips"
                                                          : std::string()));
  }
  return table;
}

std::vector<Field> fields_of(std::string_view row, char separator) {
  std::vector<Field> fields(1);
  bool quoted = false;
  bool was_quoted = false;
  const std::string_view text = separator == ' ' ? trimmed(row) : row;
  const auto offset = static_cast<std::size_t>(text.data() - row.data());
  fields.back().at = offset;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    std::string& field = fields.back().text;
    if (quoted) {
      quoted = c != '"';
      was_quoted = !quoted;
      field += quoted ? std::string(1, c) : "";
    } else if (c == '"' && (was_quoted || trimmed(field).empty())) {
      field += was_quoted ? "\"" : "";
      quoted = true;
    } else if (!separates(c, separator)) {
      field += c;
      was_quoted = false;
    } else if (separator != ' ' || !is_blank(text[at - 1])) {
      close(fields.back(), row, offset + at);
      fields.push_back({{}, offset + at + 1});
      was_quoted = false;
    } else {
      fields.back().at = offset + at + 1;
    }
  }
  close(fields.back(), row, offset + text.size());
  return fields;
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

}  // namespace engram::text_files
