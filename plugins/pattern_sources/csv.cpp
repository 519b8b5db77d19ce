// Patterns from a text file with one pattern per line and its values in columns. The file may be compressed by gzip.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <csv_files/rows.hpp>
#include <gzip_files/gzip.hpp>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Csv : LabelledPatterns {
  std::string separator = ",";
  std::optional<Index> label_column;
  std::optional<Index> skip_rows;
  std::string comment;

  static auto params() {
    return engram::params<Csv>()
        .with<LabelledPatterns>("Text file with one pattern per line and its values in columns.")
        .add(&Csv::separator, "separator",
             "The character between two columns; a blank stands for any number of blanks and tabs.")
        .add(&Csv::label_column, "label_column", "1",
             "Column with the pattern's label, counted from 0; none if not given.", {.min = 0})
        .add(&Csv::skip_rows, "skip_rows", "1",
             "Number of lines at the beginning that hold no pattern; 0 if not given, unless the first line counts "
             "columns as pandas does, which is refused.",
             {.min = 0})
        .add(&Csv::comment, "comment",
             "The character that begins a comment, which extends to the end of its line; none if empty. A line that "
             "is a comment holds no pattern.");
  }

  void check() {
    if (separator.size() != 1 || separator == "\"" || separator == "\n" || separator == "\r") {
      throw ParameterError("separator", "separator is '" + separator +
                                            "'; it has to be one character, neither a double quote nor a line's end");
    }
    if (comment.size() > 1 || comment == separator || comment == "\"" || comment == "\n" || comment == "\r") {
      throw ParameterError("comment",
                           "comment is '" + comment +
                               "'; it has to be one character, neither the separator nor a double quote nor "
                               "a line's end");
    }
    const std::string text = gzip_files::content_of("file", file, read_file("file", file));
    const std::vector<Row> rows = rows_of(text);
    const Index columns = std::ssize(fields_of(rows.front()));
    if (!skip_rows && rows.size() > 1) {
      refuse_column_names(rows.front());
    }
    check_label_column(rows.front(), columns);
    std::vector<std::string> labels;
    for (const Row& row : rows) {
      const std::vector<std::string> fields = fields_of(row);
      if (std::ssize(fields) != columns) {
        throw ParameterError("file", place(row) + "the number of columns is " + std::to_string(fields.size()) +
                                         "; in line " + std::to_string(rows.front().line) + " it is " +
                                         std::to_string(columns) + header_of_numpy(rows.front()));
      }
      if (label_column) {
        labels.push_back(fields[static_cast<std::size_t>(*label_column)]);
      }
    }
    const Index size = label_column ? columns - 1 : columns;
    const std::vector<Index> chosen = choose(std::ssize(rows), size, labels, "label_column");
    for (Index pattern = 0; pattern < std::ssize(chosen); ++pattern) {
      const Row& row = rows[static_cast<std::size_t>(chosen[static_cast<std::size_t>(pattern)])];
      read_values(row, row.line == rows.front().line, values_.col(pattern).head(size));
    }
    binarise(size);
  }

 private:
  using Row = csv_files::Row;

  [[nodiscard]] std::string place(const Row& row) const { return file + ":" + std::to_string(row.line) + ": "; }

  /// The lines with patterns; blank lines are skipped.
  [[nodiscard]] std::vector<Row> rows_of(std::string_view text) const {
    if (text.find('\0') != std::string_view::npos) {
      throw ParameterError("file", "'" + file + "' is not a text file: it holds bytes of value 0");
    }
    std::vector<Row> rows;
    for (Row row : csv_files::rows_of(csv_files::without_byte_order_mark(text), skip_rows.value_or(0))) {
      row.text = without_comment(row.text);
      if (row.text.find_first_not_of(" \t\r") != std::string_view::npos) {
        rows.push_back(row);
      }
    }
    if (rows.empty()) {
      throw ParameterError("file", "'" + file + "' has no rows" +
                                       (skip_rows.value_or(0) > 0 ? " after the first " + std::to_string(*skip_rows) +
                                                                        " lines, which skip_rows skips"
                                                                  : std::string()));
    }
    return rows;
  }

  /// A line up to the character that begins a comment, unless that is in quotes.
  [[nodiscard]] std::string_view without_comment(std::string_view line) const {
    bool quoted = false;
    for (std::size_t at = 0; at < (comment.empty() ? 0 : line.size()); ++at) {
      quoted = line[at] == '"' ? !quoted : quoted;
      if (!quoted && line[at] == comment.front()) {
        return line.substr(0, at);
      }
    }
    return line;
  }

  [[nodiscard]] std::vector<std::string> fields_of(const Row& row) const {
    std::vector<std::string> texts;
    for (csv_files::Field& field : csv_files::fields_of(row.text, separator.front())) {
      texts.push_back(std::move(field.text));
    }
    return texts;
  }

  static std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
  }

  /// Refuses a first line 0, 1, 2, ..., which pandas writes as column names and which would otherwise be read as a
  /// pattern.
  void refuse_column_names(const Row& row) const {
    const std::vector<std::string> fields = fields_of(row);
    const bool has_index = fields.front().empty();
    const std::size_t first = has_index ? 1 : 0;
    for (std::size_t column = first; column < fields.size(); ++column) {
      if (fields[column] != std::to_string(column - first)) {
        return;
      }
    }
    if (fields.size() - first < 2) {
      return;
    }
    const std::string counts = place(row) + "the first line counts 0 to " +
                               std::to_string(fields.size() - first - 1) + ", as pandas names columns; ";
    throw ParameterError("file",
                         counts + (has_index ? "the first column is its index: `skip_rows: 1, label_column: 0` skips "
                                               "both, and to_csv(index=False, header=False) writes neither"
                                             : "`skip_rows: 1` skips it, and `skip_rows: 0` takes it as a pattern"));
  }

  /// Suggests a separator for a file that seems to have one column: "; did you mean separator ';'?".
  [[nodiscard]] std::string other_separator(const Row& row, Index columns) const {
    const auto other = row.text.find_first_of(",;\t ");
    return columns > 1 || other == std::string_view::npos
               ? std::string()
               : "; did you mean separator '" +
                     std::string(row.text[other] == '\t' ? "\\t" : row.text.substr(other, 1)) + "'?";
  }

  void check_label_column(const Row& row, Index columns) const {
    if (label_column && *label_column >= columns) {
      throw ParameterError("label_column", "label_column is " + std::to_string(*label_column) + "; '" + file +
                                               "' has columns 0 to " + std::to_string(columns - 1) +
                                               other_separator(row, columns));
    }
    if (label_column && columns == 1) {
      throw ParameterError("label_column",
                           "'" + file + "' has no column beside that of the labels" + other_separator(row, columns));
    }
  }

  void read_values(const Row& row, bool first, VectorView values) const {
    const std::vector<std::string> fields = fields_of(row);
    Index unit = 0;
    for (Index column = 0; column < std::ssize(fields); ++column) {
      if (label_column && column == *label_column) {
        continue;
      }
      const std::string& field = fields[static_cast<std::size_t>(column)];
      const Number number = number_of(field);
      if (!number.value) {
        constexpr std::size_t longest = 40;
        const std::string shown = field.size() > longest ? field.substr(0, longest) + "..." : field;
        std::string complaint = place(row) + "column " + std::to_string(column) + ", counted from 0, is '" + shown;
        complaint += number.is_out_of_range
                         ? "', which is out of the range of double precision"
                         : "', which is not a finite number" + hint(row, first, std::ssize(fields));
        throw ParameterError("file", complaint);
      }
      values(unit++) = *number.value;
    }
  }

  /// Advice for a row with a field that is not a number; empty if there is none.
  [[nodiscard]] std::string hint(const Row& row, bool first, Index columns) const {
    std::string words = first ? header_of_numpy(row) : "";
    if (words.empty()) {
      words = other_separator(row, columns);
    }
    return words.empty() && first ? "; skip_rows skips lines of titles" : words;
  }

  /// Names the option that skips a first row "# a,b", as numpy.savetxt writes a header; empty for another row.
  static std::string header_of_numpy(const Row& row) {
    return trimmed(row.text).starts_with('#')
               ? "; `skip_rows: " + std::to_string(row.line) + "` skips the header that numpy.savetxt writes"
               : "";
  }

  struct Number {
    std::optional<double> value;
    bool is_out_of_range = false;
  };

  static Number number_of(std::string_view field) {
    if (field.starts_with('+') && !field.starts_with("+-")) {
      field.remove_prefix(1);
    }
    double number = 0.0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
    const bool whole = end == field.data() + field.size();
    if (whole && error == std::errc() && std::isfinite(number)) {
      return {number};
    }
    return {std::nullopt, whole && error == std::errc::result_out_of_range};
  }
};

ENGRAM_PLUGINS(pattern_source<Csv>("csv", "Rows of numbers from a text file.")
                   .with_example("file: letters.csv, label_column: 0")
                   .with_example_file("letters.csv", "T,1,1,1,-1,1,-1,-1,1,-1\nL,1,-1,-1,1,-1,-1,1,1,1\n"));
