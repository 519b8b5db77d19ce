// Patterns from a text file with one pattern per line and its values in columns. Fields may be in double quotes, as
// RFC 4180 defines them. The file may be compressed by gzip.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <gzip_files/gzip.hpp>
#include <text_files/table.hpp>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Csv : LabelledPatterns {
  std::string separator = ",";
  std::optional<Index> label_column;
  std::optional<Index> skip_rows;
  std::optional<Index> skip_columns;
  std::string comment;
  enum class Decimal { point, comma };
  Decimal decimal = Decimal::point;
  bool transpose = false;

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
        .add(&Csv::skip_columns, "skip_columns", "1",
             "Number of columns at the beginning that hold no values, such as the names of rows that pandas and R "
             "write; label_column may be one of them. 0 if not given, unless the first column has no name, which is "
             "refused.",
             {.min = 0})
        .add(&Csv::comment, "comment",
             "The character that begins a comment, which extends to the end of its line; none if empty. A line that "
             "is a comment holds no pattern.")
        .choice(&Csv::decimal, "decimal", {{"point", Decimal::point}, {"comma", Decimal::comma}},
                "The character before the decimals of a number.")
        .add(&Csv::transpose, "transpose",
             "Whether the columns are the patterns in place of the rows; such patterns have no labels.");
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
    const text_files::Table table = text_files::table_in(
        text, {separator.front(), comment.empty() ? '\0' : comment.front(), skip_rows.value_or(0)}, "file", file);
    const std::vector<Row>& rows = table.rows;
    if (transpose && (label_column || per_label || label_units)) {
      throw ParameterError(
          "transpose",
          "with transpose the columns are the patterns, and labels belong to rows; leave out either transpose or "
          "label_column, per_label and label_units");
    }
    const Index columns = std::ssize(fields_of(rows.front()));
    if (!skip_rows && rows.size() > 1) {
      refuse_column_names(rows.front());
    }
    check_columns(rows.front(), columns);
    check_titles(table.titles, columns);
    std::vector<std::string> labels;
    for (const Row& row : rows) {
      const std::vector<std::string> fields = fields_of(row);
      if (std::ssize(fields) != columns) {
        throw ParameterError("file", place(row) + "the number of columns is " + std::to_string(fields.size()) +
                                         "; in line " + std::to_string(rows.front().line) + " it is " +
                                         std::to_string(columns) +
                                         advice_on_titles(rows.front(), std::ssize(fields) - columns));
      }
      if (label_column) {
        labels.push_back(fields[static_cast<std::size_t>(*label_column)]);
      }
    }
    const Index size = values_in(columns);
    if (transpose) {
      read_columns(rows, size);
      return;
    }
    const std::vector<Index> chosen = choose(std::ssize(rows), size, labels, "label_column");
    for (Index pattern = 0; pattern < std::ssize(chosen); ++pattern) {
      const Row& row = rows[static_cast<std::size_t>(chosen[static_cast<std::size_t>(pattern)])];
      read_values(row, row.line == rows.front().line, values_.col(pattern).head(size));
    }
    binarise(size);
  }

 private:
  using Row = text_files::Row;

  [[nodiscard]] std::string place(const Row& row) const { return file + ":" + std::to_string(row.line) + ": "; }

  [[nodiscard]] std::vector<std::string> fields_of(const Row& row) const {
    std::vector<std::string> texts;
    for (text_files::Field& field : text_files::fields_of(row.text, separator.front())) {
      texts.push_back(std::move(field.text));
    }
    return texts;
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
                         counts + (has_index ? "the first column is its index: `skip_rows: 1, skip_columns: 1` skips "
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

  [[nodiscard]] Index values_in(Index columns) const {
    const Index skipped = skip_columns.value_or(0);
    return columns - skipped - (label_column && *label_column >= skipped ? 1 : 0);
  }

  void check_columns(const Row& row, Index columns) const {
    if (label_column && *label_column >= columns) {
      throw ParameterError("label_column", "label_column is " + std::to_string(*label_column) + "; '" + file +
                                               "' has columns 0 to " + std::to_string(columns - 1) +
                                               other_separator(row, columns));
    }
    if (values_in(columns) < 1) {
      throw ParameterError(
          skip_columns ? "skip_columns" : "label_column",
          "'" + file + "' has no column beside " +
              (skip_columns ? "those that skip_columns and label_column name" : "that of the labels") +
              other_separator(row, columns));
    }
  }

  /// Refuses titles above all columns but the first, whose names of rows would otherwise be read as values.
  void check_titles(const Row& titles, Index columns) const {
    if (titles.line == 0 || skip_columns || label_column == Index{0}) {
      return;
    }
    const std::vector<std::string> names = fields_of(titles);
    const bool has_one_less = std::ssize(names) + 1 == columns && !number_of(names.front()).value;
    if (has_one_less || (std::ssize(names) == columns && columns > 1 && names.front().empty())) {
      throw ParameterError("skip_columns",
                           place(titles) +
                               "the titles name all columns but the first, as pandas and R write the "
                               "names of rows; `skip_columns: 1` skips it, and `skip_columns: 0` takes "
                               "it for values");
    }
  }

  /// Fills the values with the columns as patterns.
  void read_columns(const std::vector<Row>& rows, Index columns) {
    require_count(columns);
    reserve(count.value_or(columns), std::ssize(rows));
    Vector values(columns);
    for (Index unit = 0; unit < values_.rows(); ++unit) {
      read_values(rows[static_cast<std::size_t>(unit)], unit == 0, values);
      values_.row(unit) = values.head(values_.cols()).transpose();
    }
    binarise(values_.rows());
  }

  void read_values(const Row& row, bool first, VectorView values) const {
    const std::vector<std::string> fields = fields_of(row);
    Index unit = 0;
    for (Index column = 0; column < std::ssize(fields); ++column) {
      if (column < skip_columns.value_or(0) || (label_column && column == *label_column)) {
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
                         : "', which is not a finite number" + hint(row, field, first, std::ssize(fields));
        throw ParameterError("file", complaint);
      }
      values(unit++) = *number.value;
    }
  }

  /// Advice for a row with a field that is not a number; empty if there is none.
  [[nodiscard]] std::string hint(const Row& row, const std::string& field, bool first, Index columns) const {
    std::string words = first ? header_of_numpy(row) : "";
    if (words.empty() && decimal == Decimal::point && with_point(field).value) {
      return "; `decimal: comma` reads such numbers";
    }
    if (words.empty()) {
      words = other_separator(row, columns);
    }
    return words.empty() && first ? "; skip_rows skips lines of titles" : words;
  }

  /// Advice for a first row that has `fewer` fields less than another.
  [[nodiscard]] std::string advice_on_titles(const Row& row, Index fewer) const {
    const std::string words = header_of_numpy(row);
    return words.empty() && fewer == 1 && !number_of(fields_of(row).front()).value
               ? "; `skip_rows: 1, skip_columns: 1` skips the names of columns and rows that R's write.table writes"
               : words;
  }

  /// Names the option that skips a first row "# a,b", as numpy.savetxt writes a header; empty for another row.
  static std::string header_of_numpy(const Row& row) {
    return text_files::trimmed(row.text).starts_with('#')
               ? "; `skip_rows: " + std::to_string(row.line) + "` skips the header that numpy.savetxt writes"
               : "";
  }

  struct Number {
    std::optional<double> value;
    bool is_out_of_range = false;
  };

  [[nodiscard]] Number number_of(const std::string& field) const {
    return decimal == Decimal::comma ? with_point(field) : number_in(field);
  }

  /// The number in a field that has a comma before its decimals.
  static Number with_point(std::string field) {
    if (field.find('.') != std::string::npos) {
      return {};
    }
    std::ranges::replace(field, ',', '.');
    return number_in(field);
  }

  static Number number_in(std::string_view field) {
    // Truth values, as pandas and R write them.
    if (field == "True" || field == "TRUE" || field == "False" || field == "FALSE") {
      return {field.front() == 'T' ? 1.0 : 0.0};
    }
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
