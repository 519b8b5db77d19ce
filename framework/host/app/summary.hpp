// The summary of a file with cases: what was varied beside each single number that came out.
//
// A column has the type that plugins declare or record: whole numbers where all are, real numbers where all are
// numbers with one unit, text otherwise. A missing value is NaN among real numbers, store::missing_whole_number among
// whole ones, and an empty text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include <engram/recorder.hpp>

#include "spec/setting.hpp"
#include "spec/spec.hpp"

namespace engram::app {

/// A single number that an experiment recorded: a column of the summary.
struct Scalar {
  std::string name;  ///< "results.training.final_residual"
  std::variant<double, std::int64_t> value;
  std::string unit;
  std::string description;
};

struct CaseSummary {
  std::string case_name;  ///< of the case that a cell of a sweep belongs to; empty where there is no sweep
  spec::Settings settings;
  std::vector<Scalar> scalars;
};

/// Grows by one row per case; what is the same in all of them is kept once.
class SummaryTable {
 public:
  void add(const CaseSummary& row);

  /// Records a column for each setting that is not the same in all cases, one for each scalar, and the labels of the
  /// rows.
  void record(const std::vector<std::string>& labels, Recorder& recorder) const;

  /// Records each scalar as an array over the axes of a sweep, with the values along them as coordinates: numbers, or
  /// the words of labels where values are none or where some are the same. `numbers` are those of the rows among the
  /// cells. A cell that is not among them, or that has no such scalar, is missing.
  void record_grid(const spec::Cells& cells, const std::vector<std::size_t>& numbers, Recorder& recorder) const;

 private:
  /// None where a case has no such setting.
  using Entry = std::optional<spec::Setting>;
  using Numbers = std::variant<std::vector<double>, std::vector<std::int64_t>>;
  /// A setting of all rows, each different value once.
  struct Column {
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::uint32_t> numbers;  ///< of the entries, by what tells them apart
    std::vector<std::uint32_t> rows;                         ///< ends where the rest has the first entry
  };
  struct Result {
    Scalar first;
    Numbers values;  ///< missing where a case has none; ends with the last case that has one
  };

  static Dataset dataset_of(const std::string& name, const std::string& dimension,
                            const std::vector<const Entry*>& entries);
  static std::uint32_t number_of(const Entry& entry, Column& column);
  static void put(std::size_t row, const Entry& entry, Column& column);
  static void put(std::size_t row, const std::variant<double, std::int64_t>& value, Numbers& values);
  [[nodiscard]] std::vector<const Entry*> entries_of(const Column& column) const;
  [[nodiscard]] Numbers values_of(const Result& result) const;
  [[nodiscard]] std::vector<std::string> names() const;

  std::size_t rows_ = 0;
  Column names_;
  std::map<std::string, Column> settings_;
  std::vector<Result> results_;
  std::unordered_map<std::string, std::size_t> result_numbers_;
};

}  // namespace engram::app
