#include "csv_files/rows.hpp"

#include <algorithm>

namespace engram::csv_files {

namespace {

constexpr std::string_view blanks = " \t\r";

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// A field, and the end of what it holds without the blanks behind it.
void close(Field& field, std::string_view row, std::size_t end) {
  const std::string_view piece = row.substr(field.at, end - field.at);
  const std::size_t before = std::min(piece.find_first_not_of(blanks), piece.size());
  field.at += before;
  field.length = before == piece.size() ? 0 : piece.find_last_not_of(blanks) + 1 - before;
  const std::size_t first = std::min(field.text.find_first_not_of(blanks), field.text.size());
  field.text = field.text.substr(first, field.text.find_last_not_of(blanks) + 1 - first);
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::vector<Row> rows_of(std::string_view text, std::int64_t skip) {
  std::vector<Row> rows;
  for (std::int64_t line = 1; !text.empty(); ++line) {
    const std::string_view row = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(row.size() + 1, text.size()));
    if (line > skip && row.find_first_not_of(blanks) != std::string_view::npos) {
      rows.push_back({line, row});
    }
  }
  return rows;
}

std::vector<Field> fields_of(std::string_view row, char separator) {
  std::vector<Field> fields(1);
  bool quoted = false;
  const bool by_blanks = separator == ' ';
  std::size_t at = by_blanks ? std::min(row.find_first_not_of(blanks), row.size()) : 0;
  const std::size_t end = by_blanks ? row.find_last_not_of(blanks) + 1 : row.size();
  fields.back().at = at;
  for (; at < end; ++at) {
    const char c = row[at];
    const bool separates = !quoted && (by_blanks ? is_blank(c) : c == separator);
    if (c == '"' && quoted && at + 1 < end && row[at + 1] == '"') {
      fields.back().text += c;
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!separates) {
      fields.back().text += c;
    } else if (!by_blanks || !is_blank(row[at - 1])) {
      close(fields.back(), row, at);
      fields.push_back({{}, at + 1, 0});
    }
  }
  close(fields.back(), row, end);
  return fields;
}

bool closes_quotes(std::string_view row) {
  return std::ranges::count(row, '"') % 2 == 0;
}

}  // namespace engram::csv_files
