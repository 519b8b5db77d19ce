// The values of a swept path: lists, and ranges on a linear or a log scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

inline constexpr std::int64_t most_swept_values = 100'000;

struct SweptValues {
  std::vector<yaml::Node> values;
  bool listed = false;  ///< written one by one, not as a range; values of a range always differ
};

/// The values between two ends, from which samples are drawn.
struct SweptSpan {
  long double from;
  long double to;
  std::string unit;  ///< "1" or "s"
  bool log;
  /// The ends, both included, if the values are whole numbers.
  std::optional<std::pair<std::int64_t, std::int64_t>> whole;

  /// The number at a share of the span, from 0 to below 1, as a spec writes it.
  [[nodiscard]] std::string at(double share) const;
};

/// Reads `[VALUE, ...]` or `{from, to, step or count, scale}`.
std::optional<SweptValues> read_swept_values(const yaml::Node& node, yaml::Problems& problems);

/// Reads `{from, to, scale}`.
std::optional<SweptSpan> read_swept_span(const yaml::Node& range, yaml::Problems& problems);

/// Whether all texts differ; a repeated value in a list is a problem.
bool check_different(const yaml::Node& list, yaml::Problems& problems);

}  // namespace engram::sweeps
