// The rows of the summary: their columns, and the settings in which cells differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figures/source.hpp"

namespace engram::figures {

constexpr std::string_view summary_prefix = "summary/";

/// Whether a path is that of a column of the summary, and not of an array below it.
bool is_column(std::string_view path);

/// The path of a setting: which plugin a part is stands at the part's own path, and a sweep calls it by a longer one.
std::string setting_path(std::string_view path);

/// Whether `path` is `root` or belongs to it, as model.activation.gain belongs to model.activation.
bool belongs_to(std::string_view path, std::string_view root);

/// Whether a setting is a seed, over which everything is a mean without being asked for.
bool is_seed(std::string_view path);

/// "units" of "model.units".
std::string last_step(std::string_view path);

/// One column of the summary, with an entry for each row.
struct Column {
  std::string path;
  std::vector<std::string> words;
  std::vector<double> numbers;     ///< NaN where there is none; empty where the column holds words
  std::vector<std::string> texts;  ///< as stored; empty where the column is stored as numbers
  std::vector<bool> missing;       ///< rows that have no such setting or result
  std::string unit;
  std::string description;
};

/// The different words of one setting, and which of them each row has.
struct Setting {
  std::vector<std::string> words;  ///< the first one is empty, that of rows without such a setting
  std::vector<std::uint32_t> rows;
};

/// Threading: used by one thread.
class SummaryRows {
 public:
  /// Refers to `source`, which outlives it.
  explicit SummaryRows(const Source& source);

  [[nodiscard]] std::size_t size() const { return labels_.size(); }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// The case of each row: that of the spec which a cell of a sweep belongs to, or its label where nothing was swept.
  [[nodiscard]] const std::vector<std::string>& cases() const { return cases_; }
  /// The rows that a label, or the name of a case, stands for; none where there is no such case.
  [[nodiscard]] std::vector<std::size_t> rows_of_case(const std::string& name) const;
  /// The end of a message on a case that is not there: the nearest match, or what there is.
  [[nodiscard]] std::string case_suggestion(const std::string& name) const;
  /// The number of each row, by its label.
  [[nodiscard]] std::vector<std::size_t> rows_of(const std::vector<std::string>& labels) const;

  /// A column for the panel's key `wish`. Throws RequestError, with the nearest match, where there is none.
  [[nodiscard]] Column column(const std::string& name, std::string_view wish) const;

  /// Settings in which some rows differ.
  [[nodiscard]] std::vector<std::string> differing(const std::vector<std::size_t>& rows) const;
  /// Whether a setting is one in which some rows differ.
  [[nodiscard]] bool varies(const std::string& path) const { return settings().contains(path); }
  /// A setting of a row in words, with its unit; empty where the row has no such setting.
  [[nodiscard]] const std::string& word(const std::string& path, std::size_t row) const;
  /// Whether the results say what was swept.
  [[nodiscard]] bool has_axes() const { return !axes_.empty(); }
  /// The axis of the sweep along which a setting changes; empty where it is none of the sweep's.
  [[nodiscard]] std::string axis_of(std::string_view path) const;

 private:
  /// Those that are not the same in all rows; read from the stored specs where they are first asked for.
  [[nodiscard]] const std::map<std::string, Setting>& settings() const;
  [[nodiscard]] std::map<std::string, Setting> read_settings() const;
  void read_axes();
  [[nodiscard]] std::vector<bool> missing_in(const std::string& path, const Dataset& dataset) const;

  const Source& source_;
  std::vector<std::string> paths_;
  std::vector<std::string> labels_;
  std::vector<std::string> cases_;
  mutable std::optional<std::map<std::string, Setting>> settings_;
  std::map<std::string, std::string, std::less<>> axes_;  ///< by path of the setting
};

}  // namespace engram::figures
