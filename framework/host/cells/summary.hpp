// The summary of a file with cases: the varied settings beside each single number of the results.
//
// A column has the type that plugins declare or record: whole numbers if all are whole, real numbers if all are
// numbers with the same unit, text otherwise. A missing value is NaN among real numbers, store::missing_whole_number
// among whole numbers, and an empty text.
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

#include "specification/setting.hpp"
#include "specification/spec.hpp"
#include "store/stack_writer.hpp"

namespace engram::cells {

/// A single number that an experiment recorded: a column of the summary.
struct Scalar {
  std::string name;  ///< "results.training.final_residual"
  std::variant<double, std::int64_t> value;
  std::string unit;
  std::string description;
};

struct CaseSummary {
  std::string case_name;  ///< of a sweep's cell; empty if there is no sweep
  specification::Settings settings;
  std::vector<Scalar> scalars;
};

/// Grows by one row per case; values that are equal in all cases are stored once.
class SummaryTable {
 public:
  void add(const CaseSummary& row);

  /// Records a column for each setting that differs between cases, one for each scalar, and the labels of the rows.
  void record(const std::vector<std::string>& labels, Recorder& recorder) const;

  /// The values along the axes of a sweep: numbers, or the words of labels if values are missing or not unique.
  /// `numbers` are the cells of the rows.
  [[nodiscard]] std::vector<store::StackAxis> axes(const specification::Cells& cells,
                                                   const std::vector<std::size_t>& numbers) const;

  /// Records each scalar as an array over the axes of a sweep, with the values along them as coordinates. A cell
  /// without a row, or without the scalar, is missing.
  void record_grid(const specification::Cells& cells, const std::vector<std::size_t>& numbers,
                   Recorder& recorder) const;

 private:
  /// Empty if a case has no such setting.
  using Entry = std::optional<specification::Setting>;
  using Numbers = std::variant<std::vector<double>, std::vector<std::int64_t>>;
  /// A setting of all rows; each different value is stored once.
  struct Column {
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::uint32_t> numbers;  ///< of the entries, by their text
    std::vector<std::uint32_t> rows;  ///< shorter than the table if the rest has the first entry
  };
  struct Result {
    Scalar first;
    Numbers values;  ///< missing if a case has no value; ends with the last case that has one
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

}  // namespace engram::cells
