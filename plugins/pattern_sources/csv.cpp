// CSV: one pattern for each line of a file of numbers, with a label in one of the columns where there is one.
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

namespace engram::plugins {

struct Csv : PatternSource, LabelledPatterns {
  std::string file;
  std::string separator = ",";
  std::optional<Index> label_column;
  Index skip_lines = 0;

  static auto params() {
    return labelled(
        engram::params<Csv>()
            .files(&Csv::file, "file", "File with one pattern on each line.", true)
            .add(&Csv::separator, "separator", "What stands between two numbers, one character.")
            .add(&Csv::label_column, "label_column", "1",
                 "Column that holds the label, counted from 0; default there is none.", {.min = 0})
            .add(&Csv::skip_lines, "skip_lines", "1", "Lines at the beginning that are no patterns.", {.min = 0}));
  }

  void check() {
    if (separator.size() != 1) {
      throw ParameterError("separator", "separator takes one character");
    }
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    if (error) {
      throw ParameterError("file", "'" + file + "' cannot be read: " + error.message());
    }
    require_memory(5.0 * static_cast<double>(bytes), "file", "the numbers in " + file);
    std::ifstream stream(file);
    std::vector<std::vector<double>> rows;
    std::vector<std::string> labels;
    std::string line;
    for (Index number = 1; std::getline(stream, line); ++number) {
      if (!line.empty() && line.back() == '\r') {
        line.pop_back();
      }
      if (number > skip_lines && !line.empty()) {
        read_line(line, number, rows, labels);
      }
    }
    take(file, std::move(rows), std::move(labels));
  }

  [[nodiscard]] Index pattern_count() const override { return taken_count(); }
  [[nodiscard]] Index pattern_size() const override { return taken_size(); }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { fill(patterns); }
  void record(Recorder& recorder) const override { record_labels(recorder); }

 private:
  [[noreturn]] void refuse(Index line, const std::string& what) const {
    throw ParameterError("file", file + ":" + std::to_string(line) + ": " + what);
  }

  void read_line(std::string_view line, Index number, std::vector<std::vector<double>>& rows,
                 std::vector<std::string>& labels) const {
    std::vector<double> row;
    Index column = 0;
    for (;; ++column) {
      const std::size_t end = line.find(separator.front());
      std::string_view field = line.substr(0, end);
      while (!field.empty() && field.front() == ' ') {
        field.remove_prefix(1);
      }
      while (!field.empty() && field.back() == ' ') {
        field.remove_suffix(1);
      }
      if (label_column && column == *label_column) {
        labels.emplace_back(field);
      } else {
        double value = 0.0;
        const auto [stop, code] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (code != std::errc{} || stop != field.data() + field.size()) {
          refuse(number, "'" + std::string(field) + "' in column " + std::to_string(column) +
                             " is no number; lines that are no patterns can be left out with skip_lines");
        }
        row.push_back(value);
      }
      if (end == std::string_view::npos) {
        break;
      }
      line.remove_prefix(end + 1);
    }
    if (label_column && *label_column > column) {
      throw ParameterError("label_column", file + ":" + std::to_string(number) + ": there is no column " +
                                               std::to_string(*label_column) + "; columns are 0 to " +
                                               std::to_string(column));
    }
    if (!rows.empty() && row.size() != rows.front().size()) {
      refuse(number, std::to_string(row.size()) + " numbers, where the lines before have " +
                         std::to_string(rows.front().size()));
    }
    rows.push_back(std::move(row));
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Csv>("csv",
                                                            "One pattern for each line of a file of numbers."));
