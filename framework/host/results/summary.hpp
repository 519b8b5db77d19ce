// The rows of the summary: columns, and the settings that differ between cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/setting_path.hpp"
#include "results/source.hpp"

namespace engram::results {

/// One column of the summary, with an entry for each row.
struct Column {
  std::string path;
  std::vector<std::string> words;
  std::vector<double> numbers;     ///< NaN for a missing entry; empty if the column has words
  std::vector<std::string> texts;  ///< as stored; empty if the column is stored as numbers
  std::vector<bool> missing;       ///< whether a row has no such setting or result
  std::string unit;
  std::string description;
};

/// Whether a column has different words in some rows.
bool differs(const Column& column, const std::vector<std::size_t>& rows);

/// The different words of one setting, and the word of each row.
struct Setting {
  std::vector<std::string> words;  ///< the first one is empty, for rows without this setting
  std::vector<std::uint32_t> rows;
};

/// Threading: used by one thread.
class Summary {
 public:
  /// Refers to `source`, which outlives it.
  explicit Summary(const Source& source);

  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] std::size_t size() const { return labels_.size(); }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// The case of each row: the case of the spec that a cell belongs to, or its label if there is no sweep.
  [[nodiscard]] const std::vector<std::string>& cases() const { return cases_; }
  /// The rows with this label, or with this name of a case, or the only row whose label contains the text. Throws
  /// RequestError, with the nearest match, if there is no such case.
  [[nodiscard]] std::vector<std::size_t> rows_of_case(const std::string& name) const;
  /// The rows of several cases in the order of the names, each row once; all rows if there are no names.
  [[nodiscard]] std::vector<std::size_t> rows_of_cases(const std::vector<std::string>& names) const;
  /// The number of each row, by its label.
  [[nodiscard]] std::vector<std::size_t> rows_of(const std::vector<std::string>& labels) const;

  /// The names of all columns.
  [[nodiscard]] std::vector<std::string> columns() const;
  /// A column as it is stored, for the key `wish` of a spec. Throws RequestError, with the nearest match, if it does
  /// not exist or has not one entry for each row.
  [[nodiscard]] Dataset stored_column(const std::string& name, std::string_view wish) const;
  /// The same as words and, if possible, as numbers.
  [[nodiscard]] Column column(const std::string& name, std::string_view wish) const;
  /// The columns of settings, except seeds, in which some rows differ.
  [[nodiscard]] std::vector<std::string> differing_columns(const std::vector<std::size_t>& rows) const;

  /// The settings that the stored specs of some rows have differently.
  [[nodiscard]] std::vector<std::string> differing(const std::vector<std::size_t>& rows) const;
  /// Whether a setting differs between some rows.
  [[nodiscard]] bool varies(const std::string& path) const { return settings().contains(path); }
  /// A setting of a row as text, with its unit; empty if the row has no such setting.
  [[nodiscard]] const std::string& word(const std::string& path, std::size_t row) const;
  /// Whether the results say which paths were swept.
  [[nodiscard]] bool has_axes() const { return !axes().empty(); }
  /// The axis of the sweep that changes a setting; empty if no axis does.
  [[nodiscard]] std::string axis_of(std::string_view path) const;

 private:
  using Axes = std::map<std::string, std::string, std::less<>>;

  /// The settings that differ between rows; read from the stored specs at the first call.
  [[nodiscard]] const std::map<std::string, Setting>& settings() const;
  [[nodiscard]] std::map<std::string, Setting> read_settings() const;
  /// The axes of the sweep by the paths of their settings; read at the first call.
  [[nodiscard]] const Axes& axes() const;
  /// Gives rows of a column of texts that have none their setting, if there is one.
  void fill_lists(Column& column) const;
  [[nodiscard]] std::vector<bool> missing_in(const Dataset& dataset) const;

  const Source& source_;
  std::vector<std::string> labels_;
  std::vector<std::string> cases_;
  mutable std::optional<std::map<std::string, Setting>> settings_;
  mutable std::optional<Axes> axes_;
};

}  // namespace engram::results
