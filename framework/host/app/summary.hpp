// The summary of a file with cases: what was varied beside each single number that came out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <engram/recorder.hpp>

#include "spec/spec.hpp"

namespace engram::app {

/// A single number that an experiment recorded: a column of the summary.
struct Scalar {
  std::string name;  ///< "results.training.final_residual"
  double value;
  std::string unit;
  std::string description;
};

struct CaseSummary {
  std::string case_name;  ///< of the case that a cell of a sweep belongs to; empty where there is no sweep
  std::map<std::string, std::string> settings;  ///< by dotted path
  std::vector<Scalar> scalars;
};

/// Grows by one row per case; what is the same in all of them is kept once.
class SummaryTable {
 public:
  void add(const CaseSummary& row);

  /// Records a column for each setting that is not the same in all cases, one for each scalar, and the labels of the
  /// rows.
  void record(const std::vector<std::string>& labels, Recorder& recorder) const;

  /// Records each scalar as an array over the axes of a sweep, with the values along them as coordinates. `numbers`
  /// are those of the rows among the cells. A cell that is not among them, or that has no such scalar, is NaN.
  void record_grid(const spec::Cells& cells, const std::vector<std::size_t>& numbers, Recorder& recorder) const;

 private:
  /// The texts of a setting, each different one once.
  struct Column {
    std::deque<std::string> words;  ///< where they stay, so that the numbers can point to them
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    std::vector<std::uint32_t> rows;  ///< number of the word; ends where the rest has the first word
  };
  struct Result {
    Scalar first;
    std::vector<double> values;  ///< NaN where a case has none; ends with the last case that has one
  };

  static void put(std::size_t row, const std::string& text, Column& column);
  [[nodiscard]] std::vector<std::string> texts_of(const Column& column) const;
  [[nodiscard]] std::vector<double> values_of(const Result& result) const;

  std::size_t rows_ = 0;
  Column names_;
  std::map<std::string, Column> settings_;
  std::vector<Result> results_;
  std::unordered_map<std::string, std::size_t> result_numbers_;
};

}  // namespace engram::app
