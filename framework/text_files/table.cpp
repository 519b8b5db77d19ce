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

/// The length of the row at the beginning of a text, without its comment and its line's end; npos if a field in
/// quotes has no end. Such a field may hold lines' ends and characters that begin a comment.
std::size_t length_of_row(std::string_view text, const Form& form, char line_end) {
  bool quoted = false;
  bool is_empty = true;     // the field up to here
  bool was_quoted = false;  // up to the last character
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      quoted = c != '"';
      was_quoted = !quoted;
    } else if (c == line_end || (form.comment != '\0' && c == form.comment)) {
      return at;
    } else {
      // The second of two quotes within quotes goes on with the field.
      quoted = c == '"' && (is_empty || was_quoted);
      was_quoted = false;
      is_empty = separates(c, form.separator) || (is_empty && is_blank(c));
    }
  }
  return quoted ? std::string_view::npos : text.size();
}

}  // namespace

Table table_in(std::string_view text, const Form& form, const std::string& parameter, const std::string& path) {
  if (text.find('\0') != std::string_view::npos) {
    throw ParameterError(parameter, "'" + path + "' is not a text file: it holds bytes of value 0");
  }
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  const char line_end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
  Table table;
  for (Index line = 1; !text.empty();) {
    const bool is_skipped = line <= form.skipped;
    const std::size_t length =
        is_skipped ? std::min(text.find(line_end), text.size()) : length_of_row(text, form, line_end);
    if (length == std::string_view::npos) {
      throw ParameterError(parameter, path + ":" + std::to_string(line) + ": a field in quotes has no end");
    }
    const Row row{line, text.substr(0, length)};
    if (is_skipped) {
      table.titles = row;
    } else if (!trimmed(row.text).empty()) {
      table.rows.push_back(row);
    }
    const std::size_t end = std::min(text.find(line_end, length), text.size());
    line += 1 + std::ranges::count(row.text, line_end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (table.rows.empty()) {
    throw ParameterError(parameter, "'" + path + "' has no rows" +
                                        (form.skipped > 0 ? " after the first " + std::to_string(form.skipped) +
                                                                " lines, which skip_rows skips"
                                                          : std::string()));
  }
  return table;
}

std::vector<std::string> fields_of(std::string_view row, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  bool was_quoted = false;
  const std::string_view text = separator == ' ' ? trimmed(row) : row;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      quoted = c != '"';
      was_quoted = !quoted;
      fields.back() += quoted ? std::string(1, c) : "";
    } else if (c == '"' && (was_quoted || trimmed(fields.back()).empty())) {
      fields.back() += was_quoted ? "\"" : "";
      quoted = true;
    } else if (!separates(c, separator)) {
      fields.back() += c;
      was_quoted = false;
    } else if (separator != ' ' || !is_blank(text[at - 1])) {
      fields.emplace_back();
      was_quoted = false;
    }
  }
  for (std::string& field : fields) {
    field = std::string(trimmed(field));
  }
  return fields;
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

}  // namespace engram::text_files
