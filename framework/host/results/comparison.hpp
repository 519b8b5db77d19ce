// Comparing results: the settings that differ, and the single results with their differences.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "results/sample.hpp"
#include "results/source.hpp"

namespace engram::results {

/// A setting whose values differ between results.
struct DifferingSetting {
  std::string path;
  /// For each result its value, or those of its cells: "0.1 s", "5, 10, 20", "1, 2, ..., 20 (20 values)"; empty for a
  /// result without the setting.
  std::vector<std::string> values;
};

/// The settings that differ between results, each once, by path.
std::vector<DifferingSetting> differing_settings(const std::vector<const Source*>& sources);

/// One single result of two results, in cells with the same settings.
struct ComparedNumber {
  std::string name;  ///< "analyses.recall.fraction_recalled"
  std::string unit;  ///< "1" for a pure number
  /// Those that tell the cells from others: "hebbian, patterns.count=5"; empty if there are none.
  std::string settings;
  Sample first;  ///< over the cells that differ in nothing but their seeds
  Sample second;
  double difference = 0;  ///< second - first
  /// Of Student's t-test for two samples, paired if both results have the same seeds, otherwise Welch's; nullopt with
  /// fewer than two values in a sample, or without variance.
  std::optional<double> p;
  bool paired = false;
};

struct Comparison {
  std::vector<ComparedNumber> numbers;  ///< those that differ
  std::size_t equal = 0;                ///< how many do not
  std::size_t only_first = 0;           ///< cells of the first result without a counterpart in the second
  std::size_t only_second = 0;
};

/// Compares the single results of two results: columns of their summaries, or datasets that are single numbers. Cells
/// with the same case and the same varied settings are compared, over their seeds.
Comparison compare(const Source& first, const Source& second);

}  // namespace engram::results
