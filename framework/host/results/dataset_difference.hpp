// How two datasets differ, in words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::results {

/// How far real numbers may differ: by `absolute`, or by `relative` times the larger one. If both are 0, the bits
/// must be the same. All NaNs count as equal.
struct Tolerance {
  double absolute = 0.0;
  double relative = 0.0;
};

/// Compares the values of two datasets piece by piece, so that they need not be in memory as a whole.
class ValueComparison {
 public:
  explicit ValueComparison(const Tolerance& tolerance) : tolerance_(tolerance) {}

  /// Compares the next values. Returns false if they are of different kinds.
  bool add(const decltype(Dataset::values)& a, const decltype(Dataset::values)& b);
  /// How the values of arrays of a shape differ, in words; empty if they are equal.
  [[nodiscard]] std::string text(const std::vector<Index>& shape) const;

 private:
  const Tolerance& tolerance_;
  std::size_t values_ = 0;
  std::size_t differing_ = 0;
  std::size_t place_ = 0;
  double most_ = -1.0;
  bool is_real_ = false;
  std::string pair_;  ///< the values at the place
};

/// A sentence for each of dimensions, unit and shape that differs, whatever the values.
std::vector<std::string> outline_differences(const Dataset& a, const Dataset& b);

/// "real numbers and whole numbers": the kinds of values.
std::string kinds_text(const decltype(Dataset::values)& a, const decltype(Dataset::values)& b);

/// A sentence for each of dimensions, unit, and shape, kind or values that differs; empty if the datasets are the
/// same.
std::vector<std::string> differences(const Dataset& a, const Dataset& b, const Tolerance& tolerance = {});

}  // namespace engram::results
